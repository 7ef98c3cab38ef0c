import { classify, lastKnown } from "@runverdict/classifier";
import { expect } from "vitest";
import { listPods } from "../../../src/cluster/objects/pods.ts";
import { valueOf } from "../../cluster/support/answers.ts";
import { forever } from "../../cluster/support/with-cluster.ts";
import { follow, sh, working } from "../follow.ts";
import type { Ground } from "../ground.ts";
import type { Story } from "../story.ts";
import { until } from "../until.ts";

const wish = { by: "ada", reason: "no longer wanted" };

async function podNames({ somebody }: Ground): Promise<readonly string[]> {
  return valueOf(await listPods(somebody, {}, "agent", forever)).map(({ name }) => name);
}

/** Runs that were stopped by whoever wanted them. */
export const cancelled: readonly Story[] = [
  {
    says: "An agent that is cancelled saves what it has, and no other one begins in its place.",
    play: async (ground) => {
      const handle = follow(ground, { command: working });
      await until(() => handle.output() === "at work\n");
      const before = await podNames(ground);
      handle.cancel(wish);
      const seen = new Set<string>();
      let isOver = false;
      const outcome = handle.outcome.finally(() => (isOver = true));
      await until(async () => {
        (await podNames(ground)).forEach((name) => seen.add(name));
        return isOver;
      });
      const { ending, evidence } = await outcome;
      expect(ending).toEqual({ kind: "cancelled", intent: "cancel", confirmed: true });
      expect(handle.output()).toBe("at work\nsession saved\n");
      expect(lastKnown(evidence.pod)?.agent?.state).toMatchObject({ kind: "terminated", exitCode: 7 });
      expect(evidence.run.intents).toMatchObject([{ kind: "cancel", by: "ada" }]);
      expect([before.length, ...seen]).toEqual([1, ...before]);
      expect(classify(evidence).code).toBe("cancelled");
    },
  },
  {
    says: "An agent that does not hear is killed when its grace is over, and that is confirmed.",
    play: async (ground) => {
      const command = sh(`trap '' TERM; echo deaf; while :; do sleep 0.1; done`);
      const handle = follow(ground, { command, graceMs: 3000 }, { limits: { stopGraceMs: 3000 } });
      await until(() => handle.output() === "deaf\n");
      handle.cancel(wish);
      const { ending, evidence } = await handle.outcome;
      expect(ending).toEqual({ kind: "cancelled", intent: "cancel", confirmed: true });
      expect(lastKnown(evidence.pod)?.agent?.state).toMatchObject({ kind: "terminated", exitCode: 137 });
    },
  },
  {
    says: "An agent that works longer than it may is stopped, and the limit is named.",
    play: async (ground) => {
      const handle = follow(ground, { command: working }, { limits: { runMs: 3000 } });
      const { ending, evidence } = await handle.outcome;
      expect(ending).toEqual({ kind: "limit", limit: "run", confirmed: true });
      expect(handle.output()).toBe("at work\nsession saved\n");
      expect(classify(evidence).code).toBe("timed_out");
    },
  },
];
