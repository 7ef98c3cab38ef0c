import { choiceWords } from "../cluster/cluster-choice.ts";
import { connectTo } from "../cluster/connect-to.ts";
import { interruptible } from "../cluster/interruptible.ts";
import { troubleWords } from "../cluster/trouble-words.ts";
import { read, unusable, type Attempt } from "../explain/attempt.ts";
import type { ExitStatus, World } from "../world.ts";
import type { AttachRequest } from "./attach-arguments.ts";
import { followRun, type Run } from "./follow-run.ts";
import { attachToJob, explainTrouble, type Cluster, type FollowOptions, type RunHandle } from "./runner.ts";

/**
 * Goes on with a run whose process was left or killed. Its output is shown from the beginning, also what another process
 * has shown: the verdict needs all of it, and so does whoever was not there.
 */
export async function attach(request: AttachRequest, world: World): Promise<ExitStatus> {
  const connecting = (signal: AbortSignal): Promise<Attempt<Cluster>> => {
    world.status("Connecting to the cluster");
    return connectTo(request.cluster, signal);
  };
  const found = await interruptible(world, connecting, (cluster) => cluster.close());
  if (found.kind === "interrupted") return 130;
  if (found.kind === "unusable") {
    world.complain(found.sentence);
    return 2;
  }
  const cluster = found.value;
  const { namespace } = cluster;
  const reattach = (job: string): string =>
    `runverdict attach ${job}${choiceWords({ ...request.cluster, namespace })}`;
  const start: Run["start"] = (how) =>
    interruptible(world, (signal) => attached(request, cluster, how, signal), leave);
  try {
    // The values that it was given are in a Secret, which we may not read and do not need.
    return await followRun({ start, secrets: [], reattach }, request, world);
  } finally {
    await cluster.close();
  }
}

async function attached(
  { job, limits, keep }: AttachRequest,
  cluster: Cluster,
  how: Pick<FollowOptions, "onOutput" | "agent">,
  signal: AbortSignal,
): Promise<Attempt<RunHandle>> {
  const options = {
    ...how,
    cluster,
    keepJob: keep,
    jobName: job,
    limits,
    timestamps: "keep",
  } as const;
  const answer = await attachToJob(options, signal);
  switch (answer.kind) {
    case "attached":
      return read(answer.run);
    case "not-found":
      return unusable(notFound(job, cluster));
    case "not-ours":
      return unusable(
        `The Job "${job}" was not made by runverdict; \`runverdict diagnose job/${job}\` explains it.`,
      );
    case "trouble":
      return unusable(troubleWords(explainTrouble(answer.trouble)));
  }
}

async function leave({ detach, outcome }: RunHandle): Promise<void> {
  detach();
  await outcome;
}

function notFound(job: string, { namespace }: Cluster): string {
  return `There is no Job "${job}" in the namespace ${namespace}: it was deleted when its run was over, or is in another one (-n). \`kubectl get jobs -n ${namespace} -l app.kubernetes.io/managed-by=runverdict\` lists those that are there.`;
}
