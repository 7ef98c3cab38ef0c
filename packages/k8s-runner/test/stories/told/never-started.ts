import { classify, lastKnown } from "@runverdict/classifier";
import { expect } from "vitest";
import { follow } from "../follow.ts";
import type { Story } from "../story.ts";
import { until } from "../until.ts";

const startMs = 15_000;
const start = { kind: "limit", limit: "start", confirmed: true };

/** Runs whose agent never ran. */
export const neverStarted: readonly Story[] = [
  {
    says: "A run whose image can't be pulled says so while it waits, and when it has waited long enough.",
    play: async (ground) => {
      const handle = follow(ground, { image: ground.missingImage }, { limits: { startMs } });
      await until(() => /^(ErrImagePull|ImagePullBackOff): /.test(handle.state().waitingFor ?? ""));
      const { ending, evidence, cleanup } = await handle.outcome;
      expect([ending, cleanup]).toEqual([start, "deleted"]);
      expect(lastKnown(evidence.pod)?.agent?.state).toMatchObject({
        kind: "waiting",
        reason: expect.stringMatching(/^(ErrImagePull|ImagePullBackOff)$/),
      });
      expect(classify(evidence).code).toMatch(/^image_/);
    },
  },
  {
    says: "A run whose Secret is missing says which while it waits.",
    play: async (ground) => {
      const key = { kind: "secret-key", from: "nobodys", key: "token", optional: false } as const;
      const env = [{ ...key, name: "TOKEN" }];
      const handle = follow(ground, { env }, { limits: { startMs } });
      const words = 'CreateContainerConfigError: secret "nobodys" not found';
      await until(() => handle.state().waitingFor === words);
      const { ending, evidence } = await handle.outcome;
      expect(ending).toEqual(start);
      expect(classify(evidence).code).toBe("container_config_error");
    },
  },
  {
    says: "A run that fits on no node says why, and is gone when it is cancelled.",
    play: async (ground) => {
      const resources = { requests: { memory: "100Ti" }, limits: { memory: "100Ti" } };
      const handle = follow(ground, { resources });
      await until(() => /^Unschedulable: .*nsufficient memory/.test(handle.state().waitingFor ?? ""));
      handle.cancel({ by: "ada", reason: "no room" });
      const { ending, evidence, cleanup } = await handle.outcome;
      expect(ending).toEqual({ kind: "cancelled", intent: "cancel", confirmed: true });
      expect(cleanup).toBe("deleted");
      expect(lastKnown(evidence.pod)?.agent?.state).toEqual({ kind: "unreported" });
    },
  },
  {
    says: "A run of a priority class or runtime class that is not there gets no pod, and the class is named.",
    play: async (ground) => {
      const limits = { scheduleMs: 10_000 };
      const named = [
        [{ priorityClassName: "nobodys" }, /^FailedCreate: .*no PriorityClass with name nobodys was found/],
        [{ runtimeClassName: "nobodys" }, /^FailedCreate: .*RuntimeClass "nobodys" not found/],
      ] as const;
      await Promise.all(
        named.map(async ([wish, words], which) => {
          const handle = follow(ground, { ...wish, runId: `class-${which}` }, { limits });
          await until(() => words.test(handle.state().waitingFor ?? ""));
          const { ending, evidence } = await handle.outcome;
          expect(ending).toEqual({ kind: "limit", limit: "schedule", confirmed: true });
          expect(classify(evidence).code).toBe("admission_denied");
        }),
      );
    },
  },
  {
    says: "A run that a quota lets no pod have ends by its limit, and the quota is named.",
    wishes: { podQuota: 0 },
    play: async (ground) => {
      const handle = follow(ground, {}, { limits: { scheduleMs: 10_000 } });
      await until(() => /^FailedCreate: .*exceeded quota/.test(handle.state().waitingFor ?? ""));
      const { ending, evidence } = await handle.outcome;
      expect(ending).toEqual({ kind: "limit", limit: "schedule", confirmed: true });
      expect(classify(evidence).code).toBe("quota_exceeded");
    },
  },
];
