import type { Node } from "oxc-parser";
import { isPackageSource, placeOf } from "../files.ts";
import type { Complaints, RepositoryFile } from "../files.ts";
import { lineOf, nameOf, visit } from "../syntax.ts";

/** What the types cannot prove is not claimed: no `any`, no `!`, no `as`; and no classes but errors. */
export function typeEscapes(files: readonly RepositoryFile[]): Complaints {
  const complaints: string[] = [];
  for (const file of files.filter(isPackageSource)) {
    const isWire = placeOf(file.path)?.inside.startsWith("wire/") === true;
    visit(file, (node) => {
      const sentence = escape(node, isWire);
      if (sentence !== null) complaints.push(`${file.path}:${lineOf(file, node.start)} ${sentence}`);
    });
  }
  return complaints;
}

function escape(node: Node, isWire: boolean): string | null {
  switch (node.type) {
    case "TSAnyKeyword":
      return "says `any`; say `unknown` and narrow it.";
    case "TSNonNullExpression":
      return "says `!`; return the narrowed value, or handle the null.";
    case "TSAsExpression":
    case "TSTypeAssertion":
      return isWire || isConst(node) ? null : "says `as`; parse the value or narrow it (`as const` is fine).";
    case "ClassDeclaration":
    case "ClassExpression":
      return node.superClass !== null && nameOf(node.superClass)?.endsWith("Error") === true
        ? null
        : "declares a class; only errors are classes here. Write functions over readonly data.";
    case "ExportDefaultDeclaration":
      return "has a default export; name it.";
    default:
      return null;
  }
}

function isConst(node: Node): boolean {
  if (node.type !== "TSAsExpression" || node.typeAnnotation.type !== "TSTypeReference") return false;
  const { typeName } = node.typeAnnotation;
  return typeName.type === "Identifier" && typeName.name === "const";
}
