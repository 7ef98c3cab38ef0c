import fc from "fast-check";
import type {
  ConditionFact,
  ContainerFacts,
  ContainerState,
  PodFacts,
  TerminatedState,
} from "../pod-facts.ts";
import { anyInstant } from "./instants.ts";
import * as words from "./kubernetes-words.ts";
import { orNull, seldom, wordOf } from "./texts.ts";

/** Which instants generated facts hold; by default {@link anyInstant}, absurd ones included. */
export interface FactsOptions {
  readonly instant?: fc.Arbitrary<number>;
}

/** Any pod that the types allow: its facts need not fit each other, and its words need not be Kubernetes'. */
export function podFacts({ instant = anyInstant() }: FactsOptions = {}): fc.Arbitrary<PodFacts> {
  const at = seldom(instant);
  return fc.record({
    name: orNull(wordOf(words.NAMES)),
    namespace: orNull(wordOf(["agents", "default"])),
    uid: fc.constantFrom("pod-uid", "pod-uid", "other-pod-uid", null),
    jobUid: fc.constantFrom("job-uid", "job-uid", "job-uid", "other-job-uid", null),
    nodeName: orNull(wordOf(words.NAMES)),
    phase: orNull(wordOf(words.POD_PHASES)),
    reason: seldom(wordOf(words.POD_REASONS)),
    message: seldom(wordOf(words.POD_MESSAGES)),
    createdAt: orNull(instant),
    startedAt: orNull(instant),
    deadlineAt: at,
    deletionRequestedAt: at,
    deletionAt: at,
    conditions: fc.array(podCondition(instant), { maxLength: 3 }),
    agent: fc.option(containerFacts(instant), { freq: 8 }),
    sidecars: fc.array(containerFacts(instant), { maxLength: 2 }),
    initContainers: fc.array(containerFacts(instant), { maxLength: 2 }),
  });
}

/** Any condition of a pod; half of them are disruptions, which matter most. */
function podCondition(instant: fc.Arbitrary<number> = anyInstant()): fc.Arbitrary<ConditionFact> {
  const disruption = conditionFact(
    ["DisruptionTarget"],
    words.DISRUPTION_REASONS,
    words.POD_MESSAGES,
    instant,
  );
  const types = ["PodScheduled", "Ready", "Initialized", "ConditionOfTomorrow"];
  return fc.oneof(disruption, conditionFact(types, ["Unschedulable", "SchedulingGated"], [], instant));
}

export function conditionFact(
  types: readonly string[],
  reasons: readonly string[],
  messages: readonly string[],
  instant: fc.Arbitrary<number>,
): fc.Arbitrary<ConditionFact> {
  return fc.record({
    type: wordOf(types),
    status: fc.constantFrom("True", "True", "True", "False", "False", "Unknown", ""),
    reason: orNull(wordOf(reasons)),
    message: orNull(wordOf([...messages, "a message"])),
    at: orNull(instant),
  });
}

/** Any container: waiting, running, ended or unreported, restarted or not, with or without a memory limit. */
export function containerFacts(instant: fc.Arbitrary<number> = anyInstant()): fc.Arbitrary<ContainerFacts> {
  return fc.record({
    name: wordOf(words.NAMES),
    state: containerState(instant),
    lastTerminated: seldom(terminatedState(instant)),
    restarts: fc.nat({ max: 3 }),
    memoryLimit: orNull(wordOf(["128Mi", "4Gi", "512000000"])),
  });
}

function containerState(instant: fc.Arbitrary<number>): fc.Arbitrary<ContainerState> {
  return fc.oneof(
    { weight: 4, arbitrary: terminatedState(instant) },
    {
      weight: 3,
      arbitrary: fc.record({
        kind: fc.constant("waiting" as const),
        reason: orNull(wordOf(words.WAITING_REASONS)),
        message: orNull(wordOf(words.WAITING_MESSAGES)),
      }),
    },
    {
      weight: 2,
      arbitrary: fc.record({ kind: fc.constant("running" as const), startedAt: orNull(instant) }),
    },
    { weight: 1, arbitrary: fc.constant({ kind: "unreported" as const }) },
  );
}

export function terminatedState(instant: fc.Arbitrary<number> = anyInstant()): fc.Arbitrary<TerminatedState> {
  return fc.record({
    kind: fc.constant("terminated" as const),
    exitCode: fc.oneof(
      { weight: 8, arbitrary: fc.constantFrom(...words.EXIT_CODES) },
      { weight: 1, arbitrary: fc.integer() },
      { weight: 1, arbitrary: fc.constant(null) },
    ),
    reason: orNull(wordOf(words.TERMINATED_REASONS)),
    message: seldom(wordOf(words.TERMINATION_MESSAGES)),
    signal: seldom(fc.constantFrom(9, 15)),
    startedAt: orNull(instant),
    finishedAt: orNull(instant),
  });
}
