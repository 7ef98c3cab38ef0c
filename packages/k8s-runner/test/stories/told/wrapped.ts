import { classify, lastKnown } from "@runverdict/classifier";
import { expect } from "vitest";
import type { RunOutcome } from "../../../src/run/run-outcome.ts";
import { readTerminationMessage } from "../../../src/wrapper/termination-message.ts";
import { lines, linesBefore, node, sh, working } from "../follow.ts";
import { followWrapped } from "../follow-wrapped.ts";
import type { Story } from "../story.ts";
import { until } from "../until.ts";

const confirmed = { kind: "ended", confirmed: true };

/** What the wrapper left in the pod's status. */
function lastMessage({ evidence }: RunOutcome) {
  const state = lastKnown(evidence.pod)?.agent?.state;
  return readTerminationMessage((state?.kind === "terminated" ? state.message : null) ?? "");
}

function framesOf({ forensics }: RunOutcome) {
  return forensics?.log?.frames ?? null;
}

const finalWord = { field: "type", final: ["result"], resumed: ["assistant"], lingerMs: 500 };

/** Agents in the in-pod wrapper. */
export const wrapped: readonly Story[] = [
  {
    says: "The wrapper proves that the log is complete, keeps stderr apart, and gives the prompt as standard input.",
    play: async (ground) => {
      const command = sh("cat; echo for people >&2; sleep 1; exit 5");
      const handle = followWrapped(ground, command, {}, { prompt: "Say hello.\n" });
      const outcome = await handle.outcome;
      expect(outcome.ending).toEqual(confirmed);
      expect(handle.output()).toBe("Say hello.\n");
      expect(outcome.evidence.run).toMatchObject({
        log: { completeness: "complete" },
        stderr: [{ line: 1, text: "for people" }],
      });
      expect(framesOf(outcome)?.end).toMatchObject({ exitCode: 5, stopped: null });
      expect(lastMessage(outcome)).toMatchObject({
        phase: "done",
        ending: { kind: "exited", code: 5 },
        stderrTail: "for people\n",
        problems: [],
      });
    },
  },
  {
    says: "Its heartbeats tell how much memory the container has.",
    needs: ["memory group"],
    play: async (ground) => {
      const outcome = await followWrapped(ground, sh("sleep 2")).outcome;
      const beat = framesOf(outcome)?.lastBeat;
      expect(beat).toMatchObject({ memoryLimitBytes: 256 * 1024 * 1024, oomKills: 0 });
      expect(beat?.memoryBytes).toBeGreaterThan(10_000_000);
      expect(beat?.memoryBytes).toBeLessThan(256 * 1024 * 1024);
    },
  },
  {
    says: "A wrapped agent that is cancelled saves what it has, and its own exit code is told.",
    play: async (ground) => {
      const handle = followWrapped(ground, working);
      await until(() => handle.output() === "at work\n");
      handle.cancel({ by: "ada", reason: "enough" });
      const outcome = await handle.outcome;
      expect(outcome.ending).toEqual({ kind: "cancelled", intent: "cancel", confirmed: true });
      expect(handle.output()).toBe("at work\nsession saved\n");
      expect(outcome.evidence.run.log?.completeness).toBe("complete");
      expect(lastMessage(outcome)).toMatchObject({ ending: { kind: "exited", code: 7 }, stopped: "signal" });
    },
  },
  {
    says: "A wrapped agent that hangs after its last word is stopped in its pod, whoever follows it.",
    play: async (ground) => {
      const command = sh(`echo '{"type":"result"}'; while :; do sleep 0.1; done`);
      const outcome = await followWrapped(ground, command, { finalWord }).outcome;
      expect(outcome.ending).toEqual(confirmed);
      expect(lastMessage(outcome)).toMatchObject({
        stopped: "linger",
        ending: { kind: "signalled", signal: "SIGTERM" },
        lastWord: '{"type":"result"}',
      });
    },
  },
  {
    says: "When the kernel takes the agent from the wrapper for want of memory, that is told.",
    play: async (ground) => {
      const handle = followWrapped(ground, node(ground.glutton));
      await until(() => handle.output() === "eating\n");
      ground.starve(handle.jobName, "child");
      const outcome = await handle.outcome;
      expect(outcome.ending).toEqual(confirmed);
      expect(lastKnown(outcome.evidence.pod)?.agent?.state).toMatchObject({
        kind: "terminated",
        reason: "OOMKilled",
        exitCode: 137,
      });
      expect(classify(outcome.evidence).code).toBe("oom_killed");
    },
  },
  {
    says: "A shell that finds no Node for the wrapper is heard.",
    play: async (ground) => {
      const env = [{ kind: "value", name: "PATH", value: "/nowhere" }] as const;
      const outcome = await followWrapped(ground, lines(1, 1), {}, { env }).outcome;
      expect(outcome.ending).toEqual(confirmed);
      expect(outcome.evidence.run.stderr.map(({ text }) => text).join("\n")).toMatch(/node.*not found/);
      expect(lastKnown(outcome.evidence.pod)?.agent?.state).toMatchObject({ exitCode: 127 });
    },
  },
  {
    says: "A wrapped log is complete after the API server was gone.",
    needs: ["restart"],
    disturbs: true,
    play: async (ground) => {
      const handle = followWrapped(ground, lines(400, 20));
      await until(() => handle.output().length > 500);
      await ground.restartApiServer();
      const outcome = await handle.outcome;
      expect(handle.output()).toBe(linesBefore(400));
      expect(outcome.evidence.run.log?.completeness).toBe("complete");
    },
  },
];
