import { expect } from "vitest";
import { createJob, getJob, patchJob } from "../../../src/cluster/objects/jobs.ts";
import { listPods } from "../../../src/cluster/objects/pods.ts";
import { buildJob } from "../../../src/job/build-job.ts";
import { attach } from "../../../src/run/attach.ts";
import { createMemoryStore } from "../../../src/run/memory-store.ts";
import { sha256 } from "../../../src/run/sha256.ts";
import { sweepOrphans } from "../../../src/run/sweep-orphans.ts";
import { valueOf } from "../../cluster/support/answers.ts";
import { forever } from "../../cluster/support/with-cluster.ts";
import { follow, lines, sh } from "../follow.ts";
import type { Ground } from "../ground.ts";
import type { Story } from "../story.ts";
import { until } from "../until.ts";

/** The Job as it is; null when there is none. */
async function jobNamed({ somebody }: Ground, name: string) {
  const answer = await getJob(somebody, name, forever);
  return answer.kind === "answered" ? answer.value : null;
}

async function hasNoPods({ somebody }: Ground): Promise<boolean> {
  return valueOf(await listPods(somebody, {}, "agent", forever)).length === 0;
}

async function isFinished(ground: Ground, name: string): Promise<boolean> {
  const job = await jobNamed(ground, name);
  return job?.facts.conditions.some(({ type, status }) => type === "Complete" && status === "True") === true;
}

/** Leaves a run alone when its agent works. */
async function leave(ground: Ground, command: readonly string[], ttlMs: number | null): Promise<string> {
  const handle = follow(ground, { command, ttlMs });
  await until(() => handle.state().phase === "running");
  handle.detach();
  const { ending, cleanup } = await handle.outcome;
  expect([ending, cleanup]).toEqual([{ kind: "detached" }, "left"]);
  return handle.jobName;
}

/** To less than a run may have by itself. */
async function shortenTtl({ somebody }: Ground, job: string): Promise<void> {
  const { uid } = valueOf(await getJob(somebody, job, forever));
  const operation = { op: "replace", path: "/spec/ttlSecondsAfterFinished", value: 1 } as const;
  valueOf(await patchJob(somebody, job, { uid, resourceVersion: null }, [operation], forever));
}

/** What becomes of Jobs that no process follows. */
export const tidied: readonly Story[] = [
  {
    says: "A Job that nobody follows goes by its time to live, and who comes later is told so.",
    needs: ["ttl"],
    play: async (ground) => {
      const store = createMemoryStore();
      const handle = follow(ground, { command: lines(20, 100) }, { store });
      await until(() => handle.output() !== "");
      await shortenTtl(ground, handle.jobName);
      handle.detach();
      await handle.outcome;
      const { cluster } = ground;
      const { jobName } = handle;
      // A pod that goes more slowly than its Job would still tell how its agent ended.
      await until(async () => (await jobNamed(ground, jobName)) === null && (await hasNoPods(ground)));
      const onOutput = (): void => {};
      expect(await attach({ cluster, jobName, onOutput }, forever)).toEqual({ kind: "not-found" });
      const known = await attach({ cluster, jobName, onOutput, store }, forever);
      if (known.kind !== "attached") throw new Error(known.kind);
      const { ending, cleanup } = await known.run.outcome;
      expect([ending, cleanup]).toEqual([{ kind: "gone" }, "nothing"]);
    },
  },
  {
    says: "A sweep takes the finished Job that nobody took up, and leaves the one at work.",
    play: async (ground) => {
      const finished = await leave(ground, sh("sleep 2"), null);
      await until(() => isFinished(ground, finished));
      const { cluster, spec } = ground;
      const busy = follow(
        { ...ground, spec: (differs) => spec({ ...differs, runId: "busy" }) },
        {
          command: sh("echo busy; sleep 600"),
        },
      );
      await until(() => busy.output() === "busy\n");
      const { found } = await sweepOrphans({ cluster, olderThanMs: 1, finishedMs: 1 }, forever);
      expect(found).toMatchObject([{ name: finished, why: "finished", outcome: "deleted" }]);
      await until(async () => (await jobNamed(ground, finished)) === null);
      expect(busy.state().phase).toBe("running");
      busy.cancel({ by: "ada", reason: "the story is over" });
      expect((await busy.outcome).ending.kind).toBe("cancelled");
    },
  },
  {
    says: "A sweep takes the suspended Job whose maker died before it let it run.",
    needs: ["suspend"],
    play: async (ground) => {
      const built = buildJob(ground.spec({}), { sha256, nonce: "0a1b2c3d" });
      if (built.kind !== "built") throw new Error(JSON.stringify(built.problems));
      const { name } = valueOf(await createJob(ground.somebody, built.job, forever));
      const { cluster } = ground;
      await until(async () => (await jobNamed(ground, name))?.facts.suspended === true);
      const { found } = await sweepOrphans({ cluster, olderThanMs: 1 }, forever);
      expect(found).toMatchObject([{ name, why: "never-resumed", outcome: "deleted" }]);
    },
  },
  {
    says: "A server that drops `suspend` starts the pod at once, and the agent waits for its prompt.",
    needs: ["no suspend"],
    wishes: { isOld: true },
    play: async (ground) => {
      const command = sh(`printf "asked: "; cat "$RUNVERDICT_PROMPT_FILE"`);
      const handle = follow(ground, { command, prompt: "Say hello." });
      const { ending, evidence, problems } = await handle.outcome;
      expect([ending, problems]).toEqual([{ kind: "ended", confirmed: true }, []]);
      expect(handle.output()).toBe("asked: Say hello.");
      expect(evidence.run.create?.outcome).toBe("created");
    },
  },
];
