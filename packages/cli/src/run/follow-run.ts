import { classify, type Evidence } from "@runverdict/classifier";
import { createLastWord } from "@runverdict/stream-parser";
import type { Interrupted } from "../cluster/interruptible.ts";
import { read, type Attempt } from "../explain/attempt.ts";
import type { EventLine } from "../explain/event-line.ts";
import { jsonLine, type Explained } from "../explain/judged.ts";
import { renderEvent } from "../explain/render-event.ts";
import { renderVerdict } from "../explain/render-verdict.ts";
import { caseWriter, type CaseWriter } from "../save/case-writer.ts";
import { claimFolder } from "../save/claim-folder.ts";
import { closeCase } from "../save/close-case.ts";
import type { ExitStatus, World } from "../world.ts";
import { exitStatuses } from "./exit-status.ts";
import type { Following } from "./following-options.ts";
import { heedInterrupts } from "./heed-interrupts.ts";
import { liveTranscript, type LiveTranscript } from "./live-transcript.ts";
import { objectsOf } from "./objects-of.ts";
import type { FollowOptions, RunHandle, RunOutcome } from "./runner.ts";
import { statusWords } from "./status-words.ts";

/** A run that is about to be followed. */
export interface Run {
  readonly start: (
    how: Pick<FollowOptions, "onOutput" | "agent">,
  ) => Promise<Attempt<RunHandle> | Interrupted>;
  /** Values that must not be saved. */
  readonly secrets: readonly string[];
  /** How a person goes on with it; null where it ends with this process. */
  readonly reattach: (job: string) => string | null;
}

const STATUS_MS = 100;

/** Shows what a run does until it is over or left, says what became of it, and saves it if that was asked for. */
export async function followRun(run: Run, request: Following, world: World): Promise<ExitStatus> {
  const saved = await openSaved(run, request);
  if (saved.kind === "unusable") return refuse(saved.sentence, world);
  const transcript = liveTranscript();
  // With --json, standard output belongs to the verdict alone.
  const show = showOn(request.json ? world.note : world.print, world);
  const onOutput = async (bytes: Uint8Array): Promise<void> => {
    world.status(null);
    show(transcript.feed(bytes));
    await saved.value?.output(bytes);
  };
  const started = await run.start({ onOutput, agent: createLastWord() });
  if (started.kind === "interrupted") return 130;
  if (started.kind === "unusable") return refuse(started.sentence, world);
  const outcome = await watched(started.value, run, world);
  show(transcript.end());
  return conclude({ handle: started.value, run, request, transcript, outcome, saved: saved.value }, world);
}

async function openSaved(
  { secrets }: Run,
  { save, saveSecrets }: Following,
): Promise<Attempt<CaseWriter | null>> {
  if (save === null) return read(null);
  const claimed = await claimFolder(save);
  if (claimed.kind === "unusable") return claimed;
  return read(caseWriter(claimed.value, { values: secrets, kept: saveSecrets }));
}

function refuse(sentence: string, world: World): ExitStatus {
  world.status(null);
  world.complain(sentence);
  return 2;
}

function showOn(print: World["print"], { paper }: World): (lines: readonly EventLine[]) => void {
  return (lines) => {
    if (lines.length > 0) print(lines.map((line) => renderEvent(line, paper)));
  };
}

/** Until it is over: says what is waited for, and heeds Ctrl-C. */
async function watched(handle: RunHandle, run: Run, world: World): Promise<RunOutcome> {
  const attach = run.reattach(handle.jobName);
  // The command has a line of its own, however long: one that is wrapped can't be copied.
  if (attach !== null) world.note(["To go on with this run from elsewhere:", `  ${attach}`]);
  const forget = heedInterrupts(handle, world);
  const timer = setInterval(() => world.status(statusWords(handle.state())), STATUS_MS);
  try {
    return await handle.outcome;
  } finally {
    clearInterval(timer);
    forget();
    world.status(null);
  }
}

interface Followed {
  readonly handle: RunHandle;
  readonly run: Run;
  readonly request: Following;
  readonly transcript: LiveTranscript;
  readonly outcome: RunOutcome;
  readonly saved: CaseWriter | null;
}

async function conclude(followed: Followed, world: World): Promise<ExitStatus> {
  const { handle, run, request, transcript, outcome, saved } = followed;
  const evidence = evidenceOf(outcome, transcript);
  const verdict = classify(evidence);
  tell({ kind: "explained", name: handle.jobName, verdict, last: transcript.last() }, followed, world);
  for (const problem of outcome.problems) world.note([world.paper.text(`On our side: ${problem}`)]);
  const isSaved = saved === null || (await closeCase(saved, { evidence, ...objectsOf(outcome) }, world));
  if (outcome.ending.kind === "detached") return left(run.reattach(handle.jobName), world);
  if (outcome.cleanup === "left" && !request.keep)
    world.note([`The Job ${handle.jobName} could not be deleted; it is left to its time to live.`]);
  return isSaved ? exitStatuses[verdict.outcome] : 2;
}

function evidenceOf({ evidence }: RunOutcome, transcript: LiveTranscript): Evidence {
  const stream = transcript.stream();
  const isCaptured = stream.counts.bytes > 0 || evidence.run.log !== null;
  return { ...evidence, stream: isCaptured ? stream : null };
}

function tell(explained: Explained, { request, outcome }: Followed, world: World): void {
  if (request.json) world.print([jsonLine(explained)]);
  // Who leaves a run does not want to be told about it now.
  else if (outcome.ending.kind !== "detached")
    world.print(["", ...renderVerdict({ ...explained, last: [], trail: request.trail }, world.paper)]);
}

function left(attach: string | null, world: World): ExitStatus {
  if (attach === null) {
    world.note(["The cluster inside this process ends with it, and the agent too."]);
    return 130;
  }
  world.note(["The Job is left alone. To go on with it:", `  ${attach}`]);
  return 5;
}
