// Paperclip's browser evaluates the parser of the log as the body of a function, in CommonJS.
import { readFileSync } from "node:fs";
import { compileFunction } from "node:vm";
import parser = require("@runverdict/paperclip-adapter/ui-parser");

const text = readFileSync(require.resolve("@runverdict/paperclip-adapter/ui-parser"), "utf8");
const evaluated: { exports: Partial<typeof parser> } = { exports: {} };
const evaluate = compileFunction(text, ["exports", "module", "self", "globalThis"]);
evaluate(evaluated.exports, evaluated, undefined, undefined);
const line = "agent     │ Done.";
const [one, other] = [parser, evaluated.exports].map(({ parseStdoutLine }) => parseStdoutLine?.(line, "t"));
if (one?.[0]?.kind !== "assistant" || JSON.stringify(one) !== JSON.stringify(other))
  throw new Error(JSON.stringify(other));
