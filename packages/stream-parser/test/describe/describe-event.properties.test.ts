import { anyWireEvent, damagedEvent } from "@runverdict/stream-parser/arbitraries";
import { describeEvent, tells } from "@runverdict/stream-parser/describe";
import fc from "fast-check";
import { expect, test } from "vitest";
import { reached } from "../../../../test/support/reached.ts";
import { eventsIn } from "../support/streams-of.ts";

const MOST = 2000;

test("for all lines of any shape each event is described in few words", () => {
  const seen = reached("a cut text", "a wire event", "text", "a quiet event");
  fc.assert(
    fc.property(
      fc.oneof(
        anyWireEvent().map(({ bytes }) => bytes),
        damagedEvent().map(({ bytes }) => bytes),
        fc.string({ minLength: 1, maxLength: 4000 }),
      ),
      (line) => {
        for (const event of eventsIn(line)) {
          const { label, text, mood } = describeEvent(event);
          seen.when("a cut text", text.length >= MOST - 1);
          seen.when("a wire event", "body" in event);
          seen.when("text", event.kind === "text");
          seen.when("a quiet event", !tells(event));
          expect(label).not.toBe("");
          expect(label.length).toBeLessThanOrEqual(MOST);
          expect(text.length).toBeLessThanOrEqual(MOST);
          expect(["plain", "good", "bad"]).toContain(mood);
        }
      },
    ),
  );
  seen.expectAll();
});
