import { quotable } from "@runverdict/classifier/kubernetes";
import { ADAPTER_TYPE } from "../host/adapter-type.ts";
import { LABELS } from "../host/labels.ts";
import type { Assignment } from "./assignment.ts";

/** An annotation, since a name may have any letters. */
const AGENT_NAME = "paperclip.io/agent-name";

export interface Metadata {
  readonly labels: Readonly<Record<string, string>>;
  readonly annotations: Readonly<Record<string, string>>;
  readonly notes: readonly string[];
}

/** What a form may not set: it is how Jobs are found, and who finds them. */
const RESERVED = [
  "paperclip.io/",
  "app.kubernetes.io/",
  "runverdict.dev/",
  "batch.kubernetes.io/",
  "job-name",
  "controller-uid",
] as const;

/** Labels are an index and not an identity: what does not fit them is written so that it does. */
export function metadataOf(assignment: Assignment, configured: Readonly<Record<string, string>>): Metadata {
  const { agentId, runId, companyId, taskId, session, agentName } = assignment;
  const isReserved = (key: string): boolean => RESERVED.some((reserved) => key.startsWith(reserved));
  const own = Object.entries(configured).filter(([key]) => !isReserved(key));
  const left = Object.keys(configured).filter(isReserved);
  const name = shownName(agentName);
  return {
    labels: {
      ...Object.fromEntries(own),
      "app.kubernetes.io/component": "agent-job",
      ...label(LABELS.adapterType, ADAPTER_TYPE),
      ...label(LABELS.agentId, agentId),
      ...label(LABELS.runId, runId),
      ...label(LABELS.companyId, companyId),
      ...label(LABELS.taskId, taskId),
      ...label(LABELS.sessionId, session.kind === "resume" ? session.sessionId : null),
    },
    annotations: {
      [LABELS.adapterType]: ADAPTER_TYPE,
      ...(name === "" ? {} : { [AGENT_NAME]: name }),
    },
    notes: left.map((key) => `The label ${quotable(key, 80)} is left out: its prefix is not yours to set.`),
  };
}

/**
 * Empty where it has more than a name needs: anybody may call an agent `password=…`, and no Job with such a text in it
 * is made.
 */
function shownName(agentName: string): string {
  const name = quotable(agentName, 100);
  return /^[\p{L}\p{M}\p{N} ._-]{1,100}$/u.test(name) ? name : "";
}

function label(key: string, value: string | null): Readonly<Record<string, string>> {
  const fitting = labelValue(value ?? "");
  return fitting === "" ? {} : { [key]: fitting };
}

/** At most 63 letters, digits, `-`, `_` and `.`, with a letter or digit at both ends. */
export function labelValue(text: string): string {
  return text
    .slice(0, 1024)
    .replace(/[^A-Za-z0-9._-]+/g, "-")
    .replace(/^[^A-Za-z0-9]+/, "")
    .slice(0, 63)
    .replace(/[^A-Za-z0-9]+$/, "");
}
