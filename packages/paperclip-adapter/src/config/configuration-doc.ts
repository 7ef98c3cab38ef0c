import type { Field } from "./field.ts";
import { FIELDS } from "./fields.ts";

/** The configuration in Markdown, for people and for agents that configure agents. */
export function configurationDoc(): string {
  const fields: [string, Field<unknown>][] = Object.entries(FIELDS);
  return [
    "# claude_k8s: Claude Code in a Kubernetes Job",
    "",
    "Each run of the agent is a Job in the cluster. All fields are optional; dotted names may be nested.",
    "",
    ...fields.map(line),
    "",
  ].join("\n");
}

function line([key, { hint, shown, absent, options, secret }]: [string, Field<unknown>]): string {
  const choices =
    options === undefined ? "" : ` One of ${options.map(({ value }) => `\`${value}\``).join(", ")}.`;
  const plain = shown ?? (typeof absent === "boolean" ? absent : null);
  const usual = plain === null ? "" : ` Default: \`${plain}\`.`;
  return `- \`${key}\`: ${hint}${choices}${usual}${secret === true ? " Kept as a secret." : ""}`;
}
