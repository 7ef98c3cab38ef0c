import { classify, lastKnown } from "@runverdict/classifier";
import { expect, test } from "vitest";
import { member } from "../../src/member.ts";
import type { RunOutcome } from "../../src/run/run-outcome.ts";
import type { Happening } from "../../src/simulator/faults/fault-plan.ts";
import { lines, onStage, written, type FollowedRun, type Stage } from "./support/stage.ts";

const job = "agent-run-7f3a-7e954fe60fcc7453-a1";

/** What becomes of a run of four seconds to which something happens in its midst. */
async function befalls(
  what: Happening,
  check: (outcome: RunOutcome, stage: Stage, handle: FollowedRun) => void,
): Promise<void> {
  await onStage({ script: lines(400) }, async (stage) => {
    const handle = stage.run();
    expect(handle.jobName).toBe(job);
    await stage.when(() => handle.output().length > 1000);
    stage.simulator.happen(what);
    const outcome = await stage.until(handle.outcome);
    check(outcome, stage, handle);
    await stage.when(() => stage.simulator.truth.runs().every(({ goneAt }) => goneAt !== null));
  });
}

test.each(["Background", "Foreground"] as const)(
  "A Job that somebody else deletes (%s) is told so, with what was seen.",
  async (policy) => {
    await befalls({ kind: "delete-job", policy, job }, (outcome, { simulator }, handle) => {
      expect(["gone", "ended"]).toContain(outcome.ending.kind);
      const { job: found, run } = outcome.evidence;
      expect(found.kind === "absent" || lastKnown(found)?.deletionRequestedAt !== null).toBe(true);
      expect(run.intents).toEqual([]);
      expect(written(simulator).startsWith(handle.output())).toBe(true);
      expect(classify(outcome.evidence).code).toBe("deleted_externally");
    });
  },
);

test("A pod whose Job was deleted from above it works to its end, and is deleted then.", async () => {
  await befalls(
    { kind: "delete-job", policy: "Orphan", job },
    ({ ending, evidence }, { simulator }, handle) => {
      expect(ending).toEqual({ kind: "ended", confirmed: true });
      expect(evidence.pod).toMatchObject({ kind: "found", value: { agent: { state: { exitCode: 0 } } } });
      expect(handle.output()).toBe(written(simulator));
      expect(simulator.counters.requests()["delete pods"]).toBe(1);
      expect(lastKnown(evidence.job)?.deletionRequestedAt).toEqual(expect.any(Number));
      expect(classify(evidence).code).toBe("unknown");
    },
  );
});

test("The Secret of a Job that was deleted from above its pod goes with the pod, for nobody owns it any more.", async () => {
  await onStage({ script: lines(400) }, async (stage) => {
    const { simulator, until, when, run } = stage;
    const handle = run();
    await when(() => handle.output().length > 1000);
    const before = await secretsOf(stage);
    simulator.happen({ kind: "delete-job", policy: "Orphan", job });
    const { cleanup } = await until(handle.outcome);
    expect([before.length, await secretsOf(stage), cleanup]).toEqual([1, [], "deleted"]);
    expect(simulator.counters.requests()["delete secrets"]).toBe(1);
  });
});

test("A Secret that is made while somebody deletes its Job is the cluster's to take away.", async () => {
  const wire = [{ on: "create secrets", nth: 1, kind: "delay", ms: 2000 }] as const;
  const delays = { collectMs: 20_000 };
  await onStage({ delays, faults: { wire, happenings: [] } }, async (stage) => {
    const { simulator, clock, until, when, run } = stage;
    const handle = run();
    await when(() => simulator.counters.requests()["create secrets"] === 1);
    simulator.happen({ kind: "delete-job", policy: "Background", job });
    await until(handle.outcome);
    expect((await secretsOf(stage)).length).toBeGreaterThan(0);
    await clock.advance(60_000);
    expect(await secretsOf(stage)).toEqual([]);
    expect(simulator.counters.requests()["delete secrets"]).toBeUndefined();
  });
});

async function secretsOf({ cluster, until }: Stage): Promise<readonly unknown[]> {
  const path = "/api/v1/namespaces/agents/secrets";
  const answer = await until(cluster.request({ method: "GET", path }, new AbortController().signal));
  const items = answer.kind === "answered" ? member(answer.value, "items") : null;
  if (!Array.isArray(items)) throw new Error("The Secrets could not be listed.");
  return items;
}

test("A pod that somebody else deletes is told so, not as an end of the agent's own.", async () => {
  await befalls({ kind: "delete-pod", graceSeconds: 1, job }, ({ ending, evidence }) => {
    expect(["gone", "ended"]).toContain(ending.kind);
    expect(classify(evidence).outcome).not.toBe("succeeded");
    expect(evidence.run.intents).toEqual([]);
  });
});

test.each(["node-pressure", "api", "own-limit"] as const)(
  "An eviction (%s) is in the evidence.",
  async (why) => {
    await befalls({ kind: "evict", why, job }, ({ evidence }) => {
      expect(JSON.stringify([evidence.pod, evidence.job, evidence.events])).toMatch(/Evict|evict/);
      expect(classify(evidence).outcome).not.toBe("succeeded");
    });
  },
);

test("A preemption is in the evidence.", async () => {
  await befalls({ kind: "preempt", job }, ({ evidence }) => {
    expect(JSON.stringify([evidence.pod, evidence.job, evidence.events])).toMatch(/Preempt/);
  });
});

test("An agent that is killed for memory is told so.", async () => {
  await befalls({ kind: "oom", job }, ({ ending, evidence }) => {
    expect(ending).toEqual({ kind: "ended", confirmed: true });
    expect(evidence.pod).toMatchObject({
      value: { agent: { state: { reason: "OOMKilled", exitCode: 137 } } },
    });
  });
});

test("A Job that its TTL took is no reason to call the run deleted, if its end was seen.", async () => {
  await onStage({ script: lines(4) }, async ({ simulator, until, when, run }) => {
    const handle = run();
    await when(() => handle.state().phase === "inspecting");
    simulator.happen({ kind: "expire-job", job });
    const { ending, evidence } = await until(handle.outcome);
    expect(ending).toEqual({ kind: "ended", confirmed: true });
    expect(evidence.run.intents.some(({ kind }) => kind === "cancel")).toBe(false);
  });
});

test("A status that comes late is waited for.", async () => {
  await onStage({ script: lines(4, 3) }, async ({ simulator, until, when, run }) => {
    const handle = run();
    await when(() => handle.output() !== "");
    simulator.happen({ kind: "late-status", byMs: 20_000, job });
    const { evidence } = await until(handle.outcome);
    expect(evidence.pod).toMatchObject({ value: { agent: { state: { exitCode: 3 } } } });
  });
});
