import { isPackageSource, placeOf } from "../files.ts";
import type { Complaints, RepositoryFile } from "../files.ts";
import { importsOf, resolveImport } from "../syntax.ts";
import type { Import } from "../syntax.ts";
import { ladders } from "../ladders.ts";

/** `type`: nothing of it may be left at run time. */
type Arrow = "type" | "value";

interface PackageRule {
  readonly name: string;
  readonly mayImport: Readonly<Record<string, Arrow>>;
}

/**
 * Who may import whom; every arrow points inward, towards less I/O. The classifier imports the parser's types only.
 * Its package.json nevertheless lists the parser under `dependencies`: the published declarations name `ParsedStream`,
 * and a stranger's compiler cannot resolve them otherwise (decision 0003).
 */
const packages: Readonly<Record<string, PackageRule>> = {
  "stream-parser": { name: "@runverdict/stream-parser", mayImport: {} },
  classifier: { name: "@runverdict/classifier", mayImport: { "@runverdict/stream-parser": "type" } },
  "k8s-runner": {
    name: "@runverdict/k8s-runner",
    // It never judges; what it sees is read by the readers that the command line uses too.
    mayImport: {
      "@runverdict/classifier": "type",
      "@runverdict/classifier/kubernetes": "value",
      "@kubernetes/client-node": "value",
    },
  },
  "paperclip-adapter": {
    name: "@runverdict/paperclip-adapter",
    mayImport: {
      "@runverdict/stream-parser": "value",
      "@runverdict/classifier": "value",
      "@runverdict/k8s-runner": "value",
      zod: "value",
    },
  },
  cli: {
    name: "runverdict",
    mayImport: {
      "@runverdict/stream-parser": "value",
      "@runverdict/classifier": "value",
      "@runverdict/k8s-runner": "value",
      zod: "value",
      // How wide a character is on a screen is a table of Unicode, not ours to keep.
      "string-width": "value",
      "wrap-ansi": "value",
    },
  },
};

/** Only these may touch the machine by `node:` modules. */
const mayUseNode = new Set(["k8s-runner", "paperclip-adapter", "cli"]);

export function packageArrows(files: readonly RepositoryFile[]): Complaints {
  return files.filter(isPackageSource).flatMap((file) => {
    const place = placeOf(file.path);
    const rule = place === null ? undefined : packages[place.package];
    if (place === null) return [];
    if (rule === undefined) {
      return [
        `${file.path}: the package ${place.package} has no arrows; say in test/tidy/checks/arrows.ts whom it may import.`,
      ];
    }
    return importsOf(file).flatMap((one) => judge(file, place, rule, one));
  });
}

function judge(
  file: RepositoryFile,
  place: { readonly package: string; readonly inside: string },
  rule: PackageRule,
  { from, typeOnly }: Import,
): Complaints {
  if (from.startsWith(".")) {
    const target = resolveImport(file, from) ?? "";
    if (target.startsWith(`packages/${place.package}/src/`)) return [];
    return [`${file.path} reaches out of its package with "${from}"; import the other package by its name.`];
  }
  if (from.startsWith("node:")) {
    if (mayUseNode.has(place.package)) return [];
    return [`${file.path} imports "${from}", but ${rule.name} is pure; pass what it needs in as data.`];
  }
  const name = packageName(from);
  if (name === "fast-check" || name === rule.name) return arbitraryOnly(file, place.inside, from);
  const arrow = rule.mayImport[from] ?? rule.mayImport[name];
  if (arrow === undefined) {
    return [
      `${file.path} imports "${from}", but ${rule.name} may import ${listed(rule)}; turn the arrow round, or hand it data.`,
    ];
  }
  if (name === "@kubernetes/client-node" && !place.inside.startsWith("cluster/")) {
    return [
      `${file.path} imports "${from}"; only src/cluster/ may, since it costs half a second and 130 MB. Go through the port.`,
    ];
  }
  // Arbitraries are a product for tests; they build on each other at run time.
  if (arrow === "type" && !typeOnly && !isArbitrary(place.inside)) {
    return [
      `${file.path} imports "${from}" at run time; ${rule.name} may use its types only. Write \`import type\`.`,
    ];
  }
  return [];
}

function arbitraryOnly(file: RepositoryFile, inside: string, from: string): Complaints {
  if (isArbitrary(inside)) return [];
  return [
    `${file.path} imports "${from}"; only src/arbitraries may, because it is an optional peer. Move the generator there.`,
  ];
}

function isArbitrary(inside: string): boolean {
  return /^arbitraries(\.ts$|\/)/.test(inside);
}

function packageName(from: string): string {
  return from
    .split("/")
    .slice(0, from.startsWith("@") ? 2 : 1)
    .join("/");
}

function listed(rule: PackageRule): string {
  const names = Object.keys(rule.mayImport);
  return names.length === 0 ? "no package" : `only ${names.join(", ")}`;
}

/** The manifests must say the same as the arrows: nothing is depended on that may not be imported. */
export function manifestArrows(files: readonly RepositoryFile[]): Complaints {
  return files.flatMap((file) => {
    const folder = /^packages\/([^/]+)\/package\.json$/.exec(file.path)?.[1];
    if (folder === undefined) return [];
    const allowed = packages[folder]?.mayImport ?? {};
    const manifest: { dependencies?: Record<string, string> } = JSON.parse(file.text);
    return Object.keys(manifest.dependencies ?? {})
      .filter((name) => !(name in allowed))
      .map(
        (name) =>
          `${file.path} depends on ${name}, which the package may not import; remove it, or add the arrow in test/tidy/checks/arrows.ts with its reason.`,
      );
  });
}

/** Inside a package, a file imports only from its own step of the ladder or from the steps below it. */
export function folderArrows(files: readonly RepositoryFile[]): Complaints {
  return files.filter(isPackageSource).flatMap((file) => {
    const place = placeOf(file.path);
    const ladder = place === null ? undefined : ladders[place.package];
    if (place === null || ladder === undefined) return [];
    const own = stepOf(ladder, place.inside);
    if (own === null) {
      return [
        `${file.path} stands on no step; put it into the ladder of ${place.package} in test/tidy/ladders.ts.`,
      ];
    }
    return importsOf(file).flatMap(({ from }) => {
      const target = placeOf(resolveImport(file, from) ?? "");
      const below =
        target === null || target.package !== place.package ? null : stepOf(ladder, target.inside);
      if (below === null || below >= own) return [];
      return [
        `${file.path} imports "${from}", which stands above it in the ladder of ${place.package} (test/tidy/ladders.ts); move what both need further in.`,
      ];
    });
  });
}

/** The longest entry that fits decides, so `rules/index` can stand above `rules`. */
function stepOf(ladder: readonly (readonly string[])[], inside: string): number | null {
  const stem = inside.replace(/\.ts$/, "");
  let best: { readonly length: number; readonly step: number } | null = null;
  for (const [step, entries] of ladder.entries()) {
    for (const entry of entries) {
      const fits = stem === entry || stem.startsWith(`${entry}/`);
      if (fits && (best === null || entry.length > best.length)) best = { length: entry.length, step };
    }
  }
  return best?.step ?? null;
}
