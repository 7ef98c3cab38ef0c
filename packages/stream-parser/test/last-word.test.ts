import { createLastWord } from "@runverdict/stream-parser";
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
