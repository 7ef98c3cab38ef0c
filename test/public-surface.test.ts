import { expect, test } from "vitest";
import { readRepository } from "./tidy/files.ts";
import type { RepositoryFile } from "./tidy/files.ts";
import { programOf } from "./tidy/syntax.ts";

// A new public name is a promise. It shows up here as a changed line that somebody has to accept (`npm test -- -u`).

interface Manifest {
  readonly name: string;
  readonly exports: Readonly<Record<string, string | Readonly<Record<string, string>>>>;
}

const files = new Map(readRepository().map((file) => [file.path, file]));
const entries = [...files.values()].flatMap(entriesOf);

test.each(entries)("the public names of $name", ({ source }) => {
  expect(namesOf(source)).toMatchSnapshot();
});

test("every package has entries", () => {
  expect(entries.map(({ name }) => name)).toEqual(
    expect.arrayContaining(["@runverdict/classifier", "@runverdict/stream-parser/streams"]),
  );
});

function entriesOf(
  manifest: RepositoryFile,
): readonly { readonly name: string; readonly source: RepositoryFile }[] {
  const folder = /^(packages\/[^/]+\/)package\.json$/.exec(manifest.path)?.[1];
  if (folder === undefined) return [];
  const { name, exports }: Manifest = JSON.parse(manifest.text);
  return Object.entries(exports).flatMap(([entry, conditions]) => {
    if (typeof conditions === "string") return [];
    const source = files.get(`${folder}${conditions["@runverdict/source"]?.slice(2) ?? ""}`);
    return source === undefined ? [] : [{ name: `${name}${entry.slice(1)}`, source }];
  });
}

/** `CODES`, `type Verdict`: what the file exports, in alphabetical order. */
function namesOf(source: RepositoryFile): readonly string[] {
  const names = programOf(source).body.flatMap((statement): readonly string[] => {
    if (statement.type === "ExportAllDeclaration") return [`* from ${statement.source.value}`];
    if (statement.type !== "ExportNamedDeclaration") return [];
    const { declaration, specifiers, exportKind } = statement;
    const listed = specifiers.map(
      ({ exported, exportKind: own }) =>
        (exportKind === "type" || own === "type" ? "type " : "") +
        ("name" in exported ? exported.name : exported.value),
    );
    return [...listed, ...declared(declaration)];
  });
  return names.toSorted();
}

function declared(declaration: unknown): readonly string[] {
  if (!has(declaration, "type")) return [];
  const prefix = String(declaration.type).startsWith("TS") ? "type " : "";
  if (has(declaration, "declarations") && Array.isArray(declaration.declarations)) {
    return declaration.declarations.flatMap(declared);
  }
  return has(declaration, "id") && has(declaration.id, "name")
    ? [`${prefix}${String(declaration.id.name)}`]
    : [];
}

function has<K extends string>(value: unknown, key: K): value is Record<K, unknown> {
  return typeof value === "object" && value !== null && key in value;
}
