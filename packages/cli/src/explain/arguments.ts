import { constants } from "node:os";
import { parseArgs } from "node:util";
import type { ProcessExit } from "@runverdict/classifier";
import { misuse, misuseIn, type Misuse } from "../misuse.ts";

/** What `runverdict explain` was asked to do. */
export type Asked = ExplainRequest | { readonly kind: "help" } | { readonly kind: "version" } | Misuse;

export interface ExplainRequest {
  readonly kind: "explain";
  /** Paths, or `-` for standard input; at least one. */
  readonly operands: readonly string[];
  /** How the process ended, where the person knows it. */
  readonly exit: ProcessExit | null;
  readonly json: boolean;
  readonly trail: boolean;
  readonly watch: boolean;
}

const options = {
  "exit-code": { type: "string" },
  signal: { type: "string" },
  json: { type: "boolean" },
  trail: { type: "boolean" },
  watch: { type: "boolean" },
  help: { type: "boolean", short: "h" },
  version: { type: "boolean", short: "v" },
} as const;

export function readArguments(args: readonly string[]): Asked {
  let parsed;
  try {
    parsed = parseArgs({ args: [...args], options, allowPositionals: true });
  } catch (error) {
    return misuseIn(error);
  }
  const { values, positionals: operands } = parsed;
  if (values.help === true) return { kind: "help" };
  if (values.version === true) return { kind: "version" };
  const exit = readExit(values["exit-code"] ?? null, values.signal ?? null);
  if (exit !== null && exit.kind === "misuse") return exit;
  const { json = false, trail = false, watch = false } = values;
  const wrong = objection(operands, watch);
  return wrong === null ? { kind: "explain", operands, exit, json, trail, watch } : misuse(wrong);
}

function objection(operands: readonly string[], watch: boolean): string | null {
  if (operands.length === 0) return "Name a case folder, a transcript, or - for standard input.";
  if (operands.filter((one) => one === "-").length > 1) return "Standard input (-) can be read only once.";
  if (watch && operands.length > 1) return "--watch follows one transcript; name only one.";
  return null;
}

function readExit(code: string | null, signal: string | null): ProcessExit | Misuse | null {
  if (code !== null && signal !== null)
    return misuse("A process ends with --exit-code or by --signal, not with both.");
  if (code !== null) {
    const value = Number(code);
    if (/^\d{1,3}$/.test(code) && value <= 255) return { kind: "code", code: value };
    return misuse(`--exit-code must be a whole number from 0 to 255, not "${code}".`);
  }
  return signal === null ? null : readSignal(signal);
}

/** `SIGKILL`, `kill` and `9` are the same signal. */
function readSignal(given: string): ProcessExit | Misuse {
  const name = given.toUpperCase().replace(/^(SIG)?/, "SIG");
  const found = Object.entries(constants.signals).find(
    ([known, number]) => known === name || String(number) === given,
  );
  if (found !== undefined) return { kind: "signal", signal: found[0] };
  return misuse(`--signal must be the name or number of a signal, like SIGKILL, not "${given}".`);
}
