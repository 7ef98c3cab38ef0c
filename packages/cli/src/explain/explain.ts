import type { ExitStatus, World } from "../world.ts";
import type { ExplainRequest } from "./arguments.ts";
import { jsonLine, judge, type Judged } from "./judged.ts";
import { renderVerdict } from "./render-verdict.ts";
import { subjectOf, type Collection, type Single } from "./subject.ts";
import { table } from "./table.ts";
import { watch } from "./watch.ts";

/** Explains all that was named, in order. What can't be used is told, and keeps nothing else from being explained. */
export async function explain(request: ExplainRequest, world: World): Promise<ExitStatus> {
  const all: Judged[] = [];
  for (const operand of request.operands) {
    const subject = await subjectOf(operand);
    // A blank line stands between explanations.
    const gap = all.some(({ kind }) => kind === "explained") ? [""] : [];
    if (subject.kind !== "collection") all.push(await explainOne(subject, request, world, gap));
    else if (request.watch) all.push(notOne(subject, world));
    else all.push(...(await explainCollection(subject, request, world, gap)));
  }
  return all.some(({ kind }) => kind === "unexplained") ? 2 : 0;
}

async function explainOne(
  subject: Single,
  request: ExplainRequest,
  world: World,
  gap: readonly string[],
): Promise<Judged> {
  const judged = request.watch
    ? await watch(subject, request, world)
    : await judge(subject, { exit: request.exit, stdin: world.stdin });
  if (request.json) tellJson(judged, world);
  else if (judged.kind === "unexplained") world.complain(judged.sentence);
  else {
    // What was watched has just been seen.
    const last = request.watch ? [] : judged.last;
    world.print([...gap, ...renderVerdict({ ...judged, last, trail: request.trail }, world.paper)]);
    if (isOpenEnded(subject, request) && judged.verdict.outcome === "unsettled") world.note([sayHowItEnded]);
  }
  return judged;
}

/** A transcript alone does not say whether its process has ended, and the person often knows. */
function isOpenEnded({ kind }: Single, { exit }: ExplainRequest): boolean {
  return kind === "transcript" && exit === null;
}

const sayHowItEnded = "If its process has ended, say how: --exit-code N or --signal S.";

/** Explains every case of a folder. A table needs all its rows to know its widths, while JSON lines are written as they come. */
export async function explainCollection(
  { members }: Collection,
  { exit, json }: Pick<ExplainRequest, "exit" | "json">,
  world: World,
  gap: readonly string[] = [],
): Promise<readonly Judged[]> {
  const all: Judged[] = [];
  for (const member of members) {
    const judged = await judge(member, { exit, stdin: world.stdin });
    all.push(judged);
    if (json) tellJson(judged, world);
  }
  if (json) return all;
  world.print([...gap, ...table(all, world.paper)]);
  for (const one of all) if (one.kind === "unexplained") world.complain(one.sentence);
  return all;
}

function tellJson(judged: Judged, world: World): void {
  world.print([jsonLine(judged)]);
  if (judged.kind === "unexplained") world.complain(judged.sentence);
}

function notOne({ name }: Collection, world: World): Judged {
  const sentence = `--watch follows one transcript, but "${name}" is a folder of cases; name one of them.`;
  world.complain(sentence);
  return { kind: "unexplained", name, sentence };
}
