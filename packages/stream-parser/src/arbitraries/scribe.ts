import type { EventKind } from "../parsed-stream.ts";
import { type CliTrait, has } from "./cli-version.ts";
import { type JsonObject, plainSpelling, spell, utf8 } from "./json.ts";
import type { RunPlan, TokensPlan } from "./plan.ts";
import { idFrom, uuidFrom } from "./prose.ts";
import type { TranscriptLine } from "./line.ts";
import type { Note } from "./notes.ts";

/** Writes the lines of one run and keeps what the run has used so far. */
export interface Scribe {
  readonly plan: RunPlan;
  readonly sessionId: string;
  readonly lines: readonly TranscriptLine[];
  has: (trait: CliTrait) => boolean;
  /** Writes one line. The kind is the writer's own knowledge; nothing is read back from the object. */
  write: (kind: EventKind, wire: JsonObject, notes?: readonly Note[]) => void;
  /** The fields that events carry beside what they say: session, uuid, and an unknown one. */
  envelope: () => JsonObject;
  /** The instant of the next line, ISO 8601, a little later each time. */
  now: () => string;
  uuid: () => string;
  id: (prefix: "msg" | "toolu" | "req") => string;
  spend: (model: string, tokens: TokensPlan, main: boolean) => void;
  /** Forgets what this turn has used; the run's own figures stay. */
  beginTurn: () => void;
  readonly usage: UsageSoFar;
}

export interface UsageSoFar {
  readonly turn: TokensPlan;
  /** In all of the session. */
  readonly models: ReadonlyMap<string, TokensPlan>;
  /** The same, as the last result gave it. */
  readonly modelsBefore: ReadonlyMap<string, TokensPlan>;
  /** What earlier runs of the session used; null for a session of its own. */
  readonly carriedOver: TokensPlan | null;
  readonly results: number;
}

export const noTokens: TokensPlan = { input: 0, output: 0, cacheRead: 0, cacheCreation: 0 };

export function scribe(plan: RunPlan): Scribe {
  const lines: TranscriptLine[] = [];
  const carriedOver = carriedOverOf(plan);
  const models = new Map(carriedOver === null ? [] : [[plan.model, carriedOver]]);
  let modelsBefore = new Map(models);
  let turn = noTokens;
  let count = 0;
  const next = () => (count += 1);
  const sessionId = uuidFrom(plan.seed, 0);
  return {
    plan,
    sessionId,
    lines,
    has: (trait) => has(plan.version, trait),
    write: (kind, wire, notes = []) => {
      const text = spell(wire, spellingOf(plan, lines.length));
      lines.push({
        kind,
        wire,
        notes,
        bytes: utf8(text),
        terminator: "\n",
        stamp: "",
        at: null,
        prefix: null,
        suffix: null,
      });
      if (kind === "result") modelsBefore = new Map(models);
    },
    envelope: () => ({
      session_id: sessionId,
      ...(has(plan.version, "uuid") ? { uuid: uuidFrom(plan.seed, next()) } : {}),
      ...(plan.unknownField === null ? {} : { a_field_of_tomorrow: plan.unknownField }),
    }),
    now: () => new Date(plan.startedAt + next() * 37).toISOString(),
    uuid: () => uuidFrom(plan.seed, next()),
    id: (prefix) => idFrom(prefix, plan.seed + next()),
    spend: (model, tokens, main) => {
      models.set(model, plus(models.get(model) ?? noTokens, tokens));
      if (main) turn = plus(turn, tokens);
    },
    beginTurn: () => (turn = noTokens),
    get usage() {
      const results = lines.filter((line) => line.kind === "result").length;
      return { turn, models, modelsBefore, carriedOver, results };
    },
  };
}

/** A third of the runs of a release that tells goes on with a session. */
function carriedOverOf({ version, seed }: RunPlan): TokensPlan | null {
  const isResumed = has(version, "usage-since-last-result") && seed % 3 === 0;
  return isResumed ? { input: 1 + (seed % 9000), output: seed % 700, cacheRead: 0, cacheCreation: 0 } : null;
}

export function minus(left: TokensPlan, right: TokensPlan): TokensPlan {
  return {
    input: left.input - right.input,
    output: left.output - right.output,
    cacheRead: left.cacheRead - right.cacheRead,
    cacheCreation: left.cacheCreation - right.cacheCreation,
  };
}

export function plus(left: TokensPlan, right: TokensPlan): TokensPlan {
  return {
    input: left.input + right.input,
    output: left.output + right.output,
    cacheRead: left.cacheRead + right.cacheRead,
    cacheCreation: left.cacheCreation + right.cacheCreation,
  };
}

/** The `usage` object of a message or a result. */
export function usageWire(tokens: TokensPlan): JsonObject {
  return {
    input_tokens: tokens.input,
    cache_creation_input_tokens: tokens.cacheCreation,
    cache_read_input_tokens: tokens.cacheRead,
    output_tokens: tokens.output,
    service_tier: "standard",
  };
}

function spellingOf(plan: RunPlan, line: number) {
  const spelling = plan.spellings[line % plan.spellings.length] ?? plainSpelling;
  const raw = spelling.escape === "separators" && !has(plan.version, "separators-escaped");
  return raw ? { ...spelling, escape: "nothing" as const } : spelling;
}
