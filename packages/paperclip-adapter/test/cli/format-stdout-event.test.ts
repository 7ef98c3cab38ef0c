import type { CLIAdapterModule } from "@paperclipai/adapter-utils";
import { afterEach, expect, expectTypeOf, test, vi } from "vitest";
import * as cli from "@runverdict/paperclip-adapter/cli";
import { says } from "../support/claude-lines.ts";

const written = vi.spyOn(process.stdout, "write").mockReturnValue(true);
afterEach(() => void written.mockClear());

function printed(line: string, debug = false): readonly unknown[] {
  written.mockClear();
  cli.formatStdoutEvent(line, debug);
  return written.mock.calls.map(([text]) => text);
}

test("the module is what Paperclip's command line takes for an adapter's", () => {
  expectTypeOf<typeof cli>().toExtend<CLIAdapterModule>();
  expect(cli.type).toBe("claude_k8s");
});

test("a readable line is printed as it is, without what would move a terminal", () => {
  expect(printed("tool 3    │ Bash: ls")).toEqual(["tool 3    │ Bash: ls\n"]);
  expect(printed("agent     │ \u001b[2Jgone")).toEqual(["agent     │ gone\n"]);
});

test("an event is printed in one line, and what tells nobody anything only to whoever looks for faults", () => {
  expect(printed(says("Hello\u001b[2J"))).toEqual(["agent: Hello\n"]);
  expect(printed("Killed")).toEqual(["Killed\n"]);
  expect(printed('{"type":"keep_alive"}')).toEqual([]);
  expect(printed('{"type":"keep_alive"}', true)).toEqual(["keep_alive:\n"]);
});
