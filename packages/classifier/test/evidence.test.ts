import { lastKnown, noEvidence } from "@runverdict/classifier";
import { expect, test } from "vitest";

test("what is known of an object is what was found, or what was last seen of it", () => {
  expect(lastKnown({ kind: "found", value: 1 })).toBe(1);
  expect(lastKnown({ kind: "absent", lastSeen: 2 })).toBe(2);
  expect(lastKnown({ kind: "unavailable", lastSeen: 3 })).toBe(3);
  expect(lastKnown({ kind: "absent", lastSeen: null })).toBeNull();
  expect(lastKnown({ kind: "not_asked" })).toBeNull();
});

test("in no evidence, nothing was asked, meant or captured", () => {
  expect(noEvidence).toMatchObject({
    stream: null,
    pod: { kind: "not_asked" },
    job: { kind: "not_asked" },
    events: { kind: "not_asked" },
    run: { exit: null, create: null, intents: [], limits: { runMs: null }, log: null, stderr: [] },
    now: null,
  });
});
