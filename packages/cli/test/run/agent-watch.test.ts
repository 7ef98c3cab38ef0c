import { expect, test } from "vitest";
import { claudeWatch } from "../../src/run/agent-watch.ts";
import { init, says, success } from "../support/scenes.ts";

const hook = `${JSON.stringify({ type: "system", subtype: "hook_response", hook_name: "Stop", session_id: "s" })}\n`;

function lookedAt(...pieces: readonly string[]): readonly string[] {
  const watch = claudeWatch();
  return pieces.map((piece) => watch.look(Buffer.from(piece)));
}

test("the result is the last word, and what tidies up after it changes nothing", () => {
  expect(lookedAt(init, says("Working."), success, hook)).toEqual([
    "output",
    "output",
    "final-word",
    "final-word",
  ]);
});

test("a result that came in two pieces is one when it is whole", () => {
  expect(lookedAt(success.slice(0, 40), success.slice(40))).toEqual(["output", "final-word"]);
});

test("an agent that goes on after its result has more work, until its next result", () => {
  expect(lookedAt(success, init, says("More."), success)).toEqual([
    "final-word",
    "more-work",
    "output",
    "final-word",
  ]);
});

test("lines with the kubelet's timestamps are read as well", () => {
  expect(lookedAt(`2026-11-20T20:00:00.000000001Z ${success}`)).toEqual(["final-word"]);
});
