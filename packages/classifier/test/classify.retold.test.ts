import { classify, type Verdict } from "@runverdict/classifier";
import { createObserver, createParser, type ParsedStream } from "@runverdict/stream-parser";
import { expect, test } from "vitest";
import { caseNames, readCase, type Plain, type Retelling } from "./support/cases.ts";

/**
 * Every recorded run, told in other words: what a log, an API server or the other tenants of a cluster may do to its
 * files without anything else having happened. The verdict must be the same.
 */

type Judged = Pick<Verdict, "outcome" | "code" | "flags" | "confidence" | "retry">;

/** Files that are not there can't be retold, and an empty log is a fact of its own. */
const told = caseNames.map((name) => {
  const { evidence } = readCase(name);
  const { outcome, code, flags, confidence, retry } = classify(evidence);
  return {
    name,
    judged: { outcome, code, flags, confidence, retry } satisfies Judged,
    log: (evidence.stream?.counts.bytes ?? 0) > 0,
    pod: "value" in evidence.pod || ("lastSeen" in evidence.pod && evidence.pod.lastSeen !== null),
    events: "value" in evidence.events && evidence.events.value.length > 0,
  };
});

type Told = (typeof told)[number];

const inLog = ({ log }: Told): boolean => log;
const inPod = ({ pod }: Told): boolean => pod;
const inEvents = ({ events }: Told): boolean => events;
const anywhere = (): boolean => true;

const retellings: Readonly<Record<string, readonly [of: (run: Told) => boolean, Retelling]>> = {
  "with lines of other programs before and between its own": [inLog, { stdout: withForeignLines }],
  "with the kubelet's timestamps": [inLog, { stdout: linewise((line) => `${stamp} ${line}`) }],
  "with the carriage returns of a terminal": [inLog, { stdout: linewise((line) => `${line}\r`) }],
  "cut into chunks of 61 bytes": [inLog, { parse: inChunks(61) }],
  "cut into chunks of 4093 bytes": [inLog, { parse: inChunks(4093) }],
  "with the keys of all objects in another order": [anywhere, onObjects(reordered)],
  "with fields that nobody knows, and those that kubectl shows": [anywhere, onObjects(enriched)],
  "with a sidecar that ended well": [inPod, { pod: withSidecar }],
  "with every Event twice": [inEvents, { events: (events) => [...events, ...events] }],
  "with its Events in another order": [inEvents, { events: (events) => events.toReversed() }],
  "with series in place of counts": [inEvents, { events: (events) => events.map(asSeries) }],
  "with the Events of another run's pod and Job": [
    inEvents,
    { events: (events) => [...events, ...ofAnotherRun(events)] },
  ],
};

test.each(Object.entries(retellings))("a run %s has the same verdict", (_, [applies, retelling]) => {
  const affected = told.filter(applies);
  expect(affected.length).toBeGreaterThan(50);
  const changed = affected.flatMap(({ name, judged }) => {
    const { outcome, code, flags, confidence, retry } = classify(readCase(name, retelling).evidence);
    // Of which day a time of day was meant may be learnt from the kubelet's timestamps.
    const notBefore = judged.retry.notBefore === null ? null : retry.notBefore;
    const now = JSON.stringify({
      outcome,
      code,
      flags,
      confidence,
      retry: { ...retry, notBefore },
    } satisfies Judged);
    return now === JSON.stringify(judged) ? [] : [`${name}: ${JSON.stringify(judged)} became ${now}`];
  });
  expect(changed).toEqual([]);
});

const stamp = "2026-11-20T20:44:38.123456789Z";
const foreign = [
  "npm warn exec The following package was not found",
  "\u001b[33mhint:\u001b[0m done",
  "[info] {not json",
];

/** A last line without its newline stays one. */
function linewise(retold: (line: string) => string): (bytes: Buffer) => Buffer {
  return (bytes) => {
    const lines = bytes.toString("latin1").split("\n");
    const last = lines.pop() ?? "";
    const whole = lines.map((line) => `${retold(line)}\n`).join("");
    return Buffer.from(whole + (last === "" ? "" : retold(last)), "latin1");
  };
}

function withForeignLines(bytes: Buffer): Buffer {
  let count = 0;
  return linewise((line) => `${foreign[count++ % foreign.length] ?? ""}\n${line}`)(bytes);
}

function inChunks(size: number): (bytes: Buffer) => ParsedStream {
  return (bytes) => {
    const [parser, observer] = [createParser(), createObserver()];
    for (let at = 0; at < bytes.length; at += size)
      for (const event of parser.feed(bytes.subarray(at, at + size))) observer.observe(event);
    for (const event of parser.end()) observer.observe(event);
    return observer.stream();
  };
}

function onObjects(retold: (value: unknown) => unknown): Retelling {
  const one = (object: Plain): Plain => ({ ...asObject(retold(object)) });
  return { pod: one, job: one, events: (events) => events.map(one) };
}

function asObject(value: unknown): object {
  return typeof value === "object" && value !== null ? value : {};
}

function reordered(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(reordered);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .toReversed()
      .map(([key, inner]) => [key, reordered(inner)]),
  );
}

function enriched(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(enriched);
  if (typeof value !== "object" || value === null) return value;
  const inner = Object.entries(value).map(([key, one]) => [key, enriched(one)]);
  const managedFields = [{ manager: "kubelet", operation: "Update", fieldsV1: { "f:status": {} } }];
  return {
    ...Object.fromEntries(inner),
    managedFields,
    somethingNew: { reason: "OOMKilled", exitCode: 137 },
  };
}

function withSidecar(pod: Plain): Plain {
  const terminated = { exitCode: 0, reason: "Completed", startedAt: stamp, finishedAt: stamp };
  const status = { name: "metrics", restartCount: 0, lastState: {}, state: { terminated } };
  const statuses: readonly Plain[] = pod["status"]?.containerStatuses ?? [];
  return {
    ...pod,
    spec: { ...pod["spec"], containers: [{ name: "metrics" }, ...(pod["spec"]?.containers ?? [])] },
    status: {
      ...pod["status"],
      // A pod of which no container was reported has none to report of this one either.
      ...(statuses.length > 0 && { containerStatuses: [status, ...statuses] }),
    },
  };
}

function asSeries(event: Plain): Plain {
  const { firstTimestamp, lastTimestamp, count, ...rest } = event;
  if (typeof lastTimestamp !== "string" || typeof count !== "number" || count < 2) return event;
  return { ...rest, eventTime: firstTimestamp, series: { count, lastObservedTime: lastTimestamp } };
}

function ofAnotherRun(events: readonly Plain[]): readonly Plain[] {
  const reasons = ["FailedMount", "FailedCreatePodSandBox", "Failed", "FailedCreate"];
  return reasons.flatMap((reason) =>
    events.slice(0, 1).map((event) => ({
      ...event,
      reason,
      type: "Warning",
      message: "Error creating: exceeded quota: other, unauthorized: not found",
      involvedObject: {
        kind: reason === "FailedCreate" ? "Job" : "Pod",
        name: "another-run",
        namespace: "agents",
        uid: "00000000-aaaa-4bbb-8ccc-dddddddddddd",
      },
    })),
  );
}
