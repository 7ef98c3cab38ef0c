import type { Script } from "@runverdict/k8s-runner/simulator";
import { describe, expect, test } from "vitest";
import { createRunLog } from "../host-double/run-log.ts";
import { keepCompany } from "../../src/run/keep-company.ts";
import { readLogLine } from "../../src/ui-parser/log-line.ts";
import { answer } from "../support/agent-lines.ts";
import { answers, says } from "../support/claude-lines.ts";
import { happy, onCluster, writing } from "../support/on-cluster.ts";

const HOUR_MS = 3_600_000;

/** The agent that answers, after it has written these lines. */
const after = (...lines: readonly string[]): Script => ({ steps: [...writing(lines), ...happy.steps] });

const formats = ["readable", "stream-json"] as const;

describe("§0.3, what the host can't store", () => {
  test.each(formats)("No NUL that an agent writes ends its run (%s).", async (logFormat) => {
    const stray = after("a\0b\n", says("c\0d"), answers("t", "e\0f"));
    await onCluster({ scripts: [stray] }, async ({ begin }) => {
      const run = begin({ context: { config: { logFormat } } });
      expect((await run.ended).row.status).toBe("succeeded");
      expect(run.log.isBroken()).toBe(false);
      expect(run.log.text()).toContain("ab\n");
    });
  });
});

describe("§2, onLog", () => {
  test.each(formats)(
    "The host is given one chunk after the other, however slow it is (%s).",
    async (logFormat) => {
      const talkative = after(...Array.from({ length: 50 }, (_, count) => says(`Number ${count}.`)));
      await onCluster({ scripts: [talkative] }, async ({ begin }) => {
        const log = createRunLog(() => new Promise((resolve) => void setTimeout(resolve, 20)));
        const run = begin({ log, context: { config: { logFormat } } });
        await run.ended;
        expect(log.overlaps()).toBe(0);
        const numbers = [...log.text().matchAll(/Number (\d+)\./g)].map(([, count]) => Number(count));
        expect(numbers).toEqual(Array.from({ length: 50 }, (_, count) => count));
      });
    },
  );

  test("Nothing loses its middle: an agent's line that is longer than a chunk arrives whole, and parses.", async () => {
    const long = answers("t", "x".repeat(200_000));
    await onCluster({ scripts: [after(long)] }, async ({ begin }) => {
      const run = begin({ context: { config: { logFormat: "stream-json" } } });
      await run.ended;
      expect(run.log.cuts()).toBe(0);
      expect(run.log.chunks.length).toBeGreaterThan(3);
      expect(run.log.text()).toContain(long);
      expect(run.log.text()).toContain(answer.join(""));
    });
  });

  test("Lines travel together, for each chunk costs the host a write.", async () => {
    const lines = Array.from({ length: 5000 }, (_, count) => `line ${count}\n`);
    const script: Script = { steps: [...writing([lines.join("")]), ...happy.steps] };
    await onCluster({ scripts: [script] }, async ({ begin }) => {
      const run = begin();
      await run.ended;
      expect(run.log.text()).toMatch(/line 0\n[\s\S]*line 4999\n/);
      expect(run.log.chunks.length).toBeLessThan(100);
    });
  });

  test("A host that does not take the log, or changes it, changes nothing about how the run ended.", async () => {
    await onCluster({}, async ({ begin }) => {
      const refusing = createRunLog(() => Promise.reject(new Error("disk full")));
      const corrupting = createRunLog(async (_, chunk) => chunk.replaceAll('"', ""));
      for (const log of [refusing, corrupting]) {
        const { row, result } = await begin({ log, context: { config: { logFormat: "stream-json" } } }).ended;
        expect(row).toMatchObject({ status: "succeeded", resultJson: { summary: "All tests pass." } });
        expect(result?.usage).toEqual({ inputTokens: 12, outputTokens: 5 });
      }
      expect(corrupting.text()).toContain("{type:result");
    });
  });
});

describe("§2, silence", () => {
  test("Eight hours in which an agent says nothing are never an hour without a word in the log.", async () => {
    let now = 0;
    const notedAt: number[] = [0];
    const log = { note: () => void notedAt.push(now), openCall: () => null };
    const eightHours = new Promise<void>((resolve) => {
      const sleep = async (ms: number): Promise<void> => {
        now += ms;
        if (now < 8 * HOUR_MS) return;
        company.leave();
        resolve();
      };
      const company = keepCompany(log, { now: () => now, sleep });
      const running = {
        phase: "running",
        waitingFor: null,
        job: "ac-1",
        pod: "ac-1-x",
        node: "node-1",
      } as const;
      company.follow({ state: () => running });
    });
    await eightHours;
    const silences = [...notedAt.slice(1), now].map((at, place) => at - (notedAt[place] ?? 0));
    expect(Math.max(...silences)).toBeLessThan(HOUR_MS / 2);
    // And it does not fill the log either.
    expect(notedAt.length).toBeLessThan(100);
  });
});

describe("§0.6, an interface that shows plain lines", () => {
  test("Every line of the log reads as what somebody does, unparsed.", async () => {
    await onCluster({}, async ({ begin }) => {
      const run = begin();
      await run.ended;
      const lines = run.log.text().split("\n");
      expect(lines).toEqual(
        expect.arrayContaining([
          "agent     │ All tests pass.",
          "result    │ success · 12 tokens in, 5 out, 0 cached · $0.0100 · 1 turn, 900 ms",
        ]),
      );
      expect(lines.filter((line) => line !== "" && readLogLine(line) === null)).toEqual([]);
    });
  });

  test("Who asks for the agent's own lines gets them as they are, beside ours.", async () => {
    await onCluster({}, async ({ begin }) => {
      const run = begin({ context: { config: { logFormat: "stream-json" } } });
      await run.ended;
      expect(run.log.text()).toContain(answer.join(""));
    });
  });
});

describe("§0.9, a host that does not censor", () => {
  test("What the form keeps secret stands nowhere in log, result or what is shown of the start.", async () => {
    const secret = "hunter-2-hunter-2";
    await onCluster({ scripts: [after(says(`The key is ${secret}.`))] }, async ({ begin }) => {
      const run = begin({
        context: { authToken: "run-token-0123456789", config: { env: { API_KEY: secret } } },
      });
      const end = await run.ended;
      expect(run.log.text()).toContain("The key is [redacted].");
      const told = JSON.stringify([run.log.text(), run.metas, run.events, end]);
      for (const hidden of [secret, "run-token-0123456789"]) expect(told).not.toContain(hidden);
    });
  });
});
