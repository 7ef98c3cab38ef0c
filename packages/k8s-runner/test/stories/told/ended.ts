import { classify, lastKnown } from "@runverdict/classifier";
import { expect } from "vitest";
import { getJob } from "../../../src/cluster/objects/jobs.ts";
import { plainCompanion, type Sidecar } from "../../../src/job/run-spec.ts";
import type { RunOutcome } from "../../../src/run/run-outcome.ts";
import { forever } from "../../cluster/support/with-cluster.ts";
import { follow, lines, linesBefore, node, sh, type Followed } from "../follow.ts";
import type { Ground } from "../ground.ts";
import type { Story } from "../story.ts";
import { until } from "../until.ts";

const confirmed = { kind: "ended", confirmed: true };

/** Waits for the agent's last word, lets it run out of memory, and gives what became of it. */
async function starved(ground: Ground, handle: Followed): Promise<RunOutcome> {
  await until(() => handle.output() === "eating\n");
  ground.starve(handle.jobName, "container");
  return handle.outcome;
}

async function isGone({ somebody }: Ground, job: string): Promise<boolean> {
  const answer = await getJob(somebody, job, forever);
  return answer.kind === "refused" && answer.refusal.kind === "not-found";
}

const killedForMemory = { kind: "terminated", reason: "OOMKilled", exitCode: 137 };

/** It outlives the agent. */
function companion(kind: "native" | "regular", { spec }: Ground): Sidecar {
  const { image } = spec({});
  const plain = { ...plainCompanion, name: "proxy", image, command: sh("sleep 600") };
  return kind === "native" ? { ...plain, kind, startupProbe: null } : { ...plain, kind };
}

/** Agents that ended by themselves, or by a limit of the cluster's. */
export const ended: readonly Story[] = [
  {
    says: "An agent that ends well is told so, with every line that it wrote, and nothing of it is left.",
    play: async (ground) => {
      const handle = follow(ground, { command: lines(100, 10) });
      const { ending, evidence, cleanup, problems } = await handle.outcome;
      expect([ending, cleanup, problems]).toEqual([confirmed, "deleted", []]);
      expect(handle.output()).toBe(linesBefore(100));
      expect(evidence).toMatchObject({
        pod: { kind: "found", value: { agent: { state: { kind: "terminated", exitCode: 0 } } } },
        run: { create: { outcome: "created" }, log: { completeness: "unproven" } },
      });
      await until(() => isGone(ground, handle.jobName));
    },
  },
  {
    says: "An agent that fails is told so, with its exit code and its last words.",
    play: async (ground) => {
      const handle = follow(ground, { command: sh("echo out of ideas >&2; exit 3") });
      const { ending, evidence } = await handle.outcome;
      expect(ending).toEqual(confirmed);
      expect(handle.output()).toBe("out of ideas\n");
      expect(evidence.pod).toMatchObject({
        value: { agent: { state: { exitCode: 3, message: "out of ideas" } } },
      });
      expect(classify(evidence).code).toBe("exited");
    },
  },
  {
    says: "An agent that is killed for memory is told so.",
    play: async (ground) => {
      const { ending, evidence } = await starved(ground, follow(ground, { command: node(ground.glutton) }));
      expect(ending).toEqual(confirmed);
      expect(lastKnown(evidence.pod)?.agent?.state).toMatchObject(killedForMemory);
      expect(classify(evidence).code).toBe("oom_killed");
    },
  },
  {
    says: "An agent that is killed for memory beside a sidecar that lives on is told so, and both are taken down.",
    play: async (ground) => {
      const sidecars = [companion("regular", ground)];
      const handle = follow(ground, { command: node(ground.glutton), sidecars });
      const { ending, evidence, cleanup } = await starved(ground, handle);
      expect([ending, cleanup]).toEqual([confirmed, "deleted"]);
      expect(lastKnown(evidence.pod)).toMatchObject({
        phase: "Running",
        agent: { state: killedForMemory },
      });
      expect(classify(evidence).code).toBe("oom_killed");
      await until(() => isGone(ground, handle.jobName));
    },
  },
  {
    says: "An agent beside a native sidecar ends like any other.",
    needs: ["native sidecars"],
    play: async (ground) => {
      const sidecars = [companion("native", ground)];
      const handle = follow(ground, { command: sh("echo done; exit 4"), sidecars });
      const { ending, evidence } = await handle.outcome;
      expect([ending, handle.output()]).toEqual([confirmed, "done\n"]);
      expect(lastKnown(evidence.pod)?.agent?.state).toMatchObject({ exitCode: 4 });
    },
  },
  {
    says: "A pod that passes its own deadline is told so, and what its agent wrote is there.",
    play: async (ground) => {
      const deadline = { podMs: 4000, backstopMs: 600_000 };
      const command = sh(`trap 'echo flushed; exit 0' TERM; echo "at work"; while :; do sleep 0.1; done`);
      const handle = follow(ground, { command, deadline });
      const { ending, evidence } = await handle.outcome;
      expect(ending).toEqual(confirmed);
      expect(handle.output()).toBe("at work\nflushed\n");
      expect(lastKnown(evidence.pod)?.reason).toBe("DeadlineExceeded");
      expect(classify(evidence).code).toBe("timed_out");
    },
  },
];
