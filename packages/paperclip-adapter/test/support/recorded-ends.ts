import { readCases } from "../../../classifier/test/support/cases.ts";
import type { RunEnd } from "../../src/result/run-end.ts";
import { runEnd } from "./run-end.ts";

export interface RecordedEnd {
  /** The folder in `fixtures/transcripts`. */
  readonly name: string;
  readonly end: RunEnd;
}

/** All recorded runs: there is one at least for each code. */
export const recordedEnds: readonly RecordedEnd[] = readCases().map(({ name, evidence }) => ({
  name,
  end: runEnd(evidence),
}));

/** Those that are over, of which a host is told. */
export const recordedOver: readonly RecordedEnd[] = recordedEnds.filter(
  ({ end }) => end.verdict.outcome !== "unsettled",
);

/** The same end of a run whose session's files went with its pod. */
export function withoutVolume(end: RunEnd): RunEnd {
  return { ...end, session: { ...end.session, durable: false } };
}
