import { statSync } from "node:fs";
import type { EventFact, JobFacts, Lookup, PodFacts } from "@runverdict/classifier";
import { readEvents, readJob, readPod } from "@runverdict/classifier/kubernetes";
import { read, unusable, type Attempt, type Unusable } from "./attempt.ts";
import { textAt } from "./field.ts";
import { readJson } from "./read-json.ts";
import type { WhyMissing } from "./testimony.ts";

interface Wanted<T> {
  /** `Pod`, `Job`. */
  readonly kind: string;
  /** How people fetch one. */
  readonly fetch: string;
  readonly facts: (object: unknown) => T | null;
}

export function readPodFile(
  path: string | null,
  why: WhyMissing | null,
  agentContainer: string | null,
): Promise<Attempt<Lookup<PodFacts>>> {
  const facts = (object: unknown): PodFacts | null => readPod(object, { agentContainer });
  return readLookup(path, why, { kind: "Pod", fetch: "kubectl get pod NAME -o json", facts });
}

export function readJobFile(path: string | null, why: WhyMissing | null): Promise<Attempt<Lookup<JobFacts>>> {
  return readLookup(path, why, { kind: "Job", fetch: "kubectl get job NAME -o json", facts: readJob });
}

export async function readEventsFile(path: string | null): Promise<Attempt<Lookup<readonly EventFact[]>>> {
  if (path === null) return read({ kind: "not_asked" });
  const json = await readJson(path);
  if (json.kind === "unusable") return json;
  const facts = readEvents(json.value);
  if (facts !== null) return read({ kind: "found", value: facts });
  return unusable(
    `"${path}" holds ${nameOf(json.value)}, not a list of Events; fetch it with \`kubectl get events -o json\`.`,
  );
}

/** A file is the state last seen; `why` says what became of the object since, or why there is no file. */
async function readLookup<T>(
  path: string | null,
  why: WhyMissing | null,
  wanted: Wanted<T>,
): Promise<Attempt<Lookup<T>>> {
  if (path === null)
    return read(why === null || why === "not_asked" ? { kind: "not_asked" } : { kind: why, lastSeen: null });
  const json = await readJson(path);
  if (json.kind === "unusable") return json;
  const object = onlyItem(path, json.value, wanted.kind);
  if (object.kind === "unusable") return object;
  const value = wanted.facts(object.value);
  if (value === null)
    return unusable(
      `"${path}" holds ${nameOf(object.value)}, not a ${wanted.kind}; fetch it with \`${wanted.fetch}\`.`,
    );
  return read(
    why === null || why === "not_asked" ? { kind: "found", value } : { kind: why, lastSeen: value },
  );
}

/** `kubectl get pods -o json` gives a list even where it found one. */
function onlyItem(path: string, value: unknown, kind: string): Attempt<unknown> {
  if (!isList(value)) return read(value);
  const { items } = value;
  if (items.length === 1) return read(items[0]);
  const cure =
    items.length === 0
      ? `if it is gone, remove the file and say "${kind.toLowerCase()}": "absent" in run.json`
      : "keep the one of this run";
  return unusable(`"${path}" is a list of ${items.length} objects, where one ${kind} is expected; ${cure}.`);
}

/**
 * An API object given as if it were a transcript; null for anything else, a real transcript of plain text included.
 *
 * @param path Null for standard input.
 * @param firstLine The first line that is not blank.
 */
export async function mistakenObject(path: string | null, firstLine: string): Promise<Unusable | null> {
  if (/^apiVersion: ?\S/.test(firstLine))
    return unusable(
      `"${path ?? "-"}" looks like an object in YAML, not a transcript; fetch it with \`kubectl get … -o json\`, put it into a folder as pod.json, job.json or events.json and name the folder.`,
    );
  if (path === null) return null;
  // A pipe can't be read twice.
  if (!statSync(path, { throwIfNoEntry: false })?.isFile()) return null;
  const json = await readJson(path);
  if (json.kind === "unusable" || textAt(json.value, "apiVersion") === null) return null;
  return unusable(
    `"${path}" holds ${nameOf(json.value)}, not a transcript; put it into a folder as pod.json, job.json or events.json and name the folder.`,
  );
}

function isList(value: unknown): value is { readonly items: readonly unknown[] } {
  if (typeof value !== "object" || value === null || !("items" in value) || !("kind" in value)) return false;
  return Array.isArray(value.items) && typeof value.kind === "string" && value.kind.endsWith("List");
}

/** What an object says it is. */
function nameOf(value: unknown): string {
  if (Array.isArray(value)) return "a bare list";
  if (typeof value !== "object" || value === null) return "no object";
  const kind = textAt(value, "kind");
  return kind !== null ? `an object of kind "${kind}"` : "an object without a kind";
}
