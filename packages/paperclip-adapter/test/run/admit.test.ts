import { plainRun, runJob, type RunSpec } from "@runverdict/k8s-runner";
import type { Script } from "@runverdict/k8s-runner/simulator";
import { expect, test } from "vitest";
import { LABELS } from "../../src/host/labels.ts";
import { admit, type Admission } from "../../src/run/admit.ts";
import type { Applicant } from "../../src/run/concurrency.ts";
import { answer } from "../support/agent-lines.ts";
import { onStage, type Stage } from "../support/stage.ts";

const lock = "agent-7/issue-42";
const spec: RunSpec = {
  ...plainRun,
  runId: "run-1",
  lock,
  namespace: "agents",
  agent: "reviewer",
  image: "agent:1",
  command: ["agent"],
  labels: {
    [LABELS.adapterType]: "claude_k8s",
    [LABELS.agentId]: "agent-7",
    [LABELS.taskId]: "issue-42",
  },
};

const quick: Script = {
  steps: [
    ...answer.map((text) => ({ kind: "write" as const, afterMs: 10, text })),
    { kind: "exit", afterMs: 10, code: 0 },
  ],
};
const endless: Script = { steps: [{ kind: "write", afterMs: 5, text: "at work\n" }] };

/** A run that a host began and then left, as one that was killed. */
async function leftBehind({ cluster, when, until }: Stage, differs: Partial<RunSpec> = {}): Promise<string> {
  const run = runJob({ cluster, spec: { ...spec, ...differs }, onOutput: () => {} });
  await when(() => run.state().phase === "running");
  run.detach();
  await until(run.outcome);
  return run.jobName;
}

function apply(
  { cluster }: Stage,
  jobName: string,
  followerElsewhere: Admission["followerElsewhere"] = () => Promise.resolve(null),
) {
  const waits: string[] = [];
  const signal = new AbortController();
  const applicant: Applicant = {
    runId: "run-2",
    task: "issue-42",
    session: null,
    jobName,
    concurrency: "session",
    reattach: true,
  };
  const onWait = (sentence: string): void => void waits.push(sentence);
  const admission = {
    cluster,
    namespace: "agents",
    applicant,
    agentLabel: "agent-7",
    isFollowed: () => false,
    followerElsewhere,
    signal: signal.signal,
    onWait,
  };
  return { admitted: admit(admission), waits, cancel: () => signal.abort() };
}

test("A run begins where nothing is in its way.", async () => {
  await onStage({ script: () => quick }, async (stage) => {
    expect(await stage.until(apply(stage, "agent-7").admitted)).toEqual({ kind: "begin" });
  });
});

test("A run that a host left alive is taken up by the next one of its session.", async () => {
  await onStage({ script: () => endless }, async (stage) => {
    const jobName = await leftBehind(stage);
    expect(await stage.until(apply(stage, jobName).admitted)).toMatchObject({
      kind: "take-up",
      job: { name: jobName, runId: "run-1" },
    });
  });
});

test("One that another process of Paperclip's sees through is not taken up, and its run is asked for by its id.", async () => {
  await onStage({ script: () => endless }, async (stage) => {
    const jobName = await leftBehind(stage);
    const asked: string[] = [];
    const { admitted } = apply(stage, jobName, (runId) => {
      asked.push(runId);
      return Promise.resolve({ kind: "another-process", heldUntil: null });
    });
    expect(await stage.until(admitted)).toMatchObject({ kind: "blocked", reason: "concurrent_run_blocked" });
    expect(asked).toEqual(["run-1"]);
  });
});

test("One that ended under another process is not cleaned up under its hands, but when nobody has it any more.", async () => {
  await onStage({ script: () => quick }, async (stage) => {
    const jobName = await leftBehind(stage);
    await stage.until(stage.cluster.clock.sleep(5000, new AbortController().signal));
    let looks = 0;
    const { admitted, waits } = apply(stage, jobName, () => {
      looks += 1;
      return Promise.resolve(looks > 3 ? null : { kind: "another-process", heldUntil: null });
    });
    expect(await stage.until(admitted)).toEqual({ kind: "begin" });
    expect(waits.slice(0, 3)).toEqual(Array.from({ length: 3 }, () => `Job ${jobName} to be gone`));
    expect(waits.at(-1)).toMatch(/run run-1, which nobody had followed to its end: Succeeded/i);
  });
});

test("One that ended meanwhile is judged and cleaned up, and the name is free.", async () => {
  await onStage({ script: () => quick }, async (stage) => {
    const jobName = await leftBehind(stage);
    await stage.until(stage.cluster.clock.sleep(5000, new AbortController().signal));
    const { admitted, waits } = apply(stage, jobName);
    expect(await stage.until(admitted)).toEqual({ kind: "begin" });
    expect(waits.join("\n")).toMatch(/run run-1, which nobody had followed to its end: Succeeded/i);
    expect(stage.simulator.truth.runs()[0]?.goneAt).not.toBeNull();
  });
});

test("A Job that is going is waited for, and its name is told.", async () => {
  await onStage(
    { script: () => ({ ...endless, onTerm: { kind: "exit", afterMs: 4000, code: 0 } }) },
    async (stage) => {
      const jobName = await leftBehind(stage);
      stage.simulator.happen({ kind: "delete-job", job: jobName, policy: "Foreground" });
      const { admitted, waits } = apply(stage, jobName);
      expect(await stage.until(admitted)).toEqual({ kind: "begin" });
      expect(waits).toContain(`Job ${jobName} to be gone`);
    },
  );
});

test("Who is cancelled while waiting does not begin.", async () => {
  await onStage({ script: () => ({ ...endless, onTerm: { kind: "ignore" } }) }, async (stage) => {
    const jobName = await leftBehind(stage);
    stage.simulator.happen({ kind: "delete-job", job: jobName, policy: "Foreground" });
    const { admitted, waits, cancel } = apply(stage, jobName);
    await stage.when(() => waits.length > 0);
    cancel();
    expect(await stage.until(admitted)).toEqual({ kind: "cancelled" });
  });
});

test("When the Jobs can't be listed nothing begins, in the original's words and with the cure.", async () => {
  const permissions = [{ verb: "create", group: "batch", resource: "jobs" }];
  await onStage({ access: { permissions } }, async (stage) => {
    expect(await stage.until(apply(stage, "agent-7").admitted)).toMatchObject({
      kind: "blocked",
      reason: "guard_unreachable",
      message: expect.stringMatching(/^Concurrency guard unreachable: .*list.*jobs/),
    });
  });
});

test("A server that is busy for a moment is asked again.", async () => {
  const busy = [1, 2].map((nth) => ({
    on: "list jobs" as const,
    nth,
    kind: "error" as const,
    code: 503 as const,
  }));
  await onStage({ faults: { wire: busy, happenings: [] } }, async (stage) => {
    expect(await stage.until(apply(stage, "agent-7").admitted)).toEqual({ kind: "begin" });
  });
});
