import { createLastWord, LAST_WORD_LINES } from "@runverdict/stream-parser";
import { expect, test } from "vitest";
import { textOf, type LineOf } from "./support/streams-of.ts";
import { assistant, init, result, system } from "./support/wire.ts";

const encoder = new TextEncoder();

function lookedAt(...pieces: readonly string[]): readonly string[] {
  const lastWord = createLastWord();
  return pieces.map((piece) => lastWord.look(encoder.encode(piece)));
}

function line(one: LineOf): string {
  return textOf([one]);
}

const begins = line(init());
const works = line(assistant({ content: [{ type: "text", text: "Working." }] }));
const ends = line(result());

test("whole lines tell it by their type alone, and say the same of a result and of what takes it back", () => {
  const typeOf = (text: string): string => String(Object(JSON.parse(text))[LAST_WORD_LINES.field]);
  const [final, resumed] = [new Set<string>(LAST_WORD_LINES.final), new Set<string>(LAST_WORD_LINES.resumed)];
  const all = [works, ends, line(system("hook_response"))];
  expect(all.map((one) => [final.has(typeOf(one)), resumed.has(typeOf(one))])).toEqual([
    [false, true],
    [true, false],
    [false, false],
  ]);
  expect(lookedAt(ends, ...all)).toEqual(["final-word", "more-work", "final-word", "final-word"]);
});

test("the result is the last word, and what tidies up after it changes nothing", () => {
  expect(lookedAt(begins, works, ends, line(system("hook_response")))).toEqual([
    "output",
    "output",
    "final-word",
    "final-word",
  ]);
});

test("a result that came in two pieces is one when it is whole", () => {
  expect(lookedAt(ends.slice(0, 20), ends.slice(20))).toEqual(["output", "final-word"]);
});

test("an agent that goes on after its result has more work, until its next result", () => {
  expect(lookedAt(ends, begins, works, ends)).toEqual(["final-word", "more-work", "output", "final-word"]);
});

test("a result and what follows it count as they stand, also in one chunk", () => {
  expect(lookedAt(works + ends, ends + works, works + ends + works)).toEqual([
    "final-word",
    "more-work",
    "output",
  ]);
});

test("lines with the kubelet's timestamps are read as well", () => {
  expect(lookedAt(`2026-11-20T20:00:00.000000001Z ${ends}`)).toEqual(["final-word"]);
});

test("a foreign line that only looks like a result is none", () => {
  expect(lookedAt(`He wrote ${ends.trim().slice(0, -1)}\n`, "result\n")).toEqual(["output", "output"]);
});
