import { Readable } from "node:stream";
import { noEvidence, type Evidence } from "@runverdict/classifier";
import { expect, test } from "vitest";
import { readCase } from "../src/explain/read-case.ts";
import { subjectOf } from "../src/explain/subject.ts";
import { folderWith } from "./support/case-folder.ts";
import { init, oomPod } from "./support/scenes.ts";

async function evidenceOf(files: Parameters<typeof folderWith>[0]): Promise<Evidence> {
  const subject = await subjectOf(folderWith(files));
  if (subject.kind === "collection") throw new Error("It is a folder of cases.");
  const found = await readCase(subject, { exit: null, stdin: () => Readable.from([]) });
  if (found.kind === "unusable") throw new Error(found.sentence);
  return found.value.evidence;
}

test("a file is a look-up that found something", async () => {
  const { pod } = await evidenceOf({ "pod.json": oomPod });
  expect(pod).toMatchObject({ kind: "found", value: { name: "run-1-x" } });
});

test.each(["absent", "unavailable"])("a file and the word %s are the last state seen", async (word) => {
  const { pod } = await evidenceOf({ "pod.json": oomPod, "run.json": { pod: word } });
  expect(pod).toMatchObject({ kind: word, lastSeen: { name: "run-1-x" } });
});

test.each(["absent", "unavailable"])("the word %s alone leaves nothing seen", async (word) => {
  const { pod, job } = await evidenceOf({ "run.json": { pod: word, job: word } });
  expect([pod, job]).toEqual([
    { kind: word, lastSeen: null },
    { kind: word, lastSeen: null },
  ]);
});

test("without a file and without a word nobody looked", async () => {
  const { pod, job, events } = await evidenceOf({ "stdout.log": "" });
  expect([pod, job, events]).toEqual([{ kind: "not_asked" }, { kind: "not_asked" }, { kind: "not_asked" }]);
});

test("Events may come as an EventList or as kubectl's List", async () => {
  const event = {
    kind: "Event",
    reason: "Killing",
    involvedObject: { kind: "Pod", name: "x" },
    metadata: {},
  };
  for (const kind of ["EventList", "List"]) {
    const { events } = await evidenceOf({ "events.json": { apiVersion: "v1", kind, items: [event] } });
    expect(events).toMatchObject({ kind: "found", value: [{ reason: "Killing" }] });
  }
});

test("an empty output is one that was captured; without the file none was", async () => {
  expect((await evidenceOf({ "stdout.log": "" })).stream?.counts.bytes).toBe(0);
  expect((await evidenceOf({ "run.json": {} })).stream).toBeNull();
});

test("the plain lines of stderr are kept once each, with their line numbers", async () => {
  const { run } = await evidenceOf({ "stderr.log": "first\n\n   \nsecond\n" });
  expect(run.stderr).toEqual([
    { line: 1, text: "first" },
    { line: 4, text: "second" },
  ]);
});

test("of a long stderr the beginning and the end are kept, in their order", async () => {
  const lines = Array.from({ length: 5000 }, (_, index) => `line ${index + 1}`);
  const { run } = await evidenceOf({ "stderr.log": lines.join("\n") });
  const numbers = run.stderr.map(({ line }) => line);
  expect(numbers).toEqual([...new Set(numbers)].toSorted((one, other) => one - other));
  expect([numbers.at(0), numbers.at(-1)]).toEqual([1, 5000]);
  expect(numbers.length).toBeLessThan(5000);
});

test("run.json is the runner's testimony, with instants as epoch milliseconds", async () => {
  const evidence = await evidenceOf({
    "stdout.log": init,
    "run.json": {
      schemaVersion: 1,
      now: "2026-11-20T23:00:00Z",
      agentContainer: "claude",
      exit: { signal: "SIGTERM" },
      create: { outcome: "rejected", http: 403, reason: "Forbidden", message: "no" },
      intents: [
        { kind: "deadline", phase: "run", at: "2026-11-20T22:00:00.500+01:00", by: "policy" },
        { kind: "teardown" },
      ],
      limits: { runMs: 3_600_000 },
      log: { completeness: "tail_lost", end: "reset" },
      schemaRequested: true,
    },
  });
  expect(evidence.now).toBe(Date.UTC(2026, 10, 20, 23));
  expect(evidence.run).toEqual({
    agentContainer: "claude",
    exit: { kind: "signal", signal: "SIGTERM" },
    create: { outcome: "rejected", http: 403, reason: "Forbidden", message: "no" },
    intents: [
      { kind: "deadline", phase: "run", at: Date.UTC(2026, 10, 20, 21, 0, 0, 500), by: "policy" },
      { kind: "teardown", phase: null, at: null, by: null },
    ],
    limits: { runMs: 3_600_000 },
    log: { completeness: "tail_lost", end: "reset" },
    schemaRequested: true,
    stderr: [],
  });
});

test("without run.json the runner testifies nothing, not even the time", async () => {
  const { run, now } = await evidenceOf({ "stdout.log": "" });
  expect(run).toEqual(noEvidence.run);
  expect(now).toBeNull();
});

test("the agent container is the one that run.json names", async () => {
  const { pod } = await evidenceOf({ "pod.json": oomPod, "run.json": { agentContainer: "other" } });
  expect(pod).toMatchObject({ kind: "found", value: { agent: null } });
});
