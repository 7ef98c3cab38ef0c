import { nothingSeen, type ParsedStream, parseTranscript, type TextLine } from "@runverdict/stream-parser";
import {
  type Transcript,
  type TranscriptLine,
  textLine,
  transcriptOf,
} from "@runverdict/stream-parser/arbitraries";
import fc from "fast-check";
import {
  type CreateAnswer,
  type Evidence,
  type LogTestimony,
  type Lookup,
  noEvidence,
} from "../../evidence.ts";
import type { Happening } from "./happening.ts";
import type { RunPlan } from "./plan.ts";
import type { Words } from "./words.ts";

/** How well somebody looked at a run. */
export interface Observation {
  readonly pod: Look;
  readonly job: Look;
  readonly events: Look;
  readonly log: LogFate;
  /** Where a lost part of the log begins and ends, as parts of 1. */
  readonly lost: readonly [number, number];
  /** Plain text was captured apart from the events. */
  readonly stderrApart: boolean;
}

export interface Look {
  readonly how: "looked" | "failed" | "nobody";
  /** How many states before the newest one was the last that had been seen; null when none ever was. */
  readonly seenBefore: number | null;
}

export type LogFate =
  | "complete"
  | "unproven"
  | "untold"
  | "tail lost"
  | "reset"
  | "head lost"
  | "gap"
  | "not captured";

/** Somebody whose look-ups all succeed. */
export const allSeeing: Pick<Observation, "pod" | "job" | "events"> = {
  pod: { how: "looked", seenBefore: 0 },
  job: { how: "looked", seenBefore: 0 },
  events: { how: "looked", seenBefore: 0 },
};

export function observation(): fc.Arbitrary<Observation> {
  return fc.record({
    pod: look(),
    job: look(),
    events: look(),
    log: fc.oneof(
      { weight: 3, arbitrary: fc.constant<LogFate>("complete") },
      {
        weight: 4,
        arbitrary: fc.constantFrom<LogFate>(
          "unproven",
          "untold",
          "tail lost",
          "reset",
          "head lost",
          "gap",
          "not captured",
        ),
      },
    ),
    lost: fc
      .tuple(fc.integer({ min: 0, max: 99 }), fc.integer({ min: 0, max: 99 }))
      .map(([one, other]) => [Math.min(one, other) / 100, Math.max(one, other) / 100] as const),
    stderrApart: fc.boolean(),
  });
}

function look(): fc.Arbitrary<Look> {
  return fc.record({
    how: fc.constantFrom(
      "looked" as const,
      "looked" as const,
      "looked" as const,
      "failed" as const,
      "nobody" as const,
    ),
    seenBefore: fc.constantFrom(0, 0, 1, 2, null),
  });
}

/** What one look-up tells of an object whose states are known, oldest first. */
function lookedUp<T>({ how, seenBefore }: Look, states: readonly T[], exists: boolean): Lookup<T> {
  if (how === "nobody") return { kind: "not_asked" };
  const newest = states.at(-1);
  if (how === "looked" && exists && newest !== undefined) return { kind: "found", value: newest };
  const lastSeen = seenBefore === null ? null : (states.at(-1 - seenBefore) ?? states[0] ?? null);
  return { kind: how === "looked" ? "absent" : "unavailable", lastSeen };
}

/** The part of the agent's output that arrived. */
function captured(words: Words, happening: Happening, { log, lost }: Observation): Transcript | null {
  if (log === "not captured") return null;
  const lines = withLastWords(words.transcript.lines, happening.lastWords);
  const [from, to] = lost.map((part) => Math.floor(part * lines.length));
  if (log === "tail lost" || log === "reset") return transcriptOf(lines.slice(0, from));
  if (log === "head lost") return transcriptOf(lines.slice(from));
  if (log === "gap") return transcriptOf([...lines.slice(0, from), ...lines.slice(to)]);
  return transcriptOf(lines);
}

