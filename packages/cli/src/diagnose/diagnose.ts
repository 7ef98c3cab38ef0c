import { classify, type Evidence } from "@runverdict/classifier";
import { choiceWords } from "../cluster/cluster-choice.ts";
import { connectTo } from "../cluster/connect-to.ts";
import { interruptible } from "../cluster/interruptible.ts";
import { troubleWords } from "../cluster/trouble-words.ts";
import { read, unusable, type Attempt } from "../explain/attempt.ts";
import { jsonLine } from "../explain/judged.ts";
import { renderVerdict } from "../explain/render-verdict.ts";
import { liveTranscript, type LiveTranscript } from "../run/live-transcript.ts";
import { gather, type Cluster, type Gathered } from "../run/runner.ts";
import { closeCase } from "../save/close-case.ts";
import type { ExitStatus, World } from "../world.ts";
import type { DiagnoseRequest } from "./arguments.ts";
import { openLogCase, type LogCase } from "./log-case.ts";
import { nothingFound } from "./nothing-found.ts";
import { whichContainer } from "./which-container.ts";

/** Says what became of anyone's Job or pod. It only reads. */
export async function diagnose(request: DiagnoseRequest, world: World): Promise<ExitStatus> {
  const done = await interruptible(
    world,
    (signal) => gatheredFrom(request, world, signal),
    async () => {},
  );
  if (done.kind === "interrupted") return 130;
  if (done.kind === "unusable") {
    world.complain(done.sentence);
    return 2;
  }
  const { gathered, evidence, saved } = done.value;
  show(request, done.value, world);
  const troubles = new Set(gathered.troubles.map(troubleWords));
  for (const sentence of troubles) world.complain(sentence);
  const writer = await saved?.writer();
  const seen = { ...gathered.objects, evidence };
  const isSaved = writer === undefined || (await closeCase(writer, seen, world));
  return troubles.size === 0 && isSaved ? 0 : 2;
}

interface Done {
  readonly gathered: Gathered;
  /** With what the output says. */
  readonly evidence: Evidence;
  readonly transcript: LiveTranscript;
  readonly saved: LogCase | null;
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
  const opened = request.save === null ? read(null) : await openLogCase(request.save, request.saveSecrets);
  if (opened.kind === "unusable") return opened;
  const saved = opened.value;
  const transcript = liveTranscript();
  const { target, container } = request;
  const gathered = await gather(cluster, { ...target, container }, signal, {
    onFound: (objects) => saved?.found(objects),
    onOutput: (bytes) => {
      transcript.feed(bytes);
      saved?.output(bytes);
    },
  });
  transcript.end();
  if (gathered.kind === "which-container") return unusable(whichContainer(gathered, container));
  const nothing = nothingFound(target, gathered, cluster);
  if (nothing !== null) return unusable(nothing);
  const { evidence } = gathered;
  const stream = evidence.run.log === null ? null : transcript.stream();
  return read({ gathered, evidence: { ...evidence, stream }, transcript, saved });
}

function show(request: DiagnoseRequest, { gathered, evidence, transcript }: Done, world: World): void {
  const { target, json, trail, cluster } = request;
  const name = `${target.kind}/${target.name}`;
  const verdict = classify(evidence);
  const last = transcript.last();
  if (json) world.print([jsonLine({ kind: "explained", name, verdict, last })]);
  else world.print(renderVerdict({ name, verdict, last, trail }, world.paper));
  const { choice } = gathered;
  if (choice === null || choice.of === 1) return;
  const another = `runverdict diagnose pod/NAME${choiceWords(cluster)}`;
  world.note([
    world.paper.text(
      `The Job has ${choice.of} pods; this is about ${choice.pod}, and \`${another}\` is about another.`,
    ),
  ]);
}
