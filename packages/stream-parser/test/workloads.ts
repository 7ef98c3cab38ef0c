import { syntheticLines } from "../bench/synthetic.ts";

/** What reading an input cost. */
export interface Operations {
  readonly bytes: number;
  /** How often a piece of the parser's own code ran; a loop counts once a turn. */
  readonly executed: number;
  /** Bytes and characters that native code searched or parsed. */
  readonly scanned: number;
  /** Bytes that native code copied, decoded or made room for. */
  readonly copied: number;
}

/** Two sizes of an input; the second is four times the first. */
export const SIZES = [20_000, 80_000] as const;

/** Not an input but a control: what the counting says of a reader that searches all it holds again for every chunk. */
export const CONTROL = "a reader that looks at everything again";

/** How the input is cut; the last one is not cut at all. */
export const CHUNKINGS = { "byte by byte": 1, "1 KiB": 1024, whole: 1_000_000_000 } as const;

/** Inputs of a given size that would be slow for a parser that looks at anything twice. */
export const INPUTS: Readonly<Record<string, (size: number) => Uint8Array>> = {
  // The same one over again: what is on its lines decides what they cost.
  "a transcript": (size) => encoded([...syntheticLines(SIZES[0])].join("").repeat(size / SIZES[0])),
  "one long text of the model": (size) => encoded(`${JSON.stringify(assistant("word ".repeat(size / 5)))}\n`),
  "one long tool result": (size) => encoded(`${JSON.stringify(toolResult("line\n".repeat(size / 6)))}\n`),
  "one tool result of quotes and backslashes": (size) =>
    encoded(`${JSON.stringify(toolResult('\\"'.repeat(size / 4)))}\n`),
  "a message of many small tool results": (size) => encoded(`${JSON.stringify(manyResults(size / 60))}\n`),
  "one long line of text": (size) => encoded(`${"plain text ".repeat(size / 11)}\n`),
  "one long line that was cut": (size) =>
    encoded(JSON.stringify(assistant("word ".repeat(size / 5))).slice(0, -10)),
  "a rest without its head": (size) =>
    encoded(`${JSON.stringify(toolResult("line\n".repeat(size / 6))).slice(100)}\n`),
  "a rest of quotes and backslashes": (size) =>
    encoded(`${JSON.stringify(toolResult('\\"'.repeat(size / 4))).slice(100)}\n`),
  "an object with foreign text behind it": (size) =>
    encoded(`{"type":"keep_alive"}${" and more".repeat(size / 9)}\n`),
  "an object behind foreign text": (size) => encoded(`${"tag { ".repeat(size / 6)}{"type":"keep_alive"}\n`),
  "beginnings of objects": (size) => encoded(`[tag] ${'{"type":'.repeat(size / 8)}\n`),
  "deeply nested brackets": (size) =>
    encoded(`{"type":"user","x":${"[".repeat(size / 2)}${"]".repeat(size / 2)}}\n`),
  "many short lines of text": (size) => encoded("a short line\n".repeat(size / 13)),
  "many empty lines": (size) => encoded("\n".repeat(size / 10)),
  "many cut lines": (size) => encoded('{"type":"user","message":\n'.repeat(size / 26)),
};

function encoded(text: string): Uint8Array {
  return new TextEncoder().encode(text);
}

function assistant(text: string): object {
  const content = [{ type: "text", text }];
  return { type: "assistant", message: { id: "msg_1", model: "claude-opus-5-5", content }, session_id: "s" };
}

function toolResult(content: string): object {
  const results = [{ tool_use_id: "toolu_1", type: "tool_result", content }];
  return { type: "user", message: { role: "user", content: results }, session_id: "s" };
}

function manyResults(count: number): object {
  const result = { tool_use_id: "toolu_1", type: "tool_result", content: "" };
  return { type: "user", message: { role: "user", content: Array.from({ length: count }, () => result) } };
}
