import { expect, test } from "vitest";
import { readResetText } from "../../src/reading/reset-text.ts";

/** A Saturday afternoon in November, when New York is five hours behind. */
const TOLD_AT = Date.parse("2026-11-21T15:20:30Z");

test.each([
  // As CLI 2.1 words it.
  ["You've hit your session limit · resets 5pm (UTC)", "2026-11-21T17:00:00.000Z"],
  ["You've hit your session limit · resets 10:30am (America/New_York)", "2026-11-21T15:30:00.000Z"],
  ["You've hit your weekly limit · resets Nov 24, 8pm (UTC)", "2026-11-24T20:00:00.000Z"],
  ["Weekly limit reached ∙ resets Nov 24 at 12am (Asia/Seoul)", "2026-11-23T15:00:00.000Z"],
  ["You've hit your weekly limit · resets Jan 2, 2027, 3:02pm (Europe/Berlin)", "2027-01-02T14:02:00.000Z"],
  // As CLI 1.0 does.
  ["Claude usage limit reached. Your limit will reset at 3pm (America/Bogota).", "2026-11-21T20:00:00.000Z"],
  // As the API does.
  [
    "API Error: 400 You have reached your specified API usage limits. You will regain access on 2026-12-01 at 00:00 UTC.",
    "2026-12-01T00:00:00.000Z",
  ],
])("%s: that is %s", (text, instant) => {
  const at = readResetText(text, TOLD_AT);
  expect(at === null ? null : new Date(at).toISOString()).toBe(instant);
});

test("A time of day that is over today is tomorrow's, in the zone's own days.", () => {
  expect(readResetText("resets 3pm (UTC)", TOLD_AT)).toBe(Date.parse("2026-11-22T15:00:00Z"));
  // There it is Sunday, twenty past four in the morning.
  expect(readResetText("resets 5am (Pacific/Auckland)", TOLD_AT)).toBe(Date.parse("2026-11-21T16:00:00Z"));
  expect(readResetText("resets 3am (Pacific/Auckland)", TOLD_AT)).toBe(Date.parse("2026-11-22T14:00:00Z"));
});

test("The minute in which it is told counts, for its seconds were cut off.", () => {
  expect(readResetText("resets 3:20pm (UTC)", TOLD_AT)).toBe(Date.parse("2026-11-21T15:20:00Z"));
});

test("Clocks that are changed in between are heeded.", () => {
  const beforeTheChange = Date.parse("2026-11-01T03:00:00Z");
  expect(readResetText("resets 8am (America/New_York)", beforeTheChange)).toBe(
    Date.parse("2026-11-01T13:00:00Z"),
  );
});

test.each([
  ["without a zone", "5-hour limit reached ∙ resets 3pm"],
  ["in a zone that nobody knows", "resets 3pm (Middle/Earth)"],
  ["at an hour that there is not", "resets 13pm (UTC)"],
  ["on a day that is over", "resets Nov 3, 3pm (UTC)"],
  ["of nothing", "You've hit your limit"],
])("A reset %s is not known.", (_, text) => {
  expect(readResetText(text, TOLD_AT)).toBeNull();
});

test("A time of day says nothing when nobody knows of which day, while a date does.", () => {
  expect(readResetText("resets 3pm (UTC)", null)).toBeNull();
  expect(readResetText("You will regain access on 2026-12-01 at 00:00 UTC", null)).toBe(
    Date.parse("2026-12-01T00:00:00Z"),
  );
});

test.each([8.64e15, -8.64e15, 9e15, Number.MAX_SAFE_INTEGER])(
  "At %d, which is in no calendar, nothing is known.",
  (at) => {
    expect(readResetText("resets 3pm (UTC)", at)).toBeNull();
  },
);
