import fc from "fast-check";
import { expect, test } from "vitest";
import { reached } from "../../../../test/support/reached.ts";
import { readResetText } from "../../src/reading/reset-text.ts";

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;

test("for all zones and instants, what Claude Code writes of a reset is read as that instant", () => {
  const seen = reached("a time", "a day", "a year", "minutes", "clocks changed in between");
  const zone = fc.constantFrom(
    "UTC",
    "America/New_York",
    "Asia/Kolkata",
    "Australia/Lord_Howe",
    "Europe/Berlin",
  );
  const instant = fc.integer({ min: Date.parse("2024-01-01"), max: Date.parse("2035-01-01") });
  const laterMs = fc.oneof(
    // A day on which clocks are put forward has 23 hours: then the same time of day as now is told.
    fc.integer({ min: MINUTE_MS, max: 22 * HOUR_MS }),
    fc.integer({ min: 25 * HOUR_MS, max: 800 * HOUR_MS }),
  );
  fc.assert(
    fc.property(zone, instant, laterMs, (timeZone, toldAt, later) => {
      const resetsAt = toldAt + later;
      const text = `You've hit your limit · resets ${written(resetsAt, toldAt, timeZone)}`;
      const isYearTold = /, \d{4},/.test(text);
      seen.when("a time", !/[A-Z][a-z]{2} \d/.test(text));
      seen.when("a day", /[A-Z][a-z]{2} \d/.test(text) && !isYearTold);
      seen.when("a year", isYearTold);
      seen.when("minutes", /:\d/.test(text));
      seen.when("clocks changed in between", offset(toldAt, timeZone) !== offset(resetsAt, timeZone));
      const read = readResetText(text, toldAt) ?? Number.NaN;
      // In the hour that the clocks show twice either may be meant.
      expect(written(read, toldAt, timeZone)).toBe(written(resetsAt, toldAt, timeZone));
      expect(Math.abs(read - Math.floor(resetsAt / MINUTE_MS) * MINUTE_MS)).toBeLessThanOrEqual(HOUR_MS);
    }),
    { numRuns: 1000 },
  );
  seen.expectAll();
});

/** As CLI 2.1.329 does it. */
function written(at: number, toldAt: number, timeZone: string): string {
  const year = (of: number) => new Date(of).toLocaleString("en-US", { year: "numeric", timeZone });
  const hasMinutes = new Date(at).toLocaleString("en-US", { minute: "numeric", timeZone }) !== "0";
  const text = new Date(at).toLocaleString("en-US", {
    ...(at - toldAt > 24 * HOUR_MS ? { month: "short", day: "numeric" } : {}),
    ...(at - toldAt > 24 * HOUR_MS && year(at) !== year(toldAt) ? { year: "numeric" } : {}),
    hour: "numeric",
    ...(hasMinutes ? { minute: "2-digit" } : {}),
    hour12: true,
    timeZone,
  });
  return `${text.replace(/[ \u202f]([AP]M)/, (_, half: string) => half.toLowerCase())} (${timeZone})`;
}

function offset(at: number, timeZone: string): string {
  return (
    new Date(at).toLocaleString("en-US", { timeZoneName: "longOffset", timeZone }).split(" ").at(-1) ?? ""
  );
}
