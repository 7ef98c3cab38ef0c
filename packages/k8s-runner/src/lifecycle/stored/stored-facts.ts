import type {
  ConditionFact,
  ContainerFacts,
  ContainerState,
  CreateAnswer,
  EventFact,
  Intent,
  JobFacts,
  LogTestimony,
  Lookup,
  PodFacts,
  TerminatedState,
} from "@runverdict/classifier";
import {
  count,
  fields,
  flag,
  instant,
  listOf,
  oneOf,
  orNull,
  text,
  variants,
  whole,
  type Shape,
} from "./shape.ts";

/** How the classifier's evidence looks where it is stored. */

const at = orNull(instant);
const word = orNull(text);

const condition: Shape<ConditionFact> = fields<ConditionFact>({
  type: text,
  status: text,
  reason: word,
  message: word,
  at,
});

const terminated: Shape<TerminatedState> = fields<TerminatedState>({
  kind: oneOf("terminated"),
  exitCode: orNull(whole),
  reason: word,
  message: word,
  signal: orNull(whole),
  startedAt: at,
  finishedAt: at,
});

const container: Shape<ContainerFacts> = fields<ContainerFacts>({
  name: text,
  state: variants<"kind", ContainerState>("kind", {
    waiting: fields({ kind: oneOf("waiting"), reason: word, message: word }),
    running: fields({ kind: oneOf("running"), startedAt: at }),
    terminated,
    unreported: fields({ kind: oneOf("unreported") }),
  }),
  lastTerminated: orNull(terminated),
  restarts: count,
  memoryLimit: word,
});

export const jobFacts: Shape<JobFacts> = fields<JobFacts>({
  name: word,
  namespace: word,
  uid: word,
  createdAt: at,
  startedAt: at,
  deletionRequestedAt: at,
  suspended: flag,
  conditions: listOf(condition),
  podsCounted: count,
});

export const podFacts: Shape<PodFacts> = fields<PodFacts>({
  name: word,
  namespace: word,
  uid: word,
  jobUid: word,
  nodeName: word,
  phase: word,
  reason: word,
  message: word,
  createdAt: at,
  startedAt: at,
  deadlineAt: at,
  deletionRequestedAt: at,
  deletionAt: at,
  conditions: listOf(condition),
  agent: orNull(container),
  sidecars: listOf(container),
  initContainers: listOf(container),
});

export const createAnswer: Shape<CreateAnswer> = fields<CreateAnswer>({
  outcome: oneOf("created", "adopted", "conflict", "blocked", "rejected", "unknown"),
  http: orNull(whole),
  reason: word,
  message: word,
});

export const intent: Shape<Intent> = fields<Intent>({
  kind: oneOf("cancel", "deadline", "teardown", "budget"),
  phase: orNull(oneOf("schedule", "start", "first_output", "idle", "run", "drain")),
  at,
  by: word,
});

export const logTestimony: Shape<LogTestimony> = fields<LogTestimony>({
  completeness: orNull(oneOf("complete", "unproven", "head_lost", "gap", "tail_lost")),
  end: orNull(oneOf("eof", "reset", "open")),
});

export const eventFact: Shape<EventFact> = fields<EventFact>({
  reason: text,
  message: word,
  type: word,
  at,
  count,
  regarding: fields<EventFact["regarding"]>({ kind: word, name: word, uid: word, fieldPath: word }),
});

export function lookup<T>(facts: Shape<T>): Shape<Lookup<T>> {
  return variants<"kind", Lookup<T>>("kind", {
    found: fields({ kind: oneOf("found"), value: facts }),
    absent: fields({ kind: oneOf("absent"), lastSeen: orNull(facts) }),
    unavailable: fields({ kind: oneOf("unavailable"), lastSeen: orNull(facts) }),
    not_asked: fields({ kind: oneOf("not_asked") }),
  });
}
