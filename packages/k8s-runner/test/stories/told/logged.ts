import { expect } from "vitest";
import { listPods } from "../../../src/cluster/objects/pods.ts";
import { readPodLog } from "../../../src/cluster/objects/pod-log.ts";
import { valueOf } from "../../cluster/support/answers.ts";
import { forever } from "../../cluster/support/with-cluster.ts";
import { follow, lines, linesBefore, node, type Followed } from "../follow.ts";
import { followWrapped } from "../follow-wrapped.ts";
import type { Ground } from "../ground.ts";
import type { Story } from "../story.ts";
import { until } from "../until.ts";

const PERIODS = 4;
const LINE_BYTES = 100;

/** Writes somewhat more than a log file holds in each period in which the kubelet looks at it. */
function flood({ rotation }: Ground): { readonly command: readonly string[]; readonly count: number } {
  const everyMs = 10;
  const perTick = Math.ceil((rotation.bytes * 1.2 * everyMs) / rotation.everyMs / LINE_BYTES);
  const count = perTick * Math.ceil((PERIODS * rotation.everyMs) / everyMs);
  const program = `
    let line = 0;
    const text = () => String(line++).padStart(9, "0").padEnd(${LINE_BYTES - 1}, "x") + "\\n";
    const timer = setInterval(() => {
      let piece = "";
      for (let made = 0; made < ${perTick} && line < ${count}; made += 1) piece += text();
      process.stdout.write(piece);
      if (line >= ${count}) clearInterval(timer);
    }, ${everyMs});`;
  return { command: node(program), count };
}

interface Told {
  readonly lines: number;
  /** Where it first goes wrong: a line that is not whole, comes twice, or before its time, with its neighbours. */
  readonly wrong: readonly string[];
}

function toldBy(handle: Followed): Told {
  const told = handle
    .output()
    .split("\n")
    .filter((line) => line !== "");
  const numbers = told.map((line) => Number(/^(\d{9})x{90}$/.exec(line)?.[1]));
  const place = numbers.findIndex((number, index) => !(number > (numbers[index - 1] ?? -1)));
  return { lines: told.length, wrong: place === -1 ? [] : told.slice(Math.max(0, place - 2), place + 3) };
}

/** The first line of the log as it is now, which is what a rotation has left. */
async function firstLineNow({ somebody }: Ground): Promise<string> {
  const [pod] = valueOf(await listPods(somebody, {}, "agent", forever));
  const pieces: Uint8Array[] = [];
  const ask = { pod: pod?.name ?? "", container: "agent", follow: false, timestamps: false } as const;
  const sink = {
    opened: () => {},
    take: (chunk: Uint8Array) => void pieces.push(chunk),
    closed: () => ({ inBand: null }),
  };
  await readPodLog(somebody, { ...ask, sinceTime: null, idleMs: 20_000 }, sink, forever);
  return Buffer.concat(pieces).toString().split("\n")[0] ?? "";
}

/** Logs that were made difficult. */
export const logged: readonly Story[] = [
  {
    says: "A log that is rotated while it is written comes in order and without duplicates, or its gap is declared.",
    needs: ["rotation"],
    disturbs: true,
    play: async (ground) => {
      const { command, count } = flood(ground);
      const handle = follow(ground, { command }, { keepJob: true });
      const { ending, evidence } = await handle.outcome;
      expect(ending).toEqual({ kind: "ended", confirmed: true });
      expect(await firstLineNow(ground)).not.toMatch(/^0{9}x/);
      const { lines: told, wrong } = toldBy(handle);
      expect(told).toBeGreaterThan(count / PERIODS / 2);
      const completeness = evidence.run.log?.completeness;
      expect(["unproven", "gap", "tail_lost"]).toContain(completeness);
      // A kubelet may send a file twice when it is rotated under its reader; then it is seen to go back.
      expect(completeness === "gap" ? [] : wrong).toEqual([]);
    },
  },
  {
    says: "A wrapped log that is rotated is complete, or its gap is declared.",
    needs: ["rotation"],
    disturbs: true,
    play: async (ground) => {
      const { command, count } = flood(ground);
      const handle = followWrapped(ground, command, {}, {}, { keepJob: true });
      const { ending, evidence, forensics } = await handle.outcome;
      expect(ending).toEqual({ kind: "ended", confirmed: true });
      expect(await firstLineNow(ground)).not.toMatch(/ 0 out 0 /);
      const { lines: told, wrong } = toldBy(handle);
      expect(wrong).toEqual([]);
      const isWhole = told === count;
      expect(evidence.run.log?.completeness).toBe(isWhole ? "complete" : "gap");
      expect(forensics?.log?.frames?.gaps.stdout === 0).toBe(isWhole);
    },
  },
  {
    says: "A hundred lines a second come once and in order although the API server is gone for a while.",
    needs: ["restart"],
    disturbs: true,
    play: async (ground) => {
      const handle = follow(ground, { command: lines(800, 10) });
      await until(() => handle.output().length > 1000);
      await ground.restartApiServer();
      const { ending, evidence } = await handle.outcome;
      expect(ending).toEqual({ kind: "ended", confirmed: true });
      expect(handle.output()).toBe(linesBefore(800));
      expect(evidence.run.log?.completeness).toBe("unproven");
    },
  },
];
