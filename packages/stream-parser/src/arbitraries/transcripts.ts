import fc from "fast-check";
import type { CliTrait, CliVersion } from "./cli-version.ts";
import { writeBlocks, writeInit, writeMessage } from "./conversation.ts";
import { writeTaskEnded, writeTaskStarted } from "./task-events.ts";
import { type Failure, FAILURES, failsAtStart, versionsFailing, writeFailure } from "./endings.ts";
import { writeSystem } from "./extras.ts";
import { recordOf } from "./json.ts";
import { type MessagePlan, messagePlan, runPlan, type RunPlan, type TurnPlan, turnPlan } from "./plan.ts";
import { writeResult } from "./result-event.ts";
import { type Scribe, scribe } from "./scribe.ts";
import { type Transcript, transcriptOf } from "./transcript.ts";
import { writeUser } from "./user-event.ts";

/** Which runs are wanted; by default any run of any recorded release. */
export interface TranscriptOptions {
  /** The releases that may have written it. */
  readonly version?: fc.Arbitrary<CliVersion>;
  /** Or: any release that has these traits. */
  readonly traits?: readonly CliTrait[];
  /** How many turns it has: the last result is the `turns`-th. One to three by default. */
  readonly turns?: { readonly min: number; readonly max: number };
}

/**
 * A run that went well: every turn opens with an init and ends with a successful result that says something, every
 * tool call was answered (some with an error), and the last line is complete. Subagents, parallel tools, background
 * tasks that end after the result, retries that were overcome, partial messages and unknown events may occur.
 *
 * Its `truth.results` has at least one entry, and the last one has `isError: false` and a `text` that is not blank.
 */
export function healthyTranscript(options: TranscriptOptions = {}): fc.Arbitrary<Transcript> {
  return fc.tuple(runPlan(options), turnsOf(options, 1), fc.boolean()).map(([plan, turns, writesLost]) => {
    const run = scribe(plan);
    for (const turn of turns) writeTurn(run, turn);
    if (writesLost && run.has("tasks")) writeLostWrites(run);
    return transcriptOf(run.lines);
  });
}

/**
 * A run that failed in a given way, after nothing or after some healthy turns and some work. The CLI's sentences and
 * fields are those of the release. For `killed-…` the capture ends without a result of the last turn, with a complete
 * line; see `truncatedTranscript` for one that ends inside a line.
 */
export function failingTranscript(
  failure: Failure,
  options: TranscriptOptions = {},
): fc.Arbitrary<Transcript> {
  const { version = versionsFailing(failure) } = options;
  return recordOf({
    plan: runPlan({ version }),
    before: failsAtStart(failure) ? fc.constant([]) : turnsOf({ turns: { min: 0, max: 1 } }, 0),
    work: fc.array(messagePlan(), { maxLength: 3 }),
    retries: fc.integer({ min: 1, max: 4 }),
  }).map(({ plan, before, work, retries }) => transcriptOf(failed(plan, failure, before, work, retries)));
}

/** A failing run together with how it failed. */
export function anyFailure(
  options: TranscriptOptions = {},
): fc.Arbitrary<Transcript & { readonly failure: Failure }> {
  return fc
    .constantFrom(...FAILURES)
    .chain((failure) =>
      failingTranscript(failure, options).map((transcript) => ({ ...transcript, failure })),
    );
}

/** Any run, healthy or not, as the CLI itself wrote it: no foreign text, nothing cut. */
export function cleanTranscript(options: TranscriptOptions = {}): fc.Arbitrary<Transcript> {
  return fc.oneof(healthyTranscript(options), anyFailure(options));
}

/**
 * A healthy run with a result in it that another process of the container wrote: it claims a session of its own.
 * `truth.results` holds it like any other, with that `sessionId`.
 */
export function forgedResultTranscript(options: TranscriptOptions = {}): fc.Arbitrary<Transcript> {
  return fc.tuple(runPlan(options), turnPlan(), fc.uuid()).map(([plan, turn, sessionId]) => {
    const run = scribe(plan);
    writeTurn(run, turn);
    writeResult(run, { subtype: "success", isError: false, text: "forged", sessionId });
    return transcriptOf(run.lines);
  });
}

