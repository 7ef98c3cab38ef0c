import { expect, test } from "vitest";
import { startCommand } from "../../src/manifest/start-command.ts";

const times = { graceMs: 60_000, lingerMs: 5000 };

function told(sidecars: number): unknown {
  const pod = { wrapper: true, sidecars: Array.from({ length: sidecars }, () => ({})) };
  return JSON.parse(startCommand("claude", pod, times).wrapperFiles?.("0123456789ab")["wrapper.json"] ?? "");
}

test("the wrapper is told the nonce of the Job, the prompt, and how Claude Code says that it is finished", () => {
  expect(told(0)).toMatchObject({
    nonce: "0123456789ab",
    stdinPath: "/runverdict/inputs/prompt",
    spoolFolder: "/runverdict/spool",
    stopGraceMs: 42_000,
    maxTerminationMessageBytes: 4096,
    finalWord: { field: "type", final: ["result"], lingerMs: 5000 },
  });
});

test("beside many containers the wrapper keeps its last words short", () => {
  expect(told(5)).toMatchObject({ maxTerminationMessageBytes: 2048 });
  expect(() => told(12)).toThrow("use fewer containers, or no wrapper");
});

test("the files that the Job is checked with are those that it gets, but for the nonce", () => {
  const { wrapper, wrapperFiles } = startCommand("claude", { wrapper: true, sidecars: [] }, times);
  expect(Object.keys(wrapperFiles?.("0123456789ab") ?? {})).toEqual(Object.keys(wrapper?.files ?? {}));
  expect(wrapper?.command.slice(-2)).toEqual(["--", "claude"]);
});

test("without the wrapper a shell opens the prompt, and reads nothing else", () => {
  const { command, wrapper, wrapperFiles } = startCommand(
    "claude; rm",
    { wrapper: false, sidecars: [] },
    times,
  );
  expect(command).toEqual(["/bin/sh", "-c", 'exec "$@" <"$0"', "/runverdict/inputs/prompt", "claude; rm"]);
  expect([wrapper, wrapperFiles]).toEqual([null, null]);
});
