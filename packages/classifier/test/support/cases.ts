import { noEvidence } from "@runverdict/classifier";
import type { Evidence, Lookup, RunTestimony } from "@runverdict/classifier";
import { readEvents, readJob, readPod } from "@runverdict/classifier/kubernetes";
import { parseTranscript, type ParsedStream } from "@runverdict/stream-parser";
import { existsSync, readdirSync, readFileSync } from "node:fs";

/** One recorded run: what may be looked at, and what whoever recorded it says it is. */
export interface Case {
  readonly name: string;
  readonly evidence: Evidence;
  readonly expected: { readonly outcome: string; readonly code: string; readonly flags: readonly string[] };
}

const folder = new URL("../../../../fixtures/transcripts/", import.meta.url);

export const caseNames: readonly string[] = readdirSync(folder, { withFileTypes: true })
  .filter((entry) => entry.isDirectory())
  .map(({ name }) => name)
  .toSorted();

/** Every recorded case. It is read here once more, without the command line's reader, so that one proves the other. */
export function readCases(): readonly Case[] {
  return caseNames.map((name) => readCase(name));
}

/** The same run in other words: what is done to its files before they are read. */
export interface Retelling {
  readonly stdout?: (bytes: Buffer) => Buffer;
  readonly parse?: (bytes: Buffer) => ParsedStream;
  readonly pod?: (pod: Plain) => Plain;
  readonly job?: (job: Plain) => Plain;
  readonly events?: (events: readonly Plain[]) => readonly Plain[];
}

// oxlint-disable-next-line typescript/no-explicit-any -- recorded objects of the Kubernetes API, checked by the tests of the fixtures.
export type Plain = Readonly<Record<string, any>>;

export function readCase(name: string, retelling: Retelling = {}): Case {
  const said = { ...json(name, "run.json") };
  const agentContainer = said["agentContainer"] ?? null;
  const {
    stdout = (given) => given,
    parse = parseTranscript,
    pod = (given) => given,
    job = (given) => given,
    events = (given) => given,
  } = retelling;
  const object = (file: string, retold: (given: Plain) => Plain): Plain | null => {
    const given = json(name, file);
    return given === null ? null : retold(given);
  };
  const evidence: Evidence = {
    stream: existsSync(fileOf(name, "stdout.log")) ? parse(stdout(bytes(name, "stdout.log"))) : null,
    pod: lookup(object("pod.json", pod), said["pod"], (given) => readPod(given, { agentContainer })),
    job: lookup(object("job.json", job), said["job"], readJob),
    events: lookup(
      object("events.json", (list) => ({ ...list, items: events(list["items"]) })),
      undefined,
      readEvents,
    ),
    run: testimony(name, said),
    now: instant(said["now"]),
  };
  const { outcome, code, flags = [] } = json(name, "expected.json");
  return { name, evidence, expected: { outcome, code, flags } };
}

/** An API object of a recorded case as the API server sent it. */
export function recordedObject(name: string, file: "pod.json" | "job.json" | "events.json"): unknown {
  return json(name, file);
}

/** The lines of a recorded transcript. */
export function recordedLines(name: string): readonly string[] {
  return bytes(name, "stdout.log").toString("utf8").split("\n");
}

function lookup<T>(
  object: unknown,
  why: Lookup<T>["kind"] | undefined,
  read: (object: unknown) => T | null,
): Lookup<T> {
  const value = object === null ? null : read(object);
  if (why === "absent" || why === "unavailable") return { kind: why, lastSeen: value };
  return value === null ? { kind: "not_asked" } : { kind: "found", value };
}

// oxlint-disable-next-line typescript/no-explicit-any -- the files are checked by the tests of the fixtures themselves.
function testimony(name: string, said: any): RunTestimony {
  const { exit, create, intents = [], limits, log, schemaRequested } = said;
  const stderr = existsSync(fileOf(name, "stderr.log"))
    ? parseTranscript(bytes(name, "stderr.log")).text
    : null;
  return {
    ...noEvidence.run,
    agentContainer: said.agentContainer ?? null,
    exit:
      exit === undefined
        ? null
        : "code" in exit
          ? { kind: "code", code: exit.code }
          : { kind: "signal", signal: exit.signal },
    create: create === undefined ? null : { http: null, reason: null, message: null, ...create },
    intents: intents.map((intent: Record<string, unknown>) => ({
      phase: null,
      by: null,
      ...intent,
      at: instant(intent["at"]),
    })),
    limits: { runMs: limits?.runMs ?? null },
    log: log === undefined ? null : { completeness: null, end: null, ...log },
    schemaRequested: schemaRequested ?? false,
    stderr: stderr === null ? [] : [...stderr.head, ...stderr.tail],
  };
}

function instant(time: unknown): number | null {
  return typeof time === "string" ? Date.parse(time) : null;
}

// oxlint-disable-next-line typescript/no-explicit-any -- as above.
function json(name: string, file: string): any {
  return existsSync(fileOf(name, file)) ? JSON.parse(bytes(name, file).toString("utf8")) : null;
}

function bytes(name: string, file: string): Buffer {
  return readFileSync(fileOf(name, file));
}

function fileOf(name: string, file: string): URL {
  return new URL(`${name}/${file}`, folder);
}
