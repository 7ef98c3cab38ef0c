import { isBuiltin } from "node:module";
import { parseSync } from "oxc-parser";
import type { PackedFile, Tarball } from "./tarball.ts";

/**
 * Whether what a package asks npm for is what its published files import. A run-time dependency is imported by value, or
 * named by the declarations, which nobody could compile without it; and what is imported is asked for.
 */
export function dependencyObjections({ manifest, files }: Tarball): readonly string[] {
  const { name, dependencies = {}, peerDependencies = {} } = manifest;
  const used = new Set(files.filter(isPublishedCode).flatMap(packagesIn));
  used.delete(name);
  const asked = new Set([...Object.keys(dependencies), ...Object.keys(peerDependencies)]);
  const needless = Object.keys(dependencies).filter((one) => !used.has(one));
  const unasked = [...used].filter((one) => !asked.has(one));
  return [
    ...needless.map((one) => `${name} depends on ${one}, and no published file imports it; take it out.`),
    ...unasked.map((one) => `${name} imports ${one} and doesn't ask for it; add it to its \`dependencies\`.`),
  ];
}

function isPublishedCode({ path }: PackedFile): boolean {
  return path.startsWith("dist/") && /\.[cm]?[jt]s$/.test(path);
}

/** The packages that a file imports or names, without Node's own. */
function packagesIn({ path, text }: PackedFile): readonly string[] {
  const { module, errors } = parseSync(path, text);
  if (errors.length > 0) throw new Error(`${path} can't be parsed: ${errors[0]?.message}`);
  const fixed = [
    ...module.staticImports.map(({ moduleRequest }) => moduleRequest.value),
    ...module.staticExports.flatMap(({ entries }) =>
      entries.flatMap(({ moduleRequest }) => moduleRequest?.value ?? []),
    ),
    ...module.dynamicImports.map(({ moduleRequest }) =>
      text.slice(moduleRequest.start, moduleRequest.end).replaceAll(/^["'`]|["'`]$/g, ""),
    ),
  ];
  const named = [...text.matchAll(/\b(?:require|import)\(["']([^"']+)["']\)/g)].map(([, name = ""]) => name);
  return [...fixed, ...named].filter(isPackage).map(packageOf);
}

function isPackage(specifier: string): boolean {
  return /^[@a-z]/.test(specifier) && !isBuiltin(specifier);
}

/** `@scope/name/entry` → `@scope/name`. */
function packageOf(specifier: string): string {
  const [first = "", second = ""] = specifier.split("/");
  return first.startsWith("@") ? `${first}/${second}` : first;
}
