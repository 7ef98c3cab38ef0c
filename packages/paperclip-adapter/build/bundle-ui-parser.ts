// Paperclip reads the parser of our log as text, and evaluates it in a worker as the body of a function: one file, in
// CommonJS, that imports nothing. Run after the compiler: `node build/bundle-ui-parser.ts`.
import { readFileSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { rolldown } from "rolldown";

const source = fileURLToPath(new URL("../src/ui-parser/parse-stdout-line.ts", import.meta.url));

/** The text of the bundle. */
export async function bundleUiParser(): Promise<string> {
  const bundle = await rolldown({
    input: source,
    // What it imports from elsewhere would be left standing as a `require`.
    external: (name) => {
      if (name.startsWith(".") || name.startsWith("/")) return false;
      throw new TypeError(`The user interface's parser imports "${name}"; it must stand alone.`);
    },
  });
  const { output } = await bundle.generate({
    format: "cjs",
    exports: "named",
    esModule: false,
    generatedCode: { symbols: false },
  });
  await bundle.close();
  const [bundled, ...others] = output;
  if (others.length > 0) throw new TypeError(`The bundle has ${output.length} files; it must be one.`);
  return bundled.code;
}

/** Its declarations, for whoever imports it: those of CommonJS can't lean on those of the modules beside them. */
function declarations(dist: URL): string {
  const [entries = "", parser = ""] = ["transcript-entry", "parse-stdout-line"].map((name) =>
    readFileSync(new URL(`ui-parser/${name}.d.ts`, dist), "utf8").replace(
      /^\/\/# sourceMappingURL=.*\n?/m,
      "",
    ),
  );
  return `${entries}${parser.replaceAll(/^(?:import|export) type \{.*\n/gm, "")}`;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const dist = new URL("../dist/", import.meta.url);
  writeFileSync(new URL("ui-parser.cjs", dist), await bundleUiParser());
  writeFileSync(new URL("ui-parser.d.cts", dist), declarations(dist));
}
