import type { Node } from "oxc-parser";
import { isPackageSource, placeOf } from "../files.ts";
import type { Complaints, RepositoryFile } from "../files.ts";
import { lineOf, nameOf, stringOf, visit } from "../syntax.ts";

/**
 * The stream-parser is left out: it cannot import a code (`packageArrows`), and Anthropic's wire has words of its own
 * that look the same (`model_not_found`, `refusal`). The adapter has one table that maps verdicts to Paperclip's words.
 */
const mayNot = new Set(["k8s-runner", "paperclip-adapter", "cli"]);
const tables = new Set(["packages/paperclip-adapter/src/result/error-codes.ts"]);

/**
 * Nobody but the classifier knows a code by name: what a code is stands in CODES. A code that no other vocabulary
 * shares is recognised wherever it is spelled; an everyday word (`running`) only where it is compared with, or given
 * as, somebody's `code`.
 */
export function spelledCodes(
  files: readonly RepositoryFile[],
  codes: readonly string[],
  sharedWords: ReadonlySet<string>,
): Complaints {
  const known = new Set(codes);
  const complaints: string[] = [];
  for (const file of files.filter((one) => isPackageSource(one) && !tables.has(one.path))) {
    if (!mayNot.has(placeOf(file.path)?.package ?? "")) continue;
    visit(file, (node, around) => {
      const code = spelled(node);
      if (code === null || !known.has(code)) return;
      const distinct = code.includes("_") && !sharedWords.has(code);
      if (!distinct && !meantAsCode(node, around)) return;
      complaints.push(
        `${file.path}:${lineOf(file, node.start)} spells the verdict code "${code}"; ask CODES (outcome, family, attribution, session) instead of naming it.`,
      );
    });
  }
  return complaints;
}

/** A string, or a key of a table. */
function spelled(node: Node): string | null {
  if (node.type === "Property" && !node.computed && node.key.type === "Identifier") return node.key.name;
  return stringOf(node);
}

function meantAsCode(node: Node, around: readonly Node[]): boolean {
  const parent = around.at(-1);
  if (parent === undefined) return false;
  if (parent.type === "BinaryExpression") return isCode(parent.left) || isCode(parent.right);
  if (parent.type === "Property") return parent.value === node && nameOf(parent.key) === "code";
  if (parent.type !== "SwitchCase") return false;
  const choice = around.at(-2);
  return choice?.type === "SwitchStatement" && isCode(choice.discriminant);
}

function isCode(node: Node): boolean {
  return /(^|\.)code$/i.test(nameOf(node) ?? "");
}
