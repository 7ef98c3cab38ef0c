import type { Intent } from "@runverdict/classifier";
import { member, textOf } from "../member.ts";
import { oneLine } from "../lifecycle/one-line.ts";

/** The annotation of the Job in which another process reads what we set out to do. */
export const INTENT_ANNOTATION = "runverdict.dev/intent";
/** When the Job was resumed: one that is suspended again after that was suspended by somebody else. */
export const RESUMED_ANNOTATION = "runverdict.dev/resumed-at";

/** That the agent's output comes in the frames of the in-pod wrapper. */
export const FRAMED_ANNOTATION = "runverdict.dev/framed";

const LONGEST = 2000;

/** As it is written; anybody may read it, so it holds no more than the intent and the reason that was given. */
export function writeIntent(intent: Intent, reason: string | null): string {
  return JSON.stringify({ ...intent, reason: reason === null ? null : oneLine(reason, 500) });
}

/** The intent that a Job bears; null where it bears none, or one that nobody of us wrote. */
export function readIntent(job: unknown): Intent | null {
  const text = annotationOf(job, INTENT_ANNOTATION);
  const written = text === null || text.length > LONGEST ? null : parse(text);
  const [kind, phase] = [kindOf(member(written, "kind")), member(written, "phase")];
  if (kind === null) return null;
  const [at, by] = [member(written, "at"), member(written, "by")];
  return {
    kind,
    phase: phases.find((one) => one === phase) ?? null,
    at: typeof at === "number" && Number.isSafeInteger(at) ? at : null,
    by: typeof by === "string" ? oneLine(by, 120) : null,
  };
}

export function wasResumed(job: unknown): boolean {
  return annotationOf(job, RESUMED_ANNOTATION) !== null;
}

export function isFramed(job: unknown): boolean {
  return annotationOf(job, FRAMED_ANNOTATION) !== null;
}

const kinds = ["cancel", "deadline", "teardown", "budget"] as const;
const phases = ["schedule", "start", "first_output", "idle", "run", "drain"] as const;

function kindOf(value: unknown): Intent["kind"] | null {
  return kinds.find((kind) => kind === value) ?? null;
}

function annotationOf(job: unknown, key: string): string | null {
  return textOf(member(member(job, "metadata"), "annotations"), key);
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
