import type { Evidence } from "@runverdict/classifier";
import { evidence as anyEvidence } from "@runverdict/classifier/arbitraries";
import fc from "fast-check";
import type { RunEnd } from "../../src/result/run-end.ts";
import { plausibleRun } from "../../../classifier/test/properties/any-run.ts";
import { runEnd } from "./run-end.ts";

/** A run that was looked at, however it ended or goes on, and whatever was seen of it. */
export function anyEnd(evidence: fc.Arbitrary<Evidence> = anyRun()): fc.Arbitrary<RunEnd> {
  return fc
    .tuple(evidence, place(), anySession(), fc.boolean(), fc.option(anyCancellation()))
    .map(([run, at, session, isKept, cancellation]) =>
      runEnd(run, { run: at, cancellation, ...(isKept ? {} : { session }) }),
    );
}

/** One that is over. */
export function settled(evidence?: fc.Arbitrary<Evidence>): fc.Arbitrary<RunEnd> {
  return anyEnd(evidence).filter(({ verdict }) => verdict.outcome !== "unsettled");
}

function anyRun(): fc.Arbitrary<Evidence> {
  return fc.oneof({ weight: 1, arbitrary: anyEvidence() }, { weight: 2, arbitrary: plausibleRun() });
}

function text(): fc.Arbitrary<string> {
  return fc.oneof(fc.string(), fc.string({ unit: "binary" }), fc.constant("a\u0000\ud800"));
}

function place(): fc.Arbitrary<RunEnd["run"]> {
  return fc.record({
    namespace: text(),
    job: fc.option(text()),
    runMs: fc.nat(),
    runningAt: fc.option(fc.nat()),
  });
}

function anySession(): fc.Arbitrary<RunEnd["session"]> {
  return fc.record({
    sessionId: fc.option(text()),
    params: fc.option(fc.dictionary(text(), fc.jsonValue())),
    durable: fc.boolean(),
  });
}

export function anyCancellation(): fc.Arbitrary<NonNullable<RunEnd["cancellation"]>> {
  return fc.record({ confirmed: fc.boolean(), at: fc.nat(), forced: fc.boolean() });
}
