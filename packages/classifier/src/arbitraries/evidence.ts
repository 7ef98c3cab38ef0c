import type { ParsedStream } from "@runverdict/stream-parser";
import { nothingSeen } from "@runverdict/stream-parser";
import fc from "fast-check";
import type { Evidence } from "../evidence.ts";
import { eventFacts } from "./event-facts.ts";
import { anyInstant } from "./instants.ts";
import { jobFacts } from "./job-facts.ts";
import { lookup } from "./lookup.ts";
import { podFacts, type FactsOptions } from "./pod-facts.ts";
import { capturedStream, streamFacts } from "./stream-facts.ts";
import { testimony } from "./testimony.ts";
import { orNull } from "./texts.ts";

/**
 * Any evidence that the types allow: look-ups that contradict each other, words that nobody knows, absurd instants,
 * fields that are missing, a stream that is none. What holds for every verdict must hold for the verdict on it.
 */
export function evidence(options: FactsOptions = {}): fc.Arbitrary<Evidence> {
  const { instant = anyInstant() } = options;
  return fc.record({
    stream: anyStream({ instant }),
    pod: lookup(podFacts({ instant })),
    job: lookup(jobFacts({ instant })),
    events: lookup(fc.array(eventFacts({ instant }), { maxLength: 4 })),
    run: testimony({ instant }),
    now: orNull(instant),
  });
}

function anyStream(options: FactsOptions): fc.Arbitrary<ParsedStream | null> {
  return fc.oneof(
    { withCrossShrink: true },
    { weight: 2, arbitrary: fc.constant(null) },
    { weight: 2, arbitrary: fc.constant(nothingSeen) },
    { weight: 10, arbitrary: streamFacts(options) },
    { weight: 1, arbitrary: capturedStream() },
  );
}
