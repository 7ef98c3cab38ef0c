import type { CreateAnswer, Intent, JobFacts, LogTestimony, PodFacts } from "@runverdict/classifier";
import type { LogEnd } from "../log/log-end.ts";

/**
 * What happened, as the shell tells it. `at` is the shell's clock in epoch milliseconds. Answers repeat the `ask` of the
 * effect that they answer; an answer to anything but the newest ask of its kind changes nothing.
 */
export type LifecycleEvent =
  /** Nothing but time went by: the instant of `wakeAt` was reached. */
  | { readonly kind: "clock-ticked"; readonly at: number }
  /** A process took the run up again from its stored state; whatever was under way then is lost. */
  | { readonly kind: "restarted"; readonly at: number }
  /** The caller no longer wants the run. */
  | {
      readonly kind: "cancel-requested";
      readonly at: number;
      readonly intent: "cancel" | "budget";
      /** Who asked and why: one bounded, printable line each. */
      readonly by: string;
      readonly reason: string;
    }
  /** Our process ends. The Job is left alone; store the state from before this event for whoever takes it up. */
  | { readonly kind: "detach-requested"; readonly at: number }
  | ClusterEvent
  | LogEvent
  | AnswerEvent;

/** What the watch saw (`ask` null) or a look-up answered. */
export type ClusterEvent =
  | ({ readonly kind: "job-seen"; readonly at: number; readonly ask: number | null } & Sight<JobFacts>)
  | ({ readonly kind: "pod-seen"; readonly at: number; readonly ask: number | null } & Sight<PodFacts>)
  /** The server stands behind it that the object of this UID is gone; with null, that there is none for this run. */
  | {
      readonly kind: "job-absent" | "pod-absent";
      readonly at: number;
      readonly ask: number | null;
      readonly uid: string | null;
    };

/** One state of an object. Of two states with the same UID the one with the higher resourceVersion is newer. */
export interface Sight<T> {
  readonly uid: string;
  readonly resourceVersion: string;
  readonly facts: T;
}

/** What became of a connection to the log endpoint; those of a former connection change nothing. */
export type LogEvent =
  | { readonly kind: "log-opened"; readonly at: number; readonly connection: number }
  | {
      readonly kind: "log-progressed";
      readonly at: number;
      readonly connection: number;
      /** `final-word`: the caller's parser takes what came for the agent's last word. `more-work`: it went on after it. */
      readonly said: "output" | "final-word" | "more-work";
    }
  | { readonly kind: "log-closed"; readonly at: number; readonly connection: number; readonly why: LogEnd };

export type AnswerEvent =
  | { readonly kind: "admitted"; readonly at: number; readonly ask: number }
  | {
      readonly kind: "admission-refused";
      readonly at: number;
      readonly ask: number;
      readonly answer: CreateAnswer;
    }
  | {
      readonly kind: "create-answered";
      readonly at: number;
      readonly ask: number;
      readonly answer: CreateAnswer;
      /** The Job of this run as far as it exists: also beside a refusal, if only what belongs to it was refused. */
      readonly job: Sight<JobFacts> | null;
      /** What an earlier process recorded on an adopted Job. */
      readonly recorded: readonly Intent[];
    }
  | { readonly kind: "intent-recorded" | "stop-accepted"; readonly at: number; readonly ask: number }
  /** No answer yet: more of the rest came, or the caller took more of what had come. */
  | { readonly kind: "log-rest-progressed"; readonly at: number; readonly ask: number }
  | {
      readonly kind: "log-rest-read";
      readonly at: number;
      readonly ask: number;
      readonly completeness: LogTestimony["completeness"];
      /** How the read itself ended; null where there was nothing to read any more. */
      readonly end: "eof" | null;
    }
  | { readonly kind: "events-fetched"; readonly at: number; readonly ask: number }
  | {
      readonly kind: "forensics-sealed";
      readonly at: number;
      readonly ask: number;
      /** What the stored evidence can be recognised by. */
      readonly digest: string;
    }
  | {
      readonly kind: "job-deleted" | "pod-deleted";
      readonly at: number;
      readonly ask: number;
      /** `gone`: it was not there any more. */
      readonly outcome: "deleted" | "gone";
    }
  | {
      readonly kind: "request-failed";
      readonly at: number;
      readonly ask: number;
      /** `refused`: asking again won't help (403, 422). `unavailable`: it may (5xx, 429, no connection, no answer). */
      readonly why: "refused" | "unavailable";
    };
