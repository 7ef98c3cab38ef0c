import { statSync } from "node:fs";
import type { EventFact, JobFacts, Lookup, PodFacts } from "@runverdict/classifier";
import { readEvents, readJob, readPod } from "@runverdict/classifier/kubernetes";
import { read, unusable, type Attempt, type Unusable } from "./attempt.ts";
import { itemsOf, listHolding } from "./api-list.ts";
import { textAt } from "./field.ts";
import { readJson } from "./read-json.ts";
import type { CaseFiles } from "./subject.ts";
import type { WhyMissing } from "./testimony.ts";

interface Wanted<T> {
  /** `Pod`, `Job`. */
  readonly kind: string;
  /** How people fetch one. */
  readonly fetch: string;
  readonly facts: (object: unknown) => T | null;
  /** The run's own among several; null where nobody can say which it is. */
  readonly ownOf: (several: readonly T[]) => T | null;
}

/** The run's pod, from its own file or from a list in another one; of several, the newest one of the Job. */
export async function readPodFile(
  files: CaseFiles,
  why: WhyMissing | null,
  agentContainer: string | null,
  job: JobFacts | null,
): Promise<Attempt<Lookup<PodFacts>>> {
  return readLookup(await fileOf(files, "pod.json", "Pod"), why, {
    kind: "Pod",
    fetch: "kubectl get pod NAME -o json",
    facts: (object) => readPod(object, { agentContainer }),
    ownOf: (pods) => newestOf(job?.uid ?? null, pods),
  });
}

export async function readJobFile(
  files: CaseFiles,
  why: WhyMissing | null,
): Promise<Attempt<Lookup<JobFacts>>> {
  return readLookup(await fileOf(files, "job.json", "Job"), why, {
    kind: "Job",
    fetch: "kubectl get job NAME -o json",
    facts: readJob,
    ownOf: () => null,
  });
}

async function fileOf(
  files: CaseFiles,
  own: "pod.json" | "job.json" | "events.json",
  kind: string,
): Promise<string | null> {
  return files[own] ?? listHolding([files["pod.json"], files["job.json"], files["events.json"]], kind);
}

/** A pod may have been replaced, and the namespace's other pods may be in the list as well. */
function newestOf(jobUid: string | null, pods: readonly PodFacts[]): PodFacts | null {
  const uid = jobUid ?? pods[0]?.jobUid ?? null;
  const own = pods.filter((pod) => pod.jobUid === uid);
  if (uid === null || own.length === 0 || (jobUid === null && own.length < pods.length)) return null;
  return own.reduce((newest, pod) => ((pod.createdAt ?? 0) >= (newest.createdAt ?? 0) ? pod : newest));
}

export async function readEventsFile(files: CaseFiles): Promise<Attempt<Lookup<readonly EventFact[]>>> {
  const path = await fileOf(files, "events.json", "Event");
  if (path === null) return read({ kind: "not_asked" });
  const json = await readJson(path);
  if (json.kind === "unusable") return json;
  const facts = readEvents(itemsOf(json.value, "Event") ?? json.value);
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
  const own = ownObject(path, json.value, wanted);
  if (own.kind === "unusable") return own;
  const { value } = own;
  return read(
    why === null || why === "not_asked" ? { kind: "found", value } : { kind: why, lastSeen: value },
  );
}

/** `kubectl get pods -o json` gives a list even where it found one. */
function ownObject<T>(path: string, value: unknown, { kind, fetch, facts, ownOf }: Wanted<T>): Attempt<T> {
  const items = itemsOf(value, kind) ?? [value];
  const known = items.map(facts).filter((one) => one !== null);
  const [only] = known;
  if (items.length === 1 && only === undefined)
    return unusable(`"${path}" holds ${nameOf(items[0])}, not a ${kind}; fetch it with \`${fetch}\`.`);
  const own = known.length === 1 ? (only ?? null) : ownOf(known);
  if (own !== null) return read(own);
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

/** What an object says it is. */
function nameOf(value: unknown): string {
  if (Array.isArray(value)) return "a bare list";
  if (typeof value !== "object" || value === null) return "no object";
  const kind = textAt(value, "kind");
  return kind !== null ? `an object of kind "${kind}"` : "an object without a kind";
}
