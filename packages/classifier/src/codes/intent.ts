import type { CodeEntry } from "./entry.ts";

/** Endings that we meant: a person, a deadline, a budget. */
export type IntentCode = "cancelled" | "timed_out" | "budget_stopped";

export const intentCodes: Readonly<Record<IntentCode, CodeEntry>> = {
  cancelled: {
    title: "Cancelled",
    outcome: "cancelled",
    family: "intent",
    attribution: "user",
    session: "keep",
    means: "We were asked to cancel the run, and did.",
    look: "Who asked, in the intent.",
    resolve: "Nothing to do.",
  },
  timed_out: {
    title: "Timed out",
    outcome: "timed_out",
    family: "intent",
    attribution: "runner",
    session: "keep",
    means: "The run reached its deadline, or was silent for longer than it may be.",
    look: "Which deadline it was, and what the agent was doing when it fired.",
    resolve: "Give the run more time, or the agent a smaller task; the session can be resumed.",
    unbegun: "Give the run more time to start and to work, and start it again.",
  },
  budget_stopped: {
    title: "Stopped by our budget",
    outcome: "failed",
    family: "intent",
    attribution: "runner",
    session: "keep",
    means: "We stopped the run because it had used up the budget that was set for it.",
    look: "The budget, and what the run had cost when it was stopped.",
    resolve: "Raise the budget, or give the agent a smaller task.",
  },
};
