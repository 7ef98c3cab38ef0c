import { fieldIn, textIn } from "../../src/host/host-field.ts";

/** What the host finds in a package's manifest, which it reads by itself and not as Node does (§1). */
export interface LoadedPackage {
  /** Null where it finds none, and the package is not loaded. */
  readonly entry: string | null;
  /** Null where it finds none, or one of a contract that it does not know. */
  readonly uiParser: string | null;
}

export function loadPackage(manifest: unknown): LoadedPackage {
  const exported = fieldIn(manifest, "exports");
  const contract = textIn(fieldIn(manifest, "paperclip"), "adapterUiParser");
  const isKnown = contract === null || contract.split(".")[0] === "1";
  const uiParser = target(fieldIn(exported, "./ui-parser"));
  const isInside = uiParser !== null && !uiParser.split("/").includes("..");
  return {
    entry: target(fieldIn(exported, ".")) ?? textIn(manifest, "main"),
    uiParser: isKnown && isInside ? uiParser : null,
  };
}

/** A plain text, or the plain text of one of two conditions: nothing nested, and no other condition. */
function target(exported: unknown): string | null {
  if (typeof exported === "string") return exported;
  return textIn(exported, "import") ?? textIn(exported, "default");
}