/** What the runtime writes when it dies stands on lines of its own, also behind an event that was cut. */
function withLastWords(lines: readonly TranscriptLine[], last: readonly string[]): readonly TranscriptLine[] {
  if (last.length === 0) return lines;
  return [...lines.map((line) => ({ ...line, terminator: "\n" as const })), ...last.map(textLine)];
}

const COMPLETENESS: Readonly<Record<LogFate, LogTestimony["completeness"]>> = {
  complete: "complete",
  unproven: "unproven",
  untold: null,
  "tail lost": "tail_lost",
  reset: "unproven",
  "head lost": "head_lost",
  gap: "gap",
  "not captured": null,
};

/** What arrived of the output, and what its transport says of it. */
export interface CapturedLog {
  readonly transcript: Transcript | null;
  readonly stream: ParsedStream | null;
  readonly stderr: readonly TextLine[];
  readonly testimony: LogTestimony | null;
}

export function capturedLog(words: Words, happening: Happening, seen: Observation): CapturedLog {
  const transcript = captured(words, happening, seen);
  if (transcript === null) return { transcript, stream: null, stderr: [], testimony: null };
  const end = seen.log === "reset" ? "reset" : happening.agent === "running" ? "open" : "eof";
  const testimony: LogTestimony | null =
    seen.log === "untold" ? null : { completeness: COMPLETENESS[seen.log], end };
  if (!seen.stderrApart) {
    return { transcript, stream: parseTranscript(transcript.bytes), stderr: [], testimony };
  }
  const isPlain = (line: TranscriptLine): boolean => line.kind === "text";
  const stdout = transcriptOf(transcript.lines.filter((line) => !isPlain(line)));
  const stderr = plainLines(transcriptOf(transcript.lines.filter(isPlain)));
  return { transcript: stdout, stream: parseTranscript(stdout.bytes), stderr, testimony };
}

/** The evidence that is left of what happened to a run once it was looked at so. */
export function observed(
  plan: RunPlan,
  words: Words,
  happening: Happening,
  seen: Pick<Observation, "pod" | "job" | "events">,
  { stream, stderr, testimony }: CapturedLog,
): Evidence {
  const local = happening.exit !== null || happening.jobs.length + (happening.create === null ? 0 : 1) === 0;
  const events = happening.events.toSorted((one, other) => (one.at ?? 0) - (other.at ?? 0));
  const limit = plan.runLimit === "longer" ? plan.runMs + 3_600_000 : null;
  return {
    stream,
    pod: local ? noEvidence.pod : lookedUp(seen.pod, happening.pods, happening.podExists),
    job: local ? noEvidence.job : lookedUp(seen.job, happening.jobs, happening.jobExists),
    events: local ? noEvidence.events : lookedUp({ ...seen.events, seenBefore: null }, [events], true),
    run: {
      ...noEvidence.run,
      agentContainer: local ? null : plan.names.agent,
      exit: happening.exit,
      create: happening.create ?? (local ? null : answered(plan, happening)),
      intents: happening.intents,
      limits: { runMs: happening.runMs ?? limit },
      log: testimony,
      schemaRequested: words.schemaRequested,
      stderr,
    },
    now: (happening.endedAt ?? plan.createdAt + plan.startMs + plan.runMs) + plan.laterMs,
  };
}

function plainLines({ bytes }: Transcript): readonly TextLine[] {
  const { head, tail } = bytes.length === 0 ? nothingSeen.text : parseTranscript(bytes).text;
  return [...head, ...tail];
}

/** A lost answer is only remembered while the Job is there to be found; later it was adopted. */
function answered({ created }: RunPlan, { jobExists }: Happening): CreateAnswer | null {
  const nothing = { http: null, reason: null, message: null };
  if (created === "nobody says") return null;
  if (created !== "answer lost") return { ...nothing, outcome: created };
  return jobExists
    ? { ...nothing, outcome: "unknown", message: "socket hang up" }
    : { ...nothing, outcome: "adopted" };
}
