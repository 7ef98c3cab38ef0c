import { expect, test } from "vitest";
import { ownWords } from "../../src/result/sentences/own-words.ts";

const cut = 'plugin-authoring@builtin"}],"capabilities":["interrupt_receipt_v1"],"session_id":"b5a1"}';
const event = '{"type":"assistant","message":{"content":[{"type":"text","text":"Hello."}]}}';

test("A message that the container wrote is told whole.", () => {
  expect(ownWords("Memory cgroup out of memory")).toBe("Memory cgroup out of memory");
  expect(ownWords("{config} is missing\nsee {docs}")).toBe("{config} is missing\nsee {docs}");
});

test("The end of the agent's output is no message.", () => {
  expect(ownWords(`${cut}\n${event}\n`)).toBeNull();
  expect(ownWords(`${event}\n{"type":"user","mess`)).toBeNull();
  expect(ownWords(null)).toBeNull();
  expect(ownWords("\n")).toBeNull();
});

test("What an agent complained of at its end stays, without the output before it.", () => {
  expect(ownWords(`${cut}\n${event}\nTypeError: x is not a function\n    at main.js:1`)).toBe(
    "TypeError: x is not a function\n    at main.js:1",
  );
});
