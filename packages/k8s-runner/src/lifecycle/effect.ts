import type { CreateAnswer, Intent, JobFacts, LogTestimony, Lookup, PodFacts } from "@runverdict/classifier";
import type { Sealed } from "./sealed.ts";
import type { Ending } from "./ending.ts";

/** What the shell is to do. Whatever has an `ask` is answered with it, by an event that repeats the number. */
export type Effect =
  /** Ask whoever guards admission: `admitted`, `admission-refused`, or `request-failed`. */
  | { readonly kind: "admit"; readonly ask: number }
  /**
   * Create the Job suspended, then the Secrets that it owns, then resume it. Each step is idempotent by name and UID, so
   * the effect may be repeated, and adopts what a lost answer left behind. Answered by `create-answered`.
   */
  | { readonly kind: "create-job"; readonly ask: number }
  /** A consistent read of the Job of this run; of this UID, where one is known. */
  | { readonly kind: "look-up-job"; readonly ask: number; readonly uid: string | null }
  /** A consistent read of the pod of this UID, or of the Job's pods where no pod is known. */
  | {
      readonly kind: "look-up-pod";
      readonly ask: number;
      readonly uid: string | null;
      readonly jobUid: string | null;
    }
  /** Follow the agent container's log from where the log cursor stands. */
  | { readonly kind: "follow-log"; readonly connection: number; readonly podUid: string }
  | { readonly kind: "close-log"; readonly connection: number }
  /**
   * Read, without following, what the last connection did not bring. As long as it comes, `log-rest-progressed` says so;
   * answered by `log-rest-read`.
   */
  | { readonly kind: "read-log-rest"; readonly ask: number; readonly podUid: string }
  /** The rest is not waited for any longer: nothing of it may come after this. */
  | { readonly kind: "leave-log-rest" }
  | {
      readonly kind: "fetch-events";
      readonly ask: number;
      readonly jobUid: string | null;
      readonly podUid: string | null;
    }
  /** Write on the Job what we are about to do, so that another process knows it too. */
  | {
      readonly kind: "record-intent";
      readonly ask: number;
      readonly jobUid: string;
      readonly intent: Intent;
      readonly reason: string | null;
    }
  /**
   * End the agent gracefully: delete its pod with this grace period and its UID as precondition. The kubelet publishes
   * how the containers ended before the object goes, and the log is followed to its end.
   */
  | { readonly kind: "stop-agent"; readonly ask: number; readonly podUid: string; readonly graceMs: number }
  /** Store the evidence: with what is said here, the captured output and the Events. Answered by `forensics-sealed`. */
  | { readonly kind: "seal-forensics"; readonly ask: number; readonly facts: RunFacts }
  /** Delete the Job with its UID as precondition and `propagationPolicy: Background`. */
  | { readonly kind: "delete-job"; readonly ask: number; readonly uid: string; readonly sealed: Sealed }
  /** Delete a pod whose Job is gone, with its UID as precondition. */
  | { readonly kind: "delete-pod"; readonly ask: number; readonly uid: string; readonly sealed: Sealed }
  /** It is over for us; nothing follows. */
  | { readonly kind: "settle"; readonly ending: Ending };

/** What the lifecycle knows of the run, in the classifier's terms. */
export interface RunFacts {
  readonly job: Lookup<JobFacts>;
  readonly pod: Lookup<PodFacts>;
  readonly create: CreateAnswer | null;
  readonly intents: readonly Intent[];
  readonly log: LogTestimony | null;
}
