import { classify } from "@runverdict/classifier";
import { choiceWords } from "../cluster/cluster-choice.ts";
import { connectTo } from "../cluster/connect-to.ts";
import { interruptible } from "../cluster/interruptible.ts";
import { read, type Attempt } from "../explain/attempt.ts";
import { jsonLine } from "../explain/judged.ts";
import { renderVerdict } from "../explain/render-verdict.ts";
import type { Cluster } from "../run/runner.ts";
import { openCase, type CaseWriter } from "../save/case-writer.ts";
import { closeCase } from "../save/close-case.ts";
import { secretsIn } from "../save/redact-object.ts";
import type { ExitStatus, World } from "../world.ts";
import type { DiagnoseRequest } from "./arguments.ts";
import { gather, type OpenLog } from "./gather.ts";
import type { Gathered } from "./gathered.ts";

/** Says what became of anyone's Job or pod. It only reads. */
export async function diagnose(request: DiagnoseRequest, world: World): Promise<ExitStatus> {
  const done = await interruptible(world, (signal) => gatheredFrom(request, world, signal));
  if (done.kind === "unusable") {
    world.complain(done.sentence);
    return 2;
  }
  const { gathered, saved } = done.value;
  show(request, gathered, world);
  for (const sentence of gathered.troubles) world.complain(sentence);
  const isSaved = saved === null || (await closeCase(saved, gathered, world));
  return gathered.troubles.length === 0 && isSaved ? 0 : 2;
}

interface Done {
  readonly gathered: Gathered;
  readonly saved: CaseWriter | null;
}

async function gatheredFrom(
  request: DiagnoseRequest,
  world: World,
  signal: AbortSignal,
): Promise<Attempt<Done>> {
  world.status("Connecting to the cluster");
  const found = await connectTo(request.cluster, signal);
  if (found.kind === "unusable") return found;
  const cluster = found.value;
  try {
    world.status(null);
    world.note([readOnlyWords(request, cluster, world)]);
    return await gatheredIn(cluster, request, signal);
  } finally {
    await cluster.close();
  }
}

function readOnlyWords({ target }: DiagnoseRequest, { namespace }: Cluster, { paper }: World): string {
  return paper.text(
    `Reading ${target.kind}/${target.name} in the namespace ${namespace}; nothing there is changed.`,
  );
}

async function gatheredIn(
  cluster: Cluster,
  request: DiagnoseRequest,
  signal: AbortSignal,
): Promise<Attempt<Done>> {
  let saved: CaseWriter | null = null;
  let written = Promise.resolve();
  const openLog: OpenLog = async (pod, job) => {
    if (request.save === null) return read(() => {});
    const opened = await openCase(request.save, { values: secretsIn([pod, job]), kept: request.saveSecrets });
    if (opened.kind === "unusable") return opened;
    const writer = (saved = opened.value);
    return read((bytes) => {
      // One piece after the other; what waits is bounded by the log, which the node rotates.
      written = written.then(() => writer.output(bytes));
    });
  };
  const gathered = await gather(cluster, request, openLog, signal);
  await written;
  return gathered.kind === "unusable" ? gathered : read({ gathered: gathered.value, saved });
}

function show({ target, json, trail, cluster }: DiagnoseRequest, gathered: Gathered, world: World): void {
  const { evidence, last, remarks } = gathered;
  const name = `${target.kind}/${target.name}`;
  const verdict = classify(evidence);
  if (json) world.print([jsonLine({ kind: "explained", name, verdict, last })]);
  else world.print(renderVerdict({ name, verdict, last, trail }, world.paper));
  for (const remark of remarks)
    world.note([world.paper.text(remark.replace("NAME", `NAME${choiceWords(cluster)}`))]);
}
