import { ADVICE, ONCE } from "./advice-table.ts";
import type { Code } from "./codes.ts";
import { isNeverStarted, isUnbegun } from "./progress.ts";
import type { RetryAction, RetryAdvice, Verdict } from "./verdict.ts";

/** What the caller knows that a verdict does not. */
export interface RetryPolicy {
  /** Whether the agent's session outlives its pod, so that a new run can resume it. */
  readonly sessionDurable: boolean;
  /** How often this run was tried again for the same code already. */
  readonly attempts: number;
  /** After how many tries nothing is tried again. */
  readonly maxAttempts: number;
  /** Actions that replace the defaults of `ADVICE`. */
  readonly actions: Readonly<Partial<Record<Code, RetryAction>>>;
}

export const DEFAULT_POLICY: RetryPolicy = { sessionDurable: true, attempts: 0, maxAttempts: 3, actions: {} };

/** What advice needs of a verdict. */
export type Advisable = Pick<Verdict, "code" | "outcome" | "progress" | "session" | "flags"> & {
  readonly notBefore: string | null;
};

/**
 * What to do next. Nothing is replayed blindly: only what the evidence proves never started is retried, all else is
 * resumed where the session lives on, and left alone where it does not; and nothing is started while a pod of the run
 * may still be alive.
 */
export function advise(verdict: Advisable, policy: Partial<RetryPolicy> = {}): RetryAdvice {
  const settled: RetryPolicy = { ...DEFAULT_POLICY, ...policy };
  const wanted = settled.actions[verdict.code] ?? ADVICE[verdict.code];
  if (wanted === "none" || wanted === "wait" || wanted === "fix_config") return advice(wanted, hints[wanted]);
  if (verdict.outcome === "unsettled") return advice("wait", hints.wait);
  if (verdict.flags.includes("cancel_unconfirmed"))
    return advice("wait", "The pod may still be alive; make sure that it is gone.");
  const limit = ONCE.has(verdict.code) ? Math.min(1, settled.maxAttempts) : settled.maxAttempts;
  if (settled.attempts >= limit) return advice("none", triedEnough(settled.attempts));
  return {
    ...safely(wanted, verdict, settled),
    notBefore: wanted === "retry_after" ? verdict.notBefore : null,
  };
}

function triedEnough(attempts: number): string {
  if (attempts === 0) return "The policy allows no further try.";
  const often = attempts === 1 ? "once" : attempts === 2 ? "twice" : `${attempts} times`;
  return `It was tried again ${often} already.`;
}

/** What is left of the wish once nothing may be done twice. */
function safely(wanted: RetryAction, verdict: Advisable, { sessionDurable }: RetryPolicy): RetryAdvice {
  if (wanted === "fresh_session" || wanted === "retry_after") return advice(wanted, hints[wanted]);
  if (isNeverStarted(verdict))
    return wanted === "resume"
      ? advice("retry", hints.retry)
      : advice(wanted, unbegun[wanted] ?? hints[wanted]);
  if (verdict.session === "drop") return advice("fresh_session", hints.fresh_session);
  if (!sessionDurable)
    return advice(
      "none",
      "It may have done work already, and its session is gone, so start it again by hand.",
    );
  const action = wanted === "retry" ? "resume" : wanted;
  return advice(action, (isUnbegun(verdict) ? unbegun[action] : null) ?? hints[action]);
}

function advice(action: RetryAction, hint: string | null): RetryAdvice {
  return { action, notBefore: null, hint };
}

const hints: Readonly<Record<RetryAction, string | null>> = {
  none: null,
  retry: "It never started, so start it again after a pause, when no pod of it is left.",
  retry_after: "Go on once the limit has been reset.",
  resume: "Resume the session after a pause, with back-off.",
  fresh_session: "Start again without the old session.",
  more_memory: "Give it more memory, then resume the session.",
  more_disk: "Give it more ephemeral storage, then resume the session.",
  fix_config: "Fix the configuration first; without that it will fail in the same way.",
  wait: "Look again; do not start anything in its place yet.",
};

/** Where the agent never came up: a session to go on with is there only if the run was given one. */
const unbegun: Readonly<Partial<Record<RetryAction, string>>> = {
  resume: "It began no session, so start it again as it was, after a pause, with back-off.",
  more_memory: "Give it more memory, then start it again.",
  more_disk: "Give it more ephemeral storage, then start it again.",
};
