import { classify } from "@runverdict/classifier";
import { lastKnown } from "@runverdict/classifier";
import { expect, test } from "vitest";
import { FEATURES_1_20 } from "../../src/simulator/features.ts";
import type { Script } from "../../src/simulator/kubelet/script.ts";
import { aSpec } from "./support/a-spec.ts";
import { lines, onStage, written, type Stage, type FollowedRun } from "./support/stage.ts";

const working: Script = {
  steps: [{ kind: "write", afterMs: 20, text: "at work\n" }],
  onTerm: { kind: "exit", afterMs: 1500, code: 143, text: "session saved\n" },
};
const wish = { by: "ada", reason: "no longer wanted" };

/** What the caller has seen when it cancels. */
const moments: readonly (readonly [string, (stage: Stage, handle: FollowedRun) => boolean])[] = [
  ["is being created", (_, handle) => handle.state().phase === "creating"],
  ["waits for a node", ({ simulator }) => simulator.truth.runs()[0]?.pods.length === 1],
  ["starts", ({ simulator }) => typeof simulator.truth.runs()[0]?.pods[0]?.scheduledAt === "number"],
  ["has just started", ({ simulator }) => simulator.truth.runs()[0]?.pods[0]?.containers.length === 1],
  ["works", (_, handle) => handle.output() !== ""],
];

test.each(moments)(
  "A run that is cancelled when it %s ends, and the agent may flush.",
  async (_, isThere) => {
    await onStage({ script: working, delays: { scheduleMs: 40, startMs: 40 } }, async (stage) => {
      const { simulator, until, when, run } = stage;
      const handle = run();
      await when(() => isThere(stage, handle));
      handle.cancel(wish);
      const { ending, evidence } = await until(handle.outcome);
      expect(ending).toEqual({ kind: "cancelled", intent: "cancel", confirmed: true });
      expect(evidence.run.intents[0]).toMatchObject({ kind: "cancel", by: "ada" });
      const agent = simulator.truth.runs()[0]?.pods[0]?.containers[0];
      expect(agent === undefined || agent.ended !== null).toBe(true);
      if (handle.output() !== "") expect(handle.output()).toBe(written(simulator));
      await when(() => simulator.truth.runs().every(({ goneAt }) => goneAt !== null));
    });
  },
);

test("What a cancelled agent writes while it is asked to stop is handed over.", async () => {
  await onStage({ script: working }, async ({ until, when, run }) => {
    const handle = run();
    await when(() => handle.output() !== "");
    handle.cancel(wish);
    await until(handle.outcome);
    expect(handle.output()).toBe("at work\nsession saved\n");
  });
});

test("An old server that replaces a pod while it is being deleted starts no second agent.", async () => {
  await onStage({ script: working, features: FEATURES_1_20 }, async ({ simulator, until, when, run }) => {
    const handle = run();
    await when(() => handle.output() !== "");
    handle.cancel(wish);
    const { ending, evidence } = await until(handle.outcome);
    expect(ending).toEqual({ kind: "cancelled", intent: "cancel", confirmed: true });
    expect(lastKnown(evidence.pod)?.agent?.state).toMatchObject({ kind: "terminated", exitCode: 143 });
    expect(handle.output()).toBe("at work\nsession saved\n");
    expect(simulator.truth.runs()[0]?.pods.length).toBe(1);
  });
});

test("The intent stands on the Job before anything is stopped, with who and why.", async () => {
  await onStage({ script: working }, async ({ cluster, until, when, run }) => {
    const handle = run();
    await when(() => handle.output() !== "");
    handle.cancel(wish);
    await when(() => handle.state().phase === "stopping");
    const { forensics } = await until(handle.outcome);
    const intents = forensics?.jobs.map((job) => Object(job).metadata.annotations["runverdict.dev/intent"]);
    expect(intents?.findLast((intent) => intent !== undefined)).toMatch(
      /"by":"ada".*"reason":"no longer wanted"/,
    );
    expect(cluster.namespace).toBe("agents");
  });
});

