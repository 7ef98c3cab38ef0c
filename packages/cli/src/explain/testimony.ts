import type { CreateAnswer, Intent, LogTestimony, ProcessExit } from "@runverdict/classifier";
import * as z from "zod";
import { read, unusable, type Attempt } from "./attempt.ts";
import { readJson } from "./read-json.ts";

/** What `run.json` says; every key may be missing, which reads as null. */
export interface Testimony {
  readonly now: number | null;
  readonly agentContainer: string | null;
  readonly pod: WhyMissing | null;
  readonly job: WhyMissing | null;
  readonly exit: ProcessExit | null;
  readonly create: CreateAnswer | null;
  readonly intents: readonly Intent[];
  readonly runMs: number | null;
  readonly log: LogTestimony | null;
  readonly schemaRequested: boolean;
}

/** Why a file is missing, or what became of the object after the file was written. */
export type WhyMissing = "absent" | "unavailable" | "not_asked";

const oneOf = <const T extends readonly [string, ...string[]]>(...words: T) =>
  z.enum(words, { error: `must be one of ${words.map((word) => `"${word}"`).join(", ")}` });
const text = z.string({ error: "must be a string" });
const whole = (from: number, to: number) =>
  z
    .int({ error: `must be a whole number from ${from} to ${to}` })
    .min(from, { error: `must be a whole number from ${from} to ${to}` })
    .max(to, { error: `must be a whole number from ${from} to ${to}` });
const instant = z
  .string({ error: 'must be a time like "2026-11-20T23:00:00Z"' })
  .regex(/^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:?\d\d)$/i, {
    error: 'must be a time with its zone, like "2026-11-20T23:00:00Z"',
  })
  .transform((value) => Date.parse(value))
  .refine((at) => !Number.isNaN(at), { error: "must be a time that exists" });
const whyMissing = oneOf("absent", "unavailable", "not_asked").nullish();

const exit = z
  .looseObject(
    {
      code: whole(0, 255).nullish(),
      signal: text
        .regex(/^SIG[A-Z0-9]+$/, { error: 'must be the name of a signal, like "SIGKILL"' })
        .nullish(),
    },
    { error: 'must be { "code": number } or { "signal": name }' },
  )
  .transform(({ code, signal }, context): ProcessExit => {
    if (typeof code === "number" && typeof signal !== "string") return { kind: "code", code };
    if (typeof signal === "string" && typeof code !== "number") return { kind: "signal", signal };
    context.addIssue({
      code: "custom",
      message: 'must be { "code": number } or { "signal": name }, one of them',
    });
    return z.NEVER;
  });

const create = z
  .looseObject(
    {
      outcome: oneOf("created", "adopted", "conflict", "blocked", "rejected", "unknown"),
      http: whole(100, 599).nullish(),
      reason: text.nullish(),
      message: text.nullish(),
    },
    { error: 'must be an object like { "outcome": "rejected", "http": 403 }' },
  )
  .transform(({ outcome, http, reason, message }): CreateAnswer => ({
    outcome,
    http: http ?? null,
    reason: reason ?? null,
    message: message ?? null,
  }));

const intent = z
  .looseObject(
    {
      kind: oneOf("cancel", "deadline", "teardown", "budget"),
      phase: oneOf("schedule", "start", "first_output", "idle", "run", "drain").nullish(),
      at: instant.nullish(),
      by: text.nullish(),
    },
    { error: 'must be an object like { "kind": "cancel", "at": time }' },
  )
  .transform(({ kind, phase, at, by }): Intent => ({
    kind,
    phase: phase ?? null,
    at: at ?? null,
    by: by ?? null,
  }));

const log = z
  .looseObject(
    {
      completeness: oneOf("complete", "unproven", "head_lost", "gap", "tail_lost").nullish(),
      end: oneOf("eof", "reset", "open").nullish(),
    },
    { error: 'must be an object like { "completeness": "complete", "end": "eof" }' },
  )
  .transform(({ completeness, end }): LogTestimony => ({
    completeness: completeness ?? null,
    end: end ?? null,
  }));

const testimony = z
  .looseObject(
    {
      schemaVersion: z.literal(1, { error: "must be 1, the only version there is" }).nullish(),
      now: instant.nullish(),
      agentContainer: text.nullish(),
      pod: whyMissing,
      job: whyMissing,
      exit: exit.nullish(),
      create: create.nullish(),
      intents: z.array(intent, { error: "must be a list" }).nullish(),
      limits: z
        .looseObject(
          {
            runMs: z
              .number({ error: "must be a number of milliseconds" })
              .nonnegative({ error: "must not be negative" })
              .nullish(),
          },
          { error: 'must be an object like { "runMs": 3600000 }' },
        )
        .nullish(),
      log: log.nullish(),
      schemaRequested: z.boolean({ error: "must be true or false" }).nullish(),
    },
    { error: "must be an object" },
  )
  .transform((said): Testimony => ({
    now: said.now ?? null,
    agentContainer: said.agentContainer ?? null,
    pod: said.pod ?? null,
    job: said.job ?? null,
    exit: said.exit ?? null,
    create: said.create ?? null,
    intents: said.intents ?? [],
    runMs: said.limits?.runMs ?? null,
    log: said.log ?? null,
    schemaRequested: said.schemaRequested ?? false,
  }));

export const noTestimony: Testimony = testimony.parse({});

/** Reads `run.json`. Unknown keys are ignored: a later version may say more. */
export async function readTestimony(path: string): Promise<Attempt<Testimony>> {
  const json = await readJson(path);
  if (json.kind === "unusable") return json;
  const parsed = testimony.safeParse(json.value);
  if (parsed.success) return read(parsed.data);
  const [issue] = parsed.error.issues;
  return unusable(issue === undefined ? `"${path}" can't be used.` : complaint(path, json.value, issue));
}

/** Names the file, the key, what is expected there, and what stands there instead. */
function complaint(path: string, value: unknown, issue: z.core.$ZodIssue): string {
  const key = issue.path
    .map((part) => (typeof part === "number" ? `[${part}]` : `.${String(part)}`))
    .join("");
  const found = issue.path.reduce<unknown>(
    (at, part) => (typeof at === "object" && at !== null ? Reflect.get(at, part) : undefined),
    value,
  );
  const subject = key === "" ? "the whole" : `"${key.replace(/^\./, "")}"`;
  return `"${path}": ${subject} ${issue.message}${found === undefined ? "; it is missing" : `, not ${shown(found)}`}.`;
}

function shown(value: unknown): string {
  const json = JSON.stringify(value);
  if (typeof value === "object" && value !== null) return Array.isArray(value) ? "a list" : "an object";
  return json.length <= 60 ? json : `${json.slice(0, 59)}…`;
}
