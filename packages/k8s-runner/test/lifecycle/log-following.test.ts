import { expect, test } from "vitest";
import { connecting, followingInstant, heard } from "../../src/lifecycle/log-following.ts";
import { logEnds } from "./world/log-ends.ts";
import type { LogEnd } from "../../src/log/log-end.ts";

/** How long after the end of the first connection the next one is opened, with dice in the middle. */
function delayAfter(why: LogEnd): number | null {
  const ended = heard(connecting(1, 0, 0), { kind: "log-closed", at: 1000, connection: 1, why }, 0.5);
  const at = followingInstant(ended);
  return at === null ? null : at - 1000;
}

test.each([
  ["eof", 750],
  ["reset", 750],
  ["gone", 750],
  ["server-error", 750],
  ["forbidden", 225_000],
  ["unauthenticated", 225_000],
  ["throttled", 45_000],
] as const)("after a connection that ended by %s the next one waits %i ms", (kind, delayMs) => {
  expect(delayAfter(logEnds[kind])).toBe(delayMs);
});

test.each([
  ["no time", null, 750],
  ["a short one", 10, 750],
  ["a year", 31_536_000_000, 300_000],
] as const)(
  "a server that is busy and names %s is believed within reason",
  (_what, retryAfterMs, delayMs) => {
    expect(delayAfter({ kind: "throttled", retryAfterMs })).toBe(delayMs);
  },
);