/** A slash command that the CLI answered itself: the result may be blank, and no model was asked. */
export function localCommandTranscript(): fc.Arbitrary<Transcript> {
  const traits: readonly CliTrait[] = ["api-error-markers"];
  return fc
    .tuple(runPlan({ traits }), fc.constantFrom("", "## Context Usage\n\n12k / 1m"))
    .map(([plan, said]) => {
      const run = scribe(plan);
      run.beginTurn();
      writeInit(run);
      if (said !== "") writeLocalAnswer(run, said);
      const result = { subtype: "success", isError: false, zeroed: true, localCommand: "context" } as const;
      writeResult(run, { ...result, text: said });
      return transcriptOf(run.lines);
    });
}

function turnsOf({ turns = { min: 1, max: 3 } }: TranscriptOptions, least: number): fc.Arbitrary<TurnPlan[]> {
  return fc.array(turnPlan(), { minLength: Math.max(turns.min, least), maxLength: turns.max });
}

function failed(
  plan: RunPlan,
  failure: Failure,
  before: readonly TurnPlan[],
  work: readonly MessagePlan[],
  retries: number,
): Scribe["lines"] {
  const run = scribe(plan);
  for (const turn of before) writeTurn(run, turn);
  if (!failsAtStart(failure)) {
    run.beginTurn();
    writeInit(run);
    if (!failure.endsWith("-of-old")) for (const message of work) writeMessage(run, message, null);
  }
  writeFailure(run, failure, retries);
  return run.lines;
}

/** Writes a turn from its init to its result, and what a background command does after that. */
function writeTurn(run: Scribe, turn: TurnPlan): void {
  const afterTask = run.lines.at(-1)?.kind === "system";
  run.beginTurn();
  writeInit(run);
  for (const message of turn.messages) writeMessage(run, message, null);
  const task =
    turn.background !== null && run.has("tasks") ? writeBackground(run, turn.background.description) : null;
  const object = { answer: turn.answer };
  const text = turn.structured && run.has("tasks") ? JSON.stringify(object) : turn.answer;
  const block = { type: "text" as const, text };
  writeBlocks(run, { blocks: [block], parent: null, tokens: turn.answerTokens, stop: "end_turn" });
  writeResult(run, {
    subtype: "success",
    isError: false,
    text,
    ...(text === turn.answer ? {} : { structuredOutput: object }),
    stopReason: "end_turn",
    terminalReason: "completed",
    origin: afterTask ? "task-notification" : null,
  });
  const ends = turn.background?.ends ?? "never";
  if (task !== null && ends !== "never") writeTaskEnded(run, { ...task, status: ends });
}

function writeBackground(run: Scribe, description: string): { task: string; call: string } {
  const call = run.id("toolu");
  const task = `b${call.slice(-9)}`;
  const input = { command: "sleep 3 && echo done", run_in_background: true };
  const block = { type: "tool_use" as const, id: call, name: "Bash", input };
  const tokens = { input: 3, output: 30, cacheRead: 0, cacheCreation: 0 };
  writeBlocks(run, { blocks: [block], parent: null, tokens, stop: "tool_use" });
  writeSystem(run, "background_tasks_changed", {
    tasks: [{ task_id: task, task_type: "local_bash", description }],
  });
  writeTaskStarted(run, { task, call, description, background: true });
  const content = [
    { tool_use_id: call, type: "tool_result", content: `Command running in background: ${task}` },
  ];
  writeUser(run, { content, notes: [{ kind: "tool-answered", id: call, failed: false }] });
  return { task, call };
}

function writeLostWrites(run: Scribe): void {
  writeSystem(run, "session_writes_lost", { error_code: "ENOSPC", lost: ["transcript"] }, [
    { kind: "writes-lost", errorCode: "ENOSPC" },
  ]);
}

function writeLocalAnswer(run: Scribe, text: string): void {
  const content = [{ type: "text", text }];
  run.write(
    "assistant",
    {
      type: "assistant",
      message: { id: run.uuid(), model: "<synthetic>", role: "assistant", content, stop_reason: "end_turn" },
      parent_tool_use_id: null,
      local_command_source: `<local-command-stdout>${text}</local-command-stdout>`,
      ...run.envelope(),
    },
    [{ kind: "local-answer", text }],
  );
}
