import { expect, test } from "vitest";
import { wrapCommand, type WrapWish } from "../../src/run/wrap-command.ts";

const wish: WrapWish = {
  command: ["agent", "--print"],
  hasPrompt: true,
  graceMs: 60_000,
  companions: 0,
  finalWord: null,
};

function told(differs: Partial<WrapWish>): unknown {
  return JSON.parse(wrapCommand({ ...wish, ...differs }).wrapperFiles("0123456789ab")["wrapper.json"] ?? "");
}

test("The wrapper is told the nonce of the Job, where the prompt is, and to leave time for the last words.", () => {
  expect(told({})).toMatchObject({
    nonce: "0123456789ab",
    spoolFolder: "/runverdict/spool",
    stdinPath: "/runverdict/inputs/prompt",
    stopGraceMs: 42_000,
    maxTerminationMessageBytes: 4096,
    finalWord: null,
  });
  expect(told({ hasPrompt: false })).toMatchObject({ stdinPath: null });
});

test("Beside many containers the wrapper keeps its last words short, and beside more it can't say them.", () => {
  expect(told({ companions: 5 })).toMatchObject({ maxTerminationMessageBytes: 2048 });
  expect(() => wrapCommand({ ...wish, companions: 12 })).toThrow("use fewer containers, or no wrapper");
});

test("The files that a specification is checked with are those that its Job gets, but for the nonce.", () => {
  const { wrapper, wrapperFiles } = wrapCommand(wish);
  const { "wrapper.json": own, ...scripts } = wrapper.files;
  const { "wrapper.json": theirs, ...given } = wrapperFiles("01234567");
  expect(given).toEqual(scripts);
  expect(theirs).toBe(own?.replace("00000000", "01234567"));
  expect(wrapper.command.slice(-3)).toEqual(["--", "agent", "--print"]);
});
