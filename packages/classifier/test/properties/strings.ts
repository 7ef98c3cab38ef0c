import type { Evidence } from "@runverdict/classifier";
import { mapLeaves } from "./leaves.ts";

/** Words of our own types, which no stranger can write into. */
const ours = /(?:^|\.)(?:kind|provenance)$|^run\.(?:create\.outcome|log\.\w+|intents\.\d+\.phase)$/;

/** Fields that hold what somebody said; the others hold a word that Kubernetes or the agent chose, or a name. */
const said = /(?:^|\.)(?:message|text|content|by|description|errors\.\d+)$/;

/** The evidence with every string in it changed that a stranger may have written. */
export function mapStrings(run: Evidence, change: (text: string, path: string) => string): Evidence {
  return mapLeaves(run, (leaf, path) =>
    typeof leaf === "string" && !ours.test(path) ? change(leaf, path) : leaf,
  );
}

/** The evidence with every text changed that somebody said; what is decided by words stays as it was. */
export function mapTexts(run: Evidence, change: (text: string) => string): Evidence {
  return mapStrings(run, (text, path) => (said.test(path) ? change(text) : text));
}
