import fc from "fast-check";
import type { EventKind } from "../parsed-stream.ts";
import type { CliTrait } from "./cli-version.ts";
import { writeInit, writeMessage } from "./conversation.ts";
import { writeExtra } from "./extras.ts";
import { anyJson, isList, type Json, type JsonObject, recordOf, spell, spelling, utf8 } from "./json.ts";
import { type ExtraPlan, extraOf, type MessagePlan, messagePlan, runPlan } from "./plan.ts";
import { anyText, somethingSaid } from "./prose.ts";
import { writeResult } from "./result-event.ts";
import { type Scribe, scribe } from "./scribe.ts";
import { respelled, type TranscriptLine } from "./line.ts";
import type { TranscriptOptions } from "./transcripts.ts";

/** The kinds that are an object of the protocol. */
export type WireKind = Exclude<EventKind, "text" | "broken">;

/** What is written so that an event of the kind is among it, and from which release on that is so. */
const KINDS: Readonly<Record<WireKind, { readonly since: CliTrait | null; readonly extras: ExtraKinds }>> = {
  init: { since: null, extras: [] },
  assistant: { since: null, extras: [] },
  user: { since: "nudge", extras: ["synthetic-user", "replayed-user"] },
  result: { since: null, extras: [] },
  partial: { since: "partial", extras: [] },
  system: { since: "tasks", extras: ["retry", "hook", "compaction", "fallback", "system"] },
  "rate-limit": { since: "rate-limit-event", extras: ["rate-limit"] },
  "tool-progress": { since: "tasks", extras: [] },
  control: { since: "uuid", extras: ["control"] },
  notice: { since: "stale-assistant", extras: ["notice"] },
  unrecognised: { since: "result-usage", extras: ["unknown"] },
};

type ExtraKinds = readonly ExtraPlan["kind"][];

/** Every {@link WireKind}. */
export const WIRE_KINDS: readonly WireKind[] = [
  "init",
  "assistant",
  "user",
  "result",
  "partial",
  "system",
  "rate-limit",
  "tool-progress",
  "control",
  "notice",
  "unrecognised",
];

/**
 * One event line of a kind, of any release that writes it: `wire` is the object, `bytes` its JSON text (keys in any
 * order, any spelling), `kind` the kind asked for and `notes` what it says. A heartbeat needs a release with tasks;
 * asking for a kind from a release that does not write it throws a TypeError.
 */
export function wireEvent(kind: WireKind, options: TranscriptOptions = {}): fc.Arbitrary<TranscriptLine> {
  const { since, extras } = KINDS[kind];
  const traits = since === null ? [] : [since];
  return recordOf({
    plan: runPlan({ traits, ...options }),
    message: messagePlan(0).map(eventful),
    extras: fc.tuple(...extras.map(extraOf)),
    said: somethingSaid(),
    spelling: spelling(),
    which: fc.nat(),
  }).map(({ plan, message, extras: beside, said, spelling: how, which }) => {
    const run = scribe({ ...plan, partial: true });
    writeInit(run);
    for (const extra of beside) writeExtra(run, extra);
    writeMessage(run, message, null);
    writeResult(run, { subtype: "success", isError: false, text: said });
    return respelled(chosen(run, kind, which), how);
  });
}

/** An event line of any kind. */
export function anyWireEvent(options: TranscriptOptions = {}): fc.Arbitrary<TranscriptLine> {
  return fc.oneof(...WIRE_KINDS.map((kind) => wireEvent(kind, options)));
}

/** Makes sure of a text, a call and its heartbeat, so that a message has every kind of line. */
function eventful(plan: MessagePlan): MessagePlan {
  const calls = plan.calls.map((call) => ({ ...call, heartbeat: true }));
  const call = { tool: "Bash", input: {}, output: "", outputAs: "text", fate: "answered" } as const;
  return { ...plan, calls: [...calls, { ...call, subagent: null, heartbeat: true }] };
}

function chosen(run: Scribe, kind: WireKind, which: number): TranscriptLine {
  const fitting = run.lines.filter((line) => line.kind === kind);
  const line = fitting[which % Math.max(1, fitting.length)];
  if (line !== undefined) return line;
  throw new TypeError(
    `Release ${run.plan.version} writes no ${kind} event: leave out "version", or name a later one.`,
  );
}

/** A user event with tool results, and what a reader that does not decode the whole line must find in it. */
export interface ToolResultEvent {
  readonly wire: JsonObject;
  readonly bytes: Uint8Array;
  readonly truth: {
    readonly toolResults: readonly { readonly toolUseId: string | null; readonly isError: boolean }[];
    readonly parentToolUseId: string | null;
    readonly sessionId: string | null;
    readonly isSynthetic: boolean;
    readonly isReplay: boolean;
  };
}

/**
 * A user event whose tool outputs are `length` characters long or more, with keys in any order, names of our fields
 * at places where they mean nothing (inside tool outputs, inside `tool_use_result`, inside strings), escapes wherever
 * JSON allows them, and fields of the wrong shape, which count as absent.
 */
