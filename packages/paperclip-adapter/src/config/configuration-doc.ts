import type { Field } from "./field.ts";
import { claudeFields } from "./fields/claude-fields.ts";
import { clusterFields } from "./fields/cluster-fields.ts";
import { podFields } from "./fields/pod-fields.ts";
import { runFields } from "./fields/run-fields.ts";

type Fields = Readonly<Record<string, Field<unknown>>>;

const PARTS: readonly (readonly [string, Fields])[] = [
  ["Where Jobs go", clusterFields],
  ["The pod", podFields],
  ["Claude Code", claudeFields],
  ["Limits, and what stays", runFields],
];

/** The configuration in Markdown, for people and for agents that configure agents. */
export function configurationDoc(): string {
  return [
    "# claude_k8s: Claude Code in a Kubernetes Job",
    "",
    "Each run of the agent is a Job in the cluster. All fields are optional.",
    "A name with dots may be a key as it stands, or nested objects.",
    "A field that is wrong is told before anything is created.",
    ...PARTS.flatMap(([title, fields]) => ["", `## ${title}`, "", ...Object.entries(fields).map(line)]),
    "",
  ].join("\n");
}

function line([key, field]: [string, Field<unknown>]): string {
  const { label, hint, shown, absent, secret } = field;
  const plain = shown ?? (typeof absent === "boolean" ? absent : null);
  const usual = plain === null ? "" : ` Default: \`${plain}\`.`;
  return `- \`${key}\`${kindOf(field)}: ${label}. ${hint}${usual}${secret === true ? " Kept as a secret." : ""}`;
}

/** What is a text is none of the kinds that must be told; the hint says how it is written. */
function kindOf({ type, options }: Field<unknown>): string {
  if (options !== undefined) return ` (${options.map(({ value }) => `\`${value}\``).join(", ")})`;
  return { number: " (number)", toggle: " (true or false)", select: "", text: "", textarea: "" }[type];
}
