import { createContext, Script } from "node:vm";
import type { TranscriptEntry } from "@runverdict/paperclip-adapter/ui-parser";

/** What the interface shows of a log. */
export interface UiWorker {
  /** Chunks of stdout, as they stand in the run's log. */
  readonly show: (stdout: string) => readonly TranscriptEntry[];
}

/** A block of a strict function, to which the world is undefined. */
const body = `
  const exports = {};
  const module = { exports };
  const factory = new Function("exports", "module", "self", "globalThis", '"use strict";\\n{\\n' + source + "\\n}");
  factory(exports, module, undefined, undefined);
  const resolved = Object.keys(module.exports).length > 0 ? module.exports : exports;
  resolved.parseStdoutLine;
`;

/** §3: evaluates a parser's text where nothing is but the language: no import, no require, no timers, no console. */
export function loadUiParser(source: string): UiWorker {
  const realm = createContext({ source }, { codeGeneration: { strings: true, wasm: false } });
  const parse: unknown = new Script(body).runInContext(realm, { timeout: 5000 });
  if (typeof parse !== "function") throw new Error("The parser exports no parseStdoutLine.");
  return {
    show: (stdout) =>
      stdout
        .split("\n")
        .map((line) => line.trim())
        .filter(Boolean)
        .flatMap(shown),
  };

  /** A line is asked for again whenever the page is drawn, so its entries must be of it alone; what throws shows nothing. */
  function shown(line: string): TranscriptEntry[] {
    try {
      return JSON.parse(JSON.stringify(Reflect.apply(Object(parse), undefined, [line, "now"])));
    } catch {
      return [];
    }
  }
}
