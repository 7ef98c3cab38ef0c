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
  readonly models: ReadonlyMap<string, TokensPlan>;
  readonly results: number;
}

export const noTokens: TokensPlan = { input: 0, output: 0, cacheRead: 0, cacheCreation: 0 };

export function scribe(plan: RunPlan): Scribe {
  const lines: TranscriptLine[] = [];
  const models = new Map<string, TokensPlan>();
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
      return { turn, models, results: lines.filter((line) => line.kind === "result").length };
    },
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
