import type { Node } from "oxc-parser";
import { isPackageSource } from "../files.ts";
import type { Complaints, RepositoryFile } from "../files.ts";
import { lineOf, nameOf, visit } from "../syntax.ts";

const pure = [
  "packages/stream-parser/src/",
  "packages/classifier/src/",
  "packages/k8s-runner/src/lifecycle/",
  "packages/k8s-runner/src/admission/",
  "packages/k8s-runner/src/log/",
];

/** Names of the world outside. The compiler forbids most of them already; an ambient declaration could let one in. */
const outside =
  /^(Buffer|process|console|performance|crypto|fetch|setTimeout|setInterval|setImmediate|clearTimeout|queueMicrotask|globalThis|Date\.now|Math\.random)(\.|$)/;

/** Pure code has no clock and no dice: the same input gives the same output, on every machine and at every hour. */
export function clocksAndDice(files: readonly RepositoryFile[]): Complaints {
  const complaints: string[] = [];
  for (const file of files.filter(isPure)) {
    visit(file, (node, around) => {
      const name = worldly(node, around.at(-1));
      if (name === null) return;
      complaints.push(
        `${file.path}:${lineOf(file, node.start)} uses ${name}, but this code is pure; take the time, the chance or the effect in as an argument.`,
      );
    });
  }
  return complaints;
}

function isPure(file: RepositoryFile): boolean {
  return isPackageSource(file) && pure.some((folder) => file.path.startsWith(folder));
}

function worldly(node: Node, parent: Node | undefined): string | null {
  if (node.type === "NewExpression" && nameOf(node.callee) === "Date" && node.arguments.length === 0)
    return "new Date()";
  if (node.type === "CallExpression" && nameOf(node.callee) === "Date") return "Date()";
  if (node.type !== "Identifier" && node.type !== "MemberExpression") return null;
  const name = nameOf(node);
  if (name === null || !outside.test(name)) return null;
  // A key or a property may be called whatever it likes (`{ process: … }`, `limits.process`).
  const isKey = parent?.type === "Property" && parent.key === node && !parent.shorthand;
  const isProperty = parent?.type === "MemberExpression" && parent.property === node && !parent.computed;
  const isField = parent?.type === "TSPropertySignature" && parent.key === node;
  // The whole chain is reported once, at its outermost node that matches.
  const isInner =
    parent?.type === "MemberExpression" &&
    parent.object === node &&
    nameOf(parent) !== null &&
    outside.test(nameOf(parent) ?? "");
  return isKey || isProperty || isField || isInner ? null : name;
}
