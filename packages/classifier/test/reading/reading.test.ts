import { expect, test } from "vitest";
import { readEvidence } from "../../src/reading/reading.ts";
import { absent, evidence, unavailable } from "../support/evidence.ts";

test("only an authoritative look-up says that an object does not exist", () => {
  const { podGone, jobGone } = readEvidence(evidence({ pod: absent(), job: unavailable() }));
  expect([podGone, jobGone]).toEqual([true, false]);
  expect(readEvidence(evidence({ job: absent() }))).toMatchObject({ podGone: false, jobGone: true });
});

test("nothing is read out of nothing", () => {
  expect(readEvidence(evidence())).toEqual({
    evidence: evidence(),
    pod: null,
    job: null,
    podGone: false,
    jobGone: false,
    events: [],
    end: { kind: "unseen" },
    word: { kind: "silent", because: "no output was captured", forged: false },
    complaint: null,
    interruption: null,
    harness: [],
    takedown: { disruption: null, deletion: null },
    intents: {
      cancel: null,
      budget: null,
      runDeadline: null,
      startDeadline: null,
      firstOutputDeadline: null,
      deletion: null,
    },
  });
});
