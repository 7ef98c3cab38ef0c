import { ADMISSION, classify, CODES, noEvidence } from "@runverdict/classifier";
import { expect, test } from "vitest";

test.each(Object.values(ADMISSION))(
  "Whoever says that a run was not let begin, because %s, is believed.",
  (reason) => {
    const create = { outcome: "blocked", http: null, reason, message: "See Job run-6." } as const;
    const verdict = classify({ ...noEvidence, run: { ...noEvidence.run, create }, now: 0 });
    expect(verdict).toMatchObject({ code: reason, outcome: "failed", progress: { atMost: "not_created" } });
    expect(verdict.summary).toContain("See Job run-6.");
    expect(CODES).toHaveProperty(reason);
  },
);
