import fc from "fast-check";
import type { EventFact } from "../event-facts.ts";
import { anyInstant } from "./instants.ts";
import * as words from "./kubernetes-words.ts";
import type { FactsOptions } from "./pod-facts.ts";
import { orNull, wordOf } from "./texts.ts";

/** Any Event, about the run's pod or Job, about another one, about a node, or about nothing that is named. */
export function eventFacts({ instant = anyInstant() }: FactsOptions = {}): fc.Arbitrary<EventFact> {
  return fc.record({
    reason: wordOf(words.EVENT_REASONS),
    message: orNull(wordOf(words.EVENT_MESSAGES)),
    type: fc.constantFrom("Normal", "Warning", "Warning", "", null),
    at: orNull(instant),
    count: fc.integer({ min: 0, max: 9 }),
    regarding: fc.record({
      kind: fc.constantFrom("Pod", "Pod", "Pod", "Job", "Job", "Node", "Namespace", null),
      name: orNull(wordOf(words.NAMES)),
      uid: fc.constantFrom(
        "pod-uid",
        "pod-uid",
        "other-pod-uid",
        "job-uid",
        "job-uid",
        "node-uid",
        null,
        null,
      ),
      fieldPath: fc.constantFrom("spec.containers{agent}", null),
    }),
  });
}