export function toolResultEvent({
  length = 0,
}: { readonly length?: number } = {}): fc.Arbitrary<ToolResultEvent> {
  return recordOf({
    results: fc.array(toolResultPlan(), { maxLength: 4 }),
    others: fc.array(recordOf({ type: fc.constant("text"), text: anyText() }), { maxLength: 1 }),
    parent: oddly(fc.constantFrom("toolu_parent", null)),
    session: oddly(fc.uuid()),
    synthetic: oddly(fc.boolean()),
    replay: oddly(fc.boolean()),
    decoy: fc.constantFrom(...DECOYS),
    spelling: spelling(),
    padding: anyText(),
  }).map(({ results, others, parent, session, synthetic, replay, decoy, spelling: how, padding }) => {
    const filler = `${padding}·`.repeat(Math.ceil(length / (padding.length + 1)));
    const content: readonly Json[] = [...others, ...results.map((result) => toolResultWire(result, filler))];
    const wire: JsonObject = {
      type: "user",
      tool_use_result: decoy,
      message: { role: "user", content, ...(others.length > 0 ? { more: decoy } : {}) },
      parent_tool_use_id: parent,
      session_id: session,
      isSynthetic: synthetic,
      isReplay: replay,
    };
    const toolResults = results.map(({ id, failed }) => ({
      toolUseId: typeof id === "string" ? id : null,
      isError: failed === true,
    }));
    return {
      wire,
      bytes: utf8(spell(wire, how)),
      truth: {
        toolResults,
        parentToolUseId: typeof parent === "string" ? parent : null,
        sessionId: typeof session === "string" ? session : null,
        isSynthetic: synthetic === true,
        isReplay: replay === true,
      },
    };
  });
}

interface ToolResultPlan {
  readonly id: Json;
  readonly failed: Json;
  readonly decoy: Json;
  readonly keys: "id-first" | "id-last";
}

function toolResultPlan(): fc.Arbitrary<ToolResultPlan> {
  return recordOf({
    id: oddly(
      fc.oneof(fc.constantFrom("toolu_1", "toolu_2", 'toolu_"quoted"\\', "toolu_é\u2028"), anyText()),
    ),
    failed: oddly(fc.boolean()),
    decoy: fc.constantFrom(...DECOYS),
    keys: fc.constantFrom("id-first", "id-last"),
  });
}

function toolResultWire({ id, failed, decoy, keys }: ToolResultPlan, filler: string): JsonObject {
  const content = [{ type: "text", text: filler }, decoy];
  return keys === "id-first"
    ? { tool_use_id: id, type: "tool_result", content, is_error: failed }
    : { content, is_error: failed, type: "tool_result", tool_use_id: id };
}

/** Values in which our names stand at a place where they mean nothing. */
const DECOYS: readonly Json[] = [
  null,
  "plain",
  '"type":"tool_result","tool_use_id":"toolu_decoy","is_error":true}]}',
  { type: "tool_result", tool_use_id: "toolu_decoy", is_error: true, session_id: "decoy" },
  [{ content: [{ type: "tool_result", tool_use_id: "toolu_decoy", is_error: true }] }],
  { message: { content: [{ type: "tool_result", tool_use_id: "toolu_decoy" }] }, isReplay: true },
  { type: "result", parent_tool_use_id: "toolu_decoy", isSynthetic: true },
  "ends in a backslash \\",
];

/** The value, or now and then one of another shape. */
function oddly<T extends Json>(value: fc.Arbitrary<T>): fc.Arbitrary<Json> {
  return fc.oneof({ weight: 6, arbitrary: value }, { weight: 1, arbitrary: anyJson() });
}

/**
 * An event in which some field, at any depth, holds any JSON value, or another type: it is still an object with a
 * string `type`, but nothing else about it can be relied on.
 */
export function damagedEvent(): fc.Arbitrary<{ readonly wire: JsonObject; readonly bytes: Uint8Array }> {
  const places = fc.array(fc.tuple(fc.array(fc.nat({ max: 8 }), { minLength: 1, maxLength: 5 }), anyJson()), {
    minLength: 1,
    maxLength: 4,
  });
  return fc.tuple(anyWireEvent(), places, spelling()).map(([line, damages, how]) => {
    const event: JsonObject = { ...line.wire };
    const damaged = damages.reduce<JsonObject>(
      (value, [path, odd]) => damagedObject(value, path, odd),
      event,
    );
    const type = Object.fromEntries(Object.entries(event).filter(([key]) => key === "type"));
    const wire: JsonObject = { ...damaged, ...type };
    return { wire, bytes: utf8(spell(wire, how)) };
  });
}

/** The object with the value at the end of the path replaced; each step of a path picks an entry by its position. */
function damagedObject(value: JsonObject, path: readonly number[], odd: Json): JsonObject {
  return Object.fromEntries(damagedEntries(Object.entries(value), path, odd));
}

function damagedValue(value: Json, path: readonly number[], odd: Json): Json {
  if (path.length === 0 || value === null || typeof value !== "object") return odd;
  return isList(value)
    ? damagedEntries(Object.entries(value), path, odd).map(([, entry]) => entry)
    : damagedObject(value, path, odd);
}

function damagedEntries(
  entries: readonly (readonly [string, Json])[],
  [step = 0, ...rest]: readonly number[],
  odd: Json,
): readonly (readonly [string, Json])[] {
  const at = step % Math.max(1, entries.length);
  return entries.map(([key, entry], index) => [key, index === at ? damagedValue(entry, rest, odd) : entry]);
}
