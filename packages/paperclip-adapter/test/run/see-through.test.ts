import { runJob } from "@runverdict/k8s-runner";
import type { Script, WireFault } from "@runverdict/k8s-runner/simulator";
import { expect, test } from "vitest";
import { seeThrough, type Following } from "../../src/run/see-through.ts";
import { createTranscript } from "../../src/run/transcript.ts";
import { answer } from "../support/agent-lines.ts";
import { onStage, type Stage } from "../support/stage.ts";
import { aSpec } from "../support/a-spec.ts";

function follow({ cluster }: Stage, signal: AbortSignal = new AbortController().signal) {
  const transcript = createTranscript();
  const [followed, troubles, shown]: [string[], string[], string[]] = [[], [], []];
  const following: Following = {
    cluster,
    namespace: "agents",
    limits: {},
    transcript,
    options: {
      signal,
      agent: { look: (bytes) => (Buffer.from(bytes).includes('"result"') ? "final-word" : "output") },
      onOutput: (bytes, offset) => void shown.push(Buffer.from(transcript.take(bytes, offset)).toString()),
    },
    onFollow: ({ jobName }) => void followed.push(jobName),
    onTrouble: (sentence) => void troubles.push(sentence),
  };
  const begun = runJob({ cluster, spec: aSpec, ...following.options });
  return { end: seeThrough(begun, following), followed, troubles, shown };
}

/** The API server answers so, as often as it is asked for this. */
const refusals = (...kinds: readonly WireFault["on"][]): readonly WireFault[] =>
  kinds.flatMap((on) =>
    Array.from({ length: 500 }, (_, place) => ({
      on,
      nth: place + 1,
      kind: "error" as const,
      code: 503 as const,
    })),
  );

/** It gives its result, and then neither ends nor lets itself be ended. */
const stubborn: Script = {
  steps: answer.map((text) => ({ kind: "write", afterMs: 20, text })),
  onTerm: { kind: "ignore" },
};

test("An agent that can't be stopped after its result is followed until its end is seen, and its output is told once.", async () => {
  await onStage({ script: () => stubborn }, async (stage) => {
    const { simulator, when, until } = stage;
    simulator.faults.onWire(refusals("delete pods", "delete jobs"));
    const { end, followed, shown } = follow(stage);
    await when(() => followed.length === 3);
    simulator.faults.clearWire();
    const { verdict } = await until(end);
    expect(verdict.outcome).toBe("succeeded");
    expect(shown.join("")).toBe(answer.join(""));
    expect(simulator.truth.runs().map(({ pods }) => pods.length)).toEqual([1]);
  });
});

test("Who cancels what nobody can reach is told so, and what nobody could see.", async () => {
  await onStage({ script: () => stubborn }, async (stage) => {
    const { simulator, when, until } = stage;
    simulator.faults.onWire(refusals("delete pods", "delete jobs"));
    const host = new AbortController();
    const { end, followed, troubles } = follow(stage, host.signal);
    await when(() => followed.length === 2);
    simulator.faults.onWire(refusals("get jobs"));
    await when(() => troubles.length > 0);
    host.abort();
    const { verdict } = await until(end);
    expect(verdict).toMatchObject({ outcome: "cancelled" });
    expect(verdict.flags).toContain("cancel_unconfirmed");
    expect(troubles[0]).toMatch(/503/);
  });
});
