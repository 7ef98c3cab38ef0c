import { randomUUID } from "node:crypto";
import { choiceWords } from "../cluster/cluster-choice.ts";
import { connectTo } from "../cluster/connect-to.ts";
import { embeddedCluster, type Reached } from "../cluster/embedded-cluster.ts";
import { interruptible } from "../cluster/interruptible.ts";
import { read, unusable, type Attempt } from "../explain/attempt.ts";
import type { ExitStatus, World } from "../world.ts";
import { followRun } from "./follow-run.ts";
import { readInputs, type Inputs } from "./inputs.ts";
import type { RunRequest } from "./run-arguments.ts";
import { preflight, runJob, type Cluster, type FollowOptions, type RunHandle } from "./runner.ts";
import { secretInCommand } from "./secret-in-command.ts";
import { specification, type Specification } from "./specification.ts";

/** Runs an agent as a Job and stays with it to its end. */
export async function run(request: RunRequest, world: World): Promise<ExitStatus> {
  const secret = secretInCommand(request);
  if (secret !== null) return refuse(secret, world);
  const inputs = await readInputs(request, world);
  if (inputs.kind === "unusable") return refuse(inputs.sentence, world);
  const reached = await interruptible(
    world,
    (signal) => reach(request, world, signal),
    ({ close }) => close(),
  );
  if (reached.kind === "interrupted") return 130;
  if (reached.kind === "unusable") return refuse(reached.sentence, world);
  const { cluster, close } = reached.value;
  try {
    return await followRun(
      {
        start: (how) => Promise.resolve(started(request, inputs.value, cluster, how, world)),
        secrets: secretsOf(inputs.value),
        reattach: (job) => (request.embedded ? null : reattachWords(job, request, cluster)),
      },
      request,
      world,
    );
  } finally {
    await close();
  }
}

async function reach(request: RunRequest, world: World, signal: AbortSignal): Promise<Attempt<Reached>> {
  if (request.embedded) return embeddedCluster(request.cluster.namespace, signal);
  world.status("Connecting to the cluster");
  const found = await connectTo(request.cluster, signal);
  if (found.kind === "unusable") return found;
  const cluster = found.value;
  const missing = await missingIn(cluster, signal);
  if (missing === null) return read({ cluster, close: cluster.close });
  await cluster.close();
  return unusable(missing);
}

/** What a run would fail for in the middle, said before it begins; null when nothing is known to be missing. */
async function missingIn(cluster: Cluster, signal: AbortSignal): Promise<string | null> {
  const { findings } = await preflight(cluster, {}, signal);
  const missing = findings.filter((finding) => finding.kind === "missing");
  const [first] = missing;
  if (first === undefined) return null;
  const all = missing.map(({ what }) => what).join("; ");
  return `Missing: ${all}. ${missing.length === 1 ? first.cure : "Apply deploy/rbac.yaml, or ask whoever runs the cluster."}`;
}

function started(
  request: RunRequest,
  inputs: Inputs,
  cluster: Cluster,
  how: Pick<FollowOptions, "onOutput" | "agent">,
  world: World,
): Attempt<RunHandle> {
  const where = { namespace: cluster.namespace, runId: randomUUID().slice(0, 8), folder: world.folder };
  const { spec, wrapperFiles }: Specification = specification(request, inputs, where);
  try {
    return read(
      runJob({
        ...how,
        spec,
        cluster,
        keepJob: request.keep,
        limits: request.limits,
        timestamps: "keep",
        ...(wrapperFiles === null ? {} : { wrapperFiles }),
      }),
    );
  } catch (error) {
    // It says what of the specification can't be right, and quotes no value.
    if (error instanceof TypeError) return unusable(error.message);
    throw error;
  }
}

function secretsOf({ env, prompt }: Inputs): readonly string[] {
  return [...env.map(({ value }) => value), ...(prompt === null ? [] : [prompt])];
}

function reattachWords(job: string, { cluster }: RunRequest, { namespace }: Cluster): string {
  return `runverdict attach ${job}${choiceWords({ ...cluster, namespace })}`;
}

function refuse(sentence: string, world: World): ExitStatus {
  world.complain(sentence);
  return 2;
}
