import { expect, test } from "vitest";
import { createTornLines } from "../src/torn-lines.ts";

const rest = 'n10610\\n","is_error":false}]}';
const middle = "n10610\\n10611\\n10612 Warning: no stdin";

test("a stream may begin inside a line", () => {
  const torn = createTornLines();
  expect(torn.isRest(rest, false)).toBe(true);
  expect(torn.isRest(rest, false)).toBe(false);
});

test("text may stand before the rest, and blank lines anywhere", () => {
  const torn = createTornLines();
  expect(torn.isRest("Cloning into 'repo'...", false)).toBe(false);
  expect(torn.isRest("  ", false)).toBe(false);
  expect(torn.isRest(rest, false)).toBe(true);
});

test("a rest may be in several pieces, and the last one ends it", () => {
  const torn = createTornLines();
  expect(torn.isRest(middle, false)).toBe(true);
  expect(torn.isRest(middle, false)).toBe(true);
  expect(torn.isRest("}", false)).toBe(true);
  expect(torn.isRest(middle, false)).toBe(false);
});

test("after a whole event there is no rest, until a line breaks", () => {
  const torn = createTornLines();
  torn.sawEvent(false);
  expect(torn.isRest(rest, false)).toBe(false);
  expect(torn.isRestBefore(middle)).toBe(false);
  torn.sawBroken();
  expect(torn.isRestBefore(middle)).toBe(true);
  expect(torn.isRestBefore("[entry] ")).toBe(false);
  expect(torn.isRest(rest, false)).toBe(true);
});

test("where records have timestamps a line without one is a piece of something", () => {
  const torn = createTornLines();
  expect(torn.isRest("words", false)).toBe(false);
  torn.sawEvent(true);
  expect(torn.isRest("words", true)).toBe(false);
  expect(torn.isRest("words", false)).toBe(true);
  expect(torn.isRest("", false)).toBe(false);
  expect(torn.isRest("unable to retrieve container logs for containerd://x", false)).toBe(false);
  torn.sawEvent(false);
  expect(torn.isRest("words", false)).toBe(false);
});
