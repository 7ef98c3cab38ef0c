import type { Code } from "../../codes.ts";
import type { EventFact } from "../../event-facts.ts";
import type { CreateAnswer, Intent, ProcessExit } from "../../evidence.ts";
import type { JobFacts } from "../../job-facts.ts";
import type { PodFacts } from "../../pod-facts.ts";
import type { RunPlan } from "./plan.ts";
import type { WordsKind } from "./words.ts";

/** What a fate makes of a plan: every state the cluster went through, and what those are called who see them all. */
export interface Happening {
  readonly agent: "never-started" | "running" | "ended";
  /** What the pod was, oldest first; empty when there never was one. */
  readonly pods: readonly PodFacts[];
  /** Whether the cluster still has the pod. */
  readonly podExists: boolean;
  readonly jobs: readonly JobFacts[];
  readonly jobExists: boolean;
  readonly events: readonly EventFact[];
  readonly intents: readonly Intent[];
  /** Null: the plan says how the create was answered. */
  readonly create: CreateAnswer | null;
  /** How a run without a cluster ended. */
  readonly exit: ProcessExit | null;
  readonly exitCode: number | null;
  readonly endedAt: number | null;
  /** Plain text of the runtime, written as the last thing. */
  readonly lastWords: readonly string[];
  readonly runMs: number | null;
  /** What it is called by who sees the newest state of all objects, where the agent said nothing; null: inferred. */
  readonly codes: readonly Code[] | null;
  /** The same for who sees no Events. */
  readonly codesWithoutEvents: readonly Code[] | null;
  /** Only the Job says why; the pod alone looks as if somebody had deleted it. */
  readonly toldByJob: boolean;
}

/** A fate: what the agent may have said until then, and what happened. */
export interface FateRow {
  readonly words: readonly WordsKind[];
  readonly happens: (plan: RunPlan, exitCode: number) => Happening;
}

/** A run that nobody touches; a fate replaces what it changes. */
export const untouched: Omit<Happening, "codes" | "codesWithoutEvents" | "agent"> = {
  pods: [],
  podExists: false,
  jobs: [],
  jobExists: false,
  events: [],
  intents: [],
  create: null,
  exit: null,
  exitCode: null,
  endedAt: null,
  lastWords: [],
  runMs: null,
  toldByJob: false,
};

/** The same codes whether Events were seen or not. */
export function called(...codes: readonly Code[]): Pick<Happening, "codes" | "codesWithoutEvents"> {
  return { codes, codesWithoutEvents: codes };
}