test("An abort signal cancels, also one that was aborted before: then nothing is asked for.", async () => {
  await onStage({ script: working }, async ({ simulator, until, when, run }) => {
    const early = await until(run({ signal: AbortSignal.abort("shutting down") }).outcome);
    expect(early.ending).toEqual({ kind: "cancelled", intent: "cancel", confirmed: true });
    expect(simulator.truth.runs()).toEqual([]);
    expect(early.evidence.run.intents).toMatchObject([{ kind: "cancel", by: "caller" }]);
    expect(classify(early.evidence).code).toBe("cancelled");
    const caller = new AbortController();
    const handle = run({ signal: caller.signal });
    await when(() => handle.output() !== "");
    caller.abort(new Error("shutting down"));
    const { ending, evidence } = await until(handle.outcome);
    expect(ending).toEqual({ kind: "cancelled", intent: "cancel", confirmed: true });
    expect(evidence.run.intents[0]?.by).toBe("caller");
  });
});

test("A cancel that comes after the end changes nothing.", async () => {
  await onStage({ script: lines(2) }, async ({ until, when, run }) => {
    const handle = run();
    await when(() => handle.state().phase === "inspecting");
    handle.cancel(wish);
    const { ending } = await until(handle.outcome);
    expect(ending).toEqual({ kind: "ended", confirmed: true });
    handle.cancel(wish);
    handle.detach();
    expect((await handle.outcome).ending).toBe(ending);
  });
});

test("An agent that ignores SIGTERM is killed after its grace.", async () => {
  const script: Script = { ...working, onTerm: { kind: "ignore" } };
  await onStage({ script }, async ({ simulator, until, when, run }) => {
    const handle = run({ limits: { stopGraceMs: 3000 } });
    await when(() => handle.output() !== "");
    handle.cancel(wish);
    expect((await until(handle.outcome)).ending).toMatchObject({ kind: "cancelled", confirmed: true });
    expect(simulator.truth.runs()[0]?.pods[0]?.containers[0]?.ended?.how).toBe("killed");
  });
});

test("On a node that is lost a cancel is honestly unconfirmed.", async () => {
  await onStage({ script: working }, async ({ simulator, until, when, run }) => {
    const handle = run();
    await when(() => handle.output() !== "");
    simulator.happen({ kind: "node-loss", backAfterMs: null });
    handle.cancel(wish);
    expect((await until(handle.outcome)).ending).toEqual({
      kind: "cancelled",
      intent: "cancel",
      confirmed: false,
    });
  });
});

test("While the API server is away a cancel waits no longer than it must, and nothing is left open.", async () => {
  await onStage({ script: working }, async ({ simulator, until, when, run }) => {
    const handle = run();
    await when(() => handle.output() !== "");
    simulator.happen({ kind: "api-server-restart", downMs: 3_000_000, how: "sigkill" });
    handle.cancel({ ...wish, intent: "budget" });
    const { ending, cleanup } = await until(handle.outcome);
    expect(ending).toEqual({ kind: "cancelled", intent: "budget", confirmed: false });
    expect(cleanup).toBe("left");
  });
});

test("A suspended Job that waits in a queue is cancelled without a pod.", async () => {
  await onStage({ script: working, podQuota: 0 }, async ({ simulator, until, when, run }) => {
    const handle = run({ spec: aSpec() });
    await when(() => handle.state().phase === "scheduling");
    handle.cancel(wish);
    expect((await until(handle.outcome)).ending).toMatchObject({ kind: "cancelled" });
    expect(simulator.truth.runs()[0]?.pods).toEqual([]);
  });
});

test("Who cancels in haste does not wait for a log that stalls and a deletion that nobody answers, as others do.", async () => {
  const silent = ["get pods/log", "delete jobs"] as const;
  const wire = silent.flatMap((on) =>
    Array.from({ length: 20 }, (_, nth) => ({ on, nth: nth + 1, kind: "hang" as const })),
  );
  const cancelled = async (hasteMs: number | null): Promise<number> => {
    let tookMs = Number.NaN;
    await onStage(
      { script: working, faults: { wire, happenings: [] } },
      async ({ clock, until, when, run }) => {
        const handle = run({ limits: { stopGraceMs: 3000, hasteMs } });
        await when(() => handle.state().phase === "running");
        const beganAt = clock.now();
        handle.cancel(wish);
        const { ending } = await until(handle.outcome);
        expect(ending).toEqual({ kind: "cancelled", intent: "cancel", confirmed: true });
        tookMs = clock.now() - beganAt;
      },
    );
    return tookMs;
  };
  expect(await cancelled(2000)).toBeLessThan(15_000);
  expect(await cancelled(null)).toBeGreaterThan(60_000);
});
