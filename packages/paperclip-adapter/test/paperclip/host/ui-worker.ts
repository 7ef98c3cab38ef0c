import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { createContext, runInContext } from "node:vm";
import { z } from "zod";

/** The parser of an adapter as Paperclip's interface runs it. */
export interface UiParser {
  readonly parse: (line: string) => readonly { readonly kind: string; readonly [field: string]: unknown }[];
}

const ready = z.looseObject({ type: z.literal("ready") });
const parsed = z.looseObject({ entries: z.array(z.looseObject({ kind: z.string() })) });

/**
 * Loads a parser in the worker of the installed interface: its own script, as it is shipped, which takes away network,
 * storage and imports. A browser runs the same script; that 2026.916.1 can't start it there is no fault of a parser's.
 */
export function loadUiParser(install: string, source: string): UiParser {
  const messages: unknown[] = [];
  const self: { postMessage: (message: unknown) => void; onmessage?: (event: { data: unknown }) => void } = {
    postMessage: (message) => messages.push(message),
  };
  const context = createContext({ self });
  runInContext(workerScript(install), context, { timeout: 5000 });
  const tell = (data: object): unknown => {
    self.onmessage?.({ data });
    return messages.pop();
  };
  const answer = tell({ type: "init", source });
  if (!ready.safeParse(answer).success)
    throw new Error(`The parser does not load: ${JSON.stringify(answer)}`);
  return {
    parse: (line) =>
      parsed.parse(tell({ type: "parse", id: 1, line, ts: "2026-01-01T00:00:00.000Z" })).entries,
  };
}

/** It stands in the interface's code as a template of text, between two backquotes. */
function workerScript(install: string): string {
  const folder = join(install, "node_modules", "@paperclipai", "server", "ui-dist", "assets");
  for (const name of readdirSync(folder).filter((file) => file.endsWith(".js"))) {
    const code = readFileSync(join(folder, name), "utf8");
    const inside = code.indexOf("const factory = new Function(");
    if (inside === -1) continue;
    const text = code.slice(backquote(code, inside, -1) + 1, backquote(code, inside, 1));
    return text.replaceAll(/\\([\\`$])/g, "$1");
  }
  throw new Error("The interface has no worker for parsers any more.");
}

function backquote(code: string, from: number, step: 1 | -1): number {
  let at = from;
  do at += step;
  while (at > 0 && at < code.length && (code[at] !== "`" || code[at - 1] === "\\"));
  return at;
}
