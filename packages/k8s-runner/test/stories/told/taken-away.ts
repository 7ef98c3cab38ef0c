import { classify, lastKnown } from "@runverdict/classifier";
import { expect } from "vitest";
import { deleteJob, getJob } from "../../../src/cluster/objects/jobs.ts";
import { deletePod, listPods } from "../../../src/cluster/objects/pods.ts";
import type { RunOutcome } from "../../../src/run/run-outcome.ts";
import { valueOf } from "../../cluster/support/answers.ts";
import { forever } from "../../cluster/support/with-cluster.ts";
import { follow, lines, linesBefore, working } from "../follow.ts";
import type { Ground } from "../ground.ts";
import type { Story } from "../story.ts";
import { until } from "../until.ts";

/** Somebody deletes the Job of an agent at work. */
async function deletedJob(ground: Ground, policy: "Background" | "Foreground"): Promise<void> {
  const handle = follow(ground, { command: working });
  await until(() => handle.output() === "at work\n");
  const { uid } = valueOf(await getJob(ground.somebody, handle.jobName, forever));
  valueOf(await deleteJob(ground.somebody, handle.jobName, { uid, propagationPolicy: policy }, forever));
  const outcome = await handle.outcome;
  expectForeignDeletion(outcome);
  // What it saved comes when the log was read to its end before the pod went, which nobody promises.
  expect("at work\nsession saved\n".startsWith(handle.output())).toBe(true);
}

function expectForeignDeletion({ ending, evidence }: RunOutcome): void {
  expect(["gone", "ended"]).toContain(ending.kind);
  expect(evidence.run.intents).toEqual([]);
  expect(classify(evidence).code).toBe("deleted_externally");
}

/** Runs whose objects somebody else deleted. */
export const takenAway: readonly Story[] = [
  {
    says: "A Job that somebody else deletes is told so, and no intent is ours.",
    play: (ground) => deletedJob(ground, "Background"),
  },
  {
    says: "So is one that waits for its pods to go first.",
    play: (ground) => deletedJob(ground, "Foreground"),
  },
  {
    says: "A pod whose Job was deleted from above it works to its end, and is deleted then.",
    play: async (ground) => {
      const handle = follow(ground, { command: lines(60, 50) });
      await until(() => handle.output() !== "");
      const { uid } = valueOf(await getJob(ground.somebody, handle.jobName, forever));
      const how = { uid, propagationPolicy: "Orphan" } as const;
      valueOf(await deleteJob(ground.somebody, handle.jobName, how, forever));
      const { ending, evidence } = await handle.outcome;
      expect(ending).toEqual({ kind: "ended", confirmed: true });
      expect(handle.output()).toBe(linesBefore(60));
      expect(lastKnown(evidence.pod)?.agent?.state).toMatchObject({ exitCode: 0 });
      await until(async () => valueOf(await listPods(ground.somebody, {}, "agent", forever)).length === 0);
    },
  },
  {
    says: "A pod that somebody else deletes is told so, not as an end of the agent's own.",
    play: async (ground) => {
      const handle = follow(ground, { command: working });
      await until(() => handle.output() === "at work\n");
      const [pod] = valueOf(await listPods(ground.somebody, {}, "agent", forever));
      const how = { uid: pod?.uid ?? "", graceSeconds: 5 };
      valueOf(await deletePod(ground.somebody, pod?.name ?? "", how, forever));
      expectForeignDeletion(await handle.outcome);
    },
  },
];
