import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { readFileSync, statSync, writeFileSync } from "node:fs";
import { mkdtemp, open, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "vitest";
import { listPods } from "../../../src/cluster/objects/pods.ts";
import { attach } from "../../../src/run/attach.ts";
import { createFileStore } from "../../../src/run/file-store.ts";
import { valueOf } from "../../cluster/support/answers.ts";
import { forever } from "../../cluster/support/with-cluster.ts";
import { lines, linesBefore } from "../follow.ts";
import type { Ground } from "../ground.ts";
import type { Story } from "../story.ts";
import { until } from "../until.ts";

/** A runner in a process of its own. */
interface Runner {
  readonly child: ChildProcess;
  readonly storePath: string;
  readonly outputPath: string;
}

async function inFolder(act: (folder: string) => Promise<void>): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), "runners-"));
  try {
    await act(folder);
  } finally {
    await rm(folder, { recursive: true });
  }
}

function startRunner(ground: Ground, folder: string, name: string, command: readonly string[]): Runner {
  const [storePath, outputPath, specPath] = ["store", "output", "spec"].map((file) =>
    join(folder, `${name}-${file}`),
  );
  if (storePath === undefined || outputPath === undefined || specPath === undefined) throw new Error(name);
  writeFileSync(specPath, JSON.stringify(ground.spec({ command })));
  const program = new URL("../../run/support/runner-process.ts", import.meta.url).pathname;
  const args = ["--conditions=@runverdict/source", program];
  const paths = [ground.kubeconfigPath, storePath, outputPath, specPath];
  const child = spawn(process.execPath, [...args, ...paths], { stdio: "inherit" });
  return { child, storePath, outputPath };
}

/** Whether it has handed something over, and stored how much. */
async function isUnderWay({ storePath, outputPath }: Runner): Promise<boolean> {
  const store = createFileStore(storePath);
  const [key] = await store.list();
  const record = key === undefined ? null : await store.load(key);
  const written = statSync(outputPath, { throwIfNoEntry: false })?.size ?? 0;
  return (record?.log?.cursor.bytes ?? 0) > 0 && written > 500;
}

/** Runs that more than one process had in its hands. */
export const takenUp: readonly Story[] = [
  {
    says: "When a runner's process is killed, another goes on with its run where the output stood.",
    play: (ground) =>
      inFolder(async (folder) => {
        const { child, ...killed } = startRunner(ground, folder, "killed", lines(200, 50));
        await until(() => isUnderWay({ child, ...killed }));
        child.kill("SIGKILL");
        await once(child, "exit");
        const output = await open(killed.outputPath, "r+");
        let begins = -1;
        const onOutput = async (bytes: Uint8Array, offset: number): Promise<void> => {
          if (begins === -1) begins = offset;
          await output.write(bytes, 0, bytes.length, offset);
        };
        const store = createFileStore(killed.storePath);
        const jobName = (await store.list())[0]?.split("/")[1] ?? "";
        const taken = await attach({ cluster: ground.cluster, jobName, store, onOutput }, forever);
        if (taken.kind !== "attached") throw new Error(taken.kind);
        const { ending, evidence } = await taken.run.outcome;
        await output.close();
        expect(ending).toEqual({ kind: "ended", confirmed: true });
        expect(evidence.run.create?.outcome).toBe("created");
        expect(begins).toBeGreaterThan(0);
        expect(readFileSync(killed.outputPath, "utf8")).toBe(linesBefore(200));
      }),
  },
  {
    says: "Two processes that run the same at the same time have one Job, and both have all of its output.",
    play: (ground) =>
      inFolder(async (folder) => {
        const runners = ["one", "two"].map((name) => startRunner(ground, folder, name, lines(80, 50)));
        const ends = runners.map(({ child }) => once(child, "exit"));
        const pods = new Set<string>();
        let isOver = false;
        const over = Promise.all(ends).finally(() => (isOver = true));
        await until(async () => {
          valueOf(await listPods(ground.somebody, {}, "agent", forever)).forEach(({ uid }) => pods.add(uid));
          return isOver;
        });
        expect((await over).map(([code]: unknown[]) => code)).toEqual([0, 0]);
        const outcomes = runners.map(({ outputPath }) =>
          JSON.parse(readFileSync(`${outputPath}.outcome`, "utf8")),
        );
        const confirmed = { kind: "ended", confirmed: true };
        expect(outcomes.map(({ ending }) => ending)).toEqual([confirmed, confirmed]);
        expect(outcomes.map(({ create }) => create.outcome)).toEqual(
          expect.arrayContaining(["adopted", "created"]),
        );
        const outputs = runners.map(({ outputPath }) => readFileSync(outputPath, "utf8"));
        expect(outputs).toEqual(Array(2).fill(linesBefore(80)));
        expect(pods.size).toBe(1);
      }),
  },
];
