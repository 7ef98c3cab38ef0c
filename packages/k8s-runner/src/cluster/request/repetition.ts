import { backoff } from "../../lifecycle/backoff.ts";
import type { Answer, Trouble } from "./answer.ts";

/**
 * What a second request of the same kind would do, if the first was carried out and only its answer was lost:
 * - `nothing`: it reads.
 * - `be-refused`: it creates what has a fixed name, deletes by UID, or patches with a test. Its refusal (409, 404, 422) may
 *   then be about our own doing: look before you believe it.
 * - `it-again`: it must not be repeated unless nothing was done for certain.
 */
export type SecondTime = "nothing" | "be-refused" | "it-again";

export type Repetition =
  | {
      readonly kind: "repeat";
      readonly afterMs: number;
      /** By the first request. */ readonly mayBeDone: boolean;
    }
  | { readonly kind: "leave" };

const leave: Repetition = { kind: "leave" };

/** Whether, and after how long, a request may be made again. `failures` counts those before; `dice` is from 0 to 1. */
export function repetitionOf(second: SecondTime, answer: Answer, failures: number, dice: number): Repetition {
  if (answer.kind === "answered" || !isPassing(answer)) return leave;
  const mayBeDone = second !== "nothing" && !isUndone(answer);
  if (mayBeDone && second === "it-again") return leave;
  const askedMs = answer.kind === "refused" ? (answer.refusal.retryAfterMs ?? 0) : 0;
  return { kind: "repeat", afterMs: Math.max(askedMs, backoff(failures, dice)), mayBeDone };
}

/** Whether it may be over in a while. */
export function isPassing(trouble: Trouble): boolean {
  switch (trouble.kind) {
    case "unreachable":
    // Certificates are renewed, and then all is well again.
    case "untrusted":
    case "no-credentials":
    case "cut":
    case "timeout":
    case "garbled":
      return true;
    case "aborted":
      return false;
    case "refused":
      return trouble.refusal.status === 429 || trouble.refusal.status >= 500;
  }
}

/** Whether nothing was done for certain: nothing was sent, or the server said so before it began. */
function isUndone(trouble: Trouble): boolean {
  if (isUnsent(trouble)) return true;
  if (trouble.kind !== "refused") return false;
  return trouble.refusal.kind === "throttled" || trouble.refusal.kind === "webhook-failed";
}

/** Whether there was nobody to send it to, or nothing to authenticate with. */
export function isUnsent({ kind }: Trouble): boolean {
  return kind === "unreachable" || kind === "untrusted" || kind === "no-credentials";
}
