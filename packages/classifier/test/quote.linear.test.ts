import { classify, quotable } from "@runverdict/classifier";
import { describe, expect, test } from "vitest";
import { plainMessage } from "../src/quote.ts";
import { fragmentsOf, search } from "./support/backtracking.ts";
import { readCase } from "./support/cases.ts";
import { triggers } from "./support/triggers.ts";

// What a stranger wrote must not make a judgement slow. No clock is read: the steps of the matching are counted.

/** Every pattern that a judgement tries on a stranger's text, as it is seen at work. */
const patterns = patternsUsedBy(() => {
  for (const { meant } of triggers) classify(meant);
  for (const name of [
    "made-image-auth",
    "made-admission-denied",
    "made-api-unavailable",
    "k8s-evict-storage",
    "k8s-oom-policy",
  ])
    classify(readCase(name).evidence);
  quotable("password=hunter2");
  plainMessage('{"message":"a\\nb"}');
});

describe("the counting of steps", () => {
  test.each<[RegExp, string, boolean]>([
    [/a*b/, "a", false],
    [/\bx-[a-z-]*!/, "x-", false],
    [/(?:ab|a)[^!]*!/, "ab", false],
    [/a{0,20}b/, "a", true],
    [/^a*b/, "a", true],
    [/\bx-[a-z]*!/, "x-", true],
    [/(?<!x)x+(?=y)/, "xz", true],
  ])("tells of %s on a text of %s whether it is linear: %s", (pattern, piece, linear) => {
    expect(growth(pattern, piece) < 3).toBe(linear);
  });

  test.each([...patterns])("finds what the engine finds with %s", (pattern) => {
    const text = `see DB_PASSWORD: hunter2 in \u001b[1mred ${fragmentsOf(pattern).join(" 12345678 ")} /x/ "y"`;
    const flags = pattern.flags.includes("g") ? pattern.flags : `${pattern.flags}g`;
    const found = [...text.matchAll(new RegExp(pattern.source, flags))].map(({ index }) => index);
    expect(search(pattern, text).matches).toEqual(found);
  });
});

describe("a text made of what a pattern looks for", () => {
  test.each([...patterns])("takes twice the steps when it is twice as long: %s", (pattern) => {
    const pieces = fragmentsOf(pattern).flatMap((fragment) => [fragment, `${fragment}-`, `${fragment} `]);
    const bent = [...pieces, "x", " ", "/", '"', "\\"].filter((piece) => growth(pattern, piece) >= 3);
    expect(bent).toEqual([]);
  });

  test("is tried on the patterns of all quotes and rules", () => {
    expect(patterns.length).toBeGreaterThan(45);
  });
});

/** By how much the steps grow when a text of the piece again and again is doubled. */
function growth(pattern: RegExp, piece: string): number {
  const steps = (length: number) =>
    search(pattern, piece.repeat(Math.ceil(length / piece.length)).slice(0, length)).steps;
  return steps(4096) / steps(2048);
}

function patternsUsedBy(work: () => void): readonly RegExp[] {
  const seen = new Map<string, RegExp>();
  // oxlint-disable-next-line typescript/unbound-method -- it is called on the pattern that it was called on.
  const { exec } = RegExp.prototype;
  // oxlint-disable-next-line no-extend-native -- which patterns a work uses can't be watched otherwise; it is put back.
  RegExp.prototype.exec = function watched(text) {
    seen.set(String(this), this);
    return exec.call(this, text);
  };
  try {
    work();
  } finally {
    // oxlint-disable-next-line no-extend-native -- here.
    RegExp.prototype.exec = exec;
  }
  return [...seen.values()];
}
