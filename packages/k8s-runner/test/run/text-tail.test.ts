import { expect, test } from "vitest";
import { createTextTail } from "../../src/run/text-tail.ts";

const bytes = (text: string): Uint8Array => Buffer.from(text);

test("A line of one voice is not cut by what another one writes meanwhile.", () => {
  const tail = createTextTail();
  const [agent, other] = [tail.voice(), tail.voice()];
  agent(bytes("the agent wr"));
  other(bytes("somebody else\nand mo"));
  agent(bytes("ites\n"));
  expect(tail.lines()).toEqual([
    { line: 1, text: "somebody else" },
    { line: 2, text: "the agent writes" },
    { line: 3, text: "and mo" },
  ]);
});

test("However much is written, the last lines are kept, with their numbers and without their excess.", () => {
  const tail = createTextTail();
  const agent = tail.voice();
  for (let line = 1; line <= 1000; line += 1) agent(bytes(`${line} ${"x".repeat(5000)}\n`));
  const lines = tail.lines();
  expect([lines.length, lines.at(0)?.line, lines.at(-1)?.line]).toEqual([100, 901, 1000]);
  expect(lines.every(({ text }) => text.length === 2000)).toBe(true);
});

test("A character that comes in two pieces is one.", () => {
  const tail = createTextTail();
  const agent = tail.voice();
  agent(bytes("é").subarray(0, 1));
  agent(bytes("é").subarray(1));
  expect(tail.lines()).toEqual([{ line: 1, text: "é" }]);
});
