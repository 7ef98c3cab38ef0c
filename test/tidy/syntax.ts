import { parseSync, visitorKeys } from "oxc-parser";
import type { Node, Program } from "oxc-parser";
import { dirname, join } from "node:path/posix";
import type { RepositoryFile } from "./files.ts";

/** A module that a file names, in whatever way: import, re-export, `import()`, or a type written `import("…")`. */
export interface Import {
  readonly from: string;
  /** Whether nothing of it is left at run time. */
  readonly typeOnly: boolean;
}

const parsed = new WeakMap<RepositoryFile, Program>();

export function programOf(file: RepositoryFile): Program {
  const known = parsed.get(file);
  if (known !== undefined) return known;
  const { program, errors } = parseSync(file.path, file.text);
  if (errors[0] !== undefined) throw new SyntaxError(`${file.path}: ${errors[0].message}`);
  parsed.set(file, program);
  return program;
}

/** Every node of a file in reading order, each with the nodes around it, innermost last. */
export function visit(file: RepositoryFile, see: (node: Node, around: readonly Node[]) => void): void {
  const around: Node[] = [];
  const descend = (node: Node): void => {
    see(node, around);
    around.push(node);
    for (const key of visitorKeys[node.type] ?? []) {
      const value: unknown = Reflect.get(node, key);
      for (const child of Array.isArray(value) ? value : [value]) if (isNode(child)) descend(child);
    }
    around.pop();
  };
  descend(programOf(file));
}

export function importsOf(file: RepositoryFile): readonly Import[] {
  const found: Import[] = [];
  visit(file, (node) => {
    if (node.type === "ImportDeclaration") {
      const typeOnly = node.importKind === "type" || allTypes(node.specifiers);
      found.push({ from: node.source.value, typeOnly });
    } else if (node.type === "ExportNamedDeclaration" && node.source !== null) {
      found.push({
        from: node.source.value,
        typeOnly: node.exportKind === "type" || allTypes(node.specifiers),
      });
    } else if (node.type === "ExportAllDeclaration") {
      found.push({ from: node.source.value, typeOnly: node.exportKind === "type" });
    } else if (node.type === "ImportExpression" && node.source.type === "Literal") {
      found.push({ from: String(node.source.value), typeOnly: false });
    } else if (node.type === "TSImportType") {
      found.push({ from: node.source.value, typeOnly: true });
    }
  });
  return found;
}

/** The path of the file that a relative import means; null for an import of a package. */
export function resolveImport(file: RepositoryFile, from: string): string | null {
  return from.startsWith(".") ? join(dirname(file.path), from) : null;
}

export function lineOf(file: RepositoryFile, offset: number): number {
  let line = 1;
  for (let at = file.text.indexOf("\n"); at !== -1 && at < offset; at = file.text.indexOf("\n", at + 1))
    line++;
  return line;
}

/** `Date.now` for a member expression, `Date` for a name; null for anything that is not a chain of names. */
export function nameOf(node: Node): string | null {
  if (node.type === "Identifier") return node.name;
  if (node.type !== "MemberExpression" || node.computed || node.property.type !== "Identifier") return null;
  const object = nameOf(node.object);
  return object === null ? null : `${object}.${node.property.name}`;
}

/** The text of a string literal, a template without holes included. */
export function stringOf(node: Node): string | null {
  if (node.type === "Literal" && typeof node.value === "string") return node.value;
  if (node.type === "TemplateLiteral" && node.expressions.length === 0)
    return node.quasis[0]?.value.cooked ?? null;
  return null;
}

function allTypes(specifiers: readonly { readonly type: string }[]): boolean {
  return (
    specifiers.length > 0 &&
    specifiers.every(
      (one) =>
        ("importKind" in one && one.importKind === "type") ||
        ("exportKind" in one && one.exportKind === "type"),
    )
  );
}

function isNode(value: unknown): value is Node {
  return typeof value === "object" && value !== null && "type" in value && typeof value.type === "string";
}
