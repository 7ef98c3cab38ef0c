import { createContext, Script } from "node:vm";
import { expect, test } from "vitest";
import { parseStdoutLine, type TranscriptEntry } from "@runverdict/paperclip-adapter/ui-parser";
import { bundleUiParser } from "../../build/bundle-ui-parser.ts";
import { calls, result, says } from "../support/claude-lines.ts";

type Parse = (line: string, ts: string) => TranscriptEntry[];

/** Evaluates the text as Paperclip's worker does: in a block of a strict function, to which the world is undefined. */
const worker = `
  const exports = {};
  const module = { exports };
  const factory = new Function("exports", "module", "self", "globalThis", '"use strict";\\n{\\n' + source + "\\n}");
  factory(exports, module, undefined, undefined);
  const resolved = Object.keys(module.exports).length > 0 ? module.exports : exports;
  resolved.parseStdoutLine;
`;

async function loaded(): Promise<Parse> {
  // A realm that holds the language and nothing else: no require, no process, no timers, no console.
  const context = createContext(
    { source: await bundleUiParser() },
    { codeGeneration: { strings: true, wasm: false } },
  );
  const parse: unknown = new Script(worker).runInContext(context);
  if (typeof parse !== "function") throw new Error("no parser was found");
  return (line, ts) => JSON.parse(JSON.stringify(Reflect.apply(parse, undefined, [line, ts])));
}

test("the bundle runs where Paperclip runs it, with nothing of the world around it", async () => {
  const parse = await loaded();
  const lines = [
    "tool 3    │ Bash: ls ⏎ pwd",
    "result    │ success · 1,200 tokens in, 34 out, 5 cached · $0.0123: Done.",
    says("Hello"),
    calls("t", "Bash", { command: "ls" }),
    result(),
    "Killed",
  ].map((line) => line.trim());
  for (const line of lines) expect(parse(line, "now")).toEqual(parseStdoutLine(line, "now"));
});

test("the bundle is one CommonJS file that asks for nothing", async () => {
  const source = await bundleUiParser();
  expect(source).toContain("exports.parseStdoutLine = ");
  expect(source).not.toMatch(
    /\b(?:require|import|await|globalThis|self|process)\b *[(.]|^(?:import|export)\b/m,
  );
  expect(Buffer.byteLength(source)).toBeLessThan(20_000);
});
