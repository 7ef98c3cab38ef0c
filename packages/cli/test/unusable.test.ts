import { join } from "node:path";
import { Readable } from "node:stream";
import { gzipSync } from "node:zlib";
import { expect, test } from "vitest";
import { readArguments } from "../src/explain/arguments.ts";
import { readCase } from "../src/explain/read-case.ts";
import { subjectOf } from "../src/explain/subject.ts";
import { readTestimony } from "../src/explain/testimony.ts";
import { folderWith } from "./support/case-folder.ts";
import { jsonLines, runverdict } from "./support/runverdict.ts";
import { init, oomPod, success } from "./support/scenes.ts";

type Files = Parameters<typeof folderWith>[0];

const unusable: readonly (readonly [string, Files, RegExp])[] = [
  [
    "an object that is not JSON",
    { "pod.json": "hello" },
    /pod\.json" is not JSON: fetch the object with `kubectl get/,
  ],
  [
    "an object that is cut",
    { "pod.json": '{"kind":"Pod",' },
    /pod\.json" is not JSON: it is cut or damaged; fetch/,
  ],
  [
    "an empty object file",
    { "job.json": "" },
    /job\.json" is not JSON: it is empty; fetch the object again, or remove/,
  ],
  ["YAML", { "job.json": "apiVersion: batch/v1\nkind: Job\n" }, /looks like YAML; fetch .* -o json/],
  [
    "what kubectl said instead",
    { "pod.json": 'Error from server (NotFound): pods "x" not found\n' },
    /it holds a message \("Error from server \(NotFound\): pods "x" not found"\)/,
  ],
  [
    "a Job where a Pod is expected",
    { "pod.json": { apiVersion: "batch/v1", kind: "Job" } },
    /an object of kind "Job", not a Pod; fetch/,
  ],
  [
    "a Pod where a Job is expected",
    { "job.json": oomPod },
    /an object of kind "Pod", not a Job; fetch it with `kubectl get job/,
  ],
  ["no object at all", { "pod.json": "[1, 2]" }, /holds a bare list, not a Pod/],
  [
    "a list of two Pods",
    { "pod.json": { kind: "List", items: [oomPod, oomPod] } },
    /a list of 2 objects.*keep the one of this run/,
  ],
  [
    "a list of no Pod",
    { "pod.json": { kind: "PodList", items: [] } },
    /a list of 0 objects.*say "pod": "absent" in run\.json/,
  ],
  [
    "Events that are none",
    { "events.json": oomPod },
    /an object of kind "Pod", not a list of Events; fetch it with `kubectl get events/,
  ],
  [
    "gzip data that is cut",
    { "stdout.log": gzipSync(init.repeat(50)).subarray(0, 100) },
    /stdout\.log" is gzip data whose end is missing/,
  ],
  [
    "gzip data that is damaged",
    { "stdout.log": damaged(gzipSync(init.repeat(50))) },
    /stdout\.log" is damaged gzip data; copy it again/,
  ],
  [
    "a folder in place of a file",
    { "pod.json/inside": "" },
    /pod\.json" is a folder where a file is expected/,
  ],
];

test.each(unusable)("%s is refused with a sentence that names the cure", async (_, files, sentence) => {
  const subject = await subjectOf(folderWith({ "stdout.log": init, ...files }));
  if (subject.kind === "collection") throw new Error("It is a folder of cases.");
  const found = await readCase(subject, { exit: null, stdin: () => Readable.from([]) });
  expect(found).toEqual({ kind: "unusable", sentence: expect.stringMatching(sentence) });
});

const testimonies: readonly (readonly [string, unknown, string])[] = [
  [
    "an intent without a kind",
    { intents: [{ at: "2026-11-20T20:00:00Z" }] },
    '"intents[0].kind" must be one of "cancel", "deadline", "teardown", "budget"; it is missing.',
  ],
  [
    "an intent of no known kind",
    { intents: [{ kind: "cancel" }, { kind: "stop" }] },
    '"intents[1].kind" must be one of "cancel", "deadline", "teardown", "budget", not "stop".',
  ],
  [
    "a time that is none",
    { now: "yesterday" },
    '"now" must be a time with its zone, like "2026-11-20T23:00:00Z", not "yesterday".',
  ],
  [
    "a time without a zone",
    { now: "2026-11-20T23:00:00" },
    '"now" must be a time with its zone, like "2026-11-20T23:00:00Z", not "2026-11-20T23:00:00".',
  ],
  [
    "a time that never was",
    { now: "2026-13-45T23:00:00Z" },
    '"now" must be a time that exists, not "2026-13-45T23:00:00Z".',
  ],
  [
    "a time as a number",
    { now: 1_795_000_000 },
    '"now" must be a time like "2026-11-20T23:00:00Z", not 1795000000.',
  ],
  [
    "an exit without a code",
    { exit: {} },
    '"exit" must be { "code": number } or { "signal": name }, one of them, not an object.',
  ],
  [
    "an exit with both",
    { exit: { code: 1, signal: "SIGKILL" } },
    '"exit" must be { "code": number } or { "signal": name }, one of them, not an object.',
  ],
  [
    "an exit code as text",
    { exit: { code: "1" } },
    '"exit.code" must be a whole number from 0 to 255, not "1".',
  ],
  ["a signal by number", { exit: { signal: 9 } }, '"exit.signal" must be a string, not 9.'],
  [
    "a signal by another name",
    { exit: { signal: "kill" } },
    '"exit.signal" must be the name of a signal, like "SIGKILL", not "kill".',
  ],
  [
    "a look-up that says nothing known",
    { pod: "gone" },
    '"pod" must be one of "absent", "unavailable", "not_asked", not "gone".',
  ],
  [
    "an answer without an outcome",
    { create: { http: 403 } },
    '"create.outcome" must be one of "created", "adopted", "conflict", "blocked", "rejected", "unknown"; it is missing.',
  ],
  ["a limit below zero", { limits: { runMs: -1 } }, '"limits.runMs" must not be negative, not -1.'],
  [
    "a log that is text",
    { log: "complete" },
    '"log" must be an object like { "completeness": "complete", "end": "eof" }, not "complete".',
  ],
  ["a version to come", { schemaVersion: 2 }, '"schemaVersion" must be 1, the only version there is, not 2.'],
  ["a list", [], "the whole must be an object, not a list."],
];

test.each(testimonies)(
  "run.json with %s is refused by file, key and what is expected",
  async (_, said, words) => {
    const path = join(folderWith({ "run.json": JSON.stringify(said) }), "run.json");
    expect(await readTestimony(path)).toEqual({ kind: "unusable", sentence: `"${path}": ${words}` });
  },
);

test("keys of run.json that nobody knows are ignored, and null is as good as nothing", () => {
  const folder = folderWith({
    "stdout.log": init + success,
    "run.json": {
      exit: { code: 0, signal: null, core: true },
      colour: "blue",
      intents: null,
      now: null,
      log: null,
    },
  });
  expect(JSON.parse(runverdict(["explain", "--json", folder]).stdout)).toMatchObject({
    outcome: "succeeded",
    confidence: "confirmed",
  });
});

test("what can't be used keeps nothing else from being explained", () => {
  const folder = folderWith({ "good/stdout.log": init + success, "bad/pod.json": "{" });
  const [good, bad, missing] = ["good", "bad", "missing"].map((name) => join(folder, name));
  const operands = [missing, good, bad, good].map(String);

  const people = runverdict(["explain", ...operands]);
  expect(people.stdout.match(/All done\./g)).toHaveLength(2);
  expect(people.stderr.trimEnd().split("\n")).toHaveLength(2);
  expect(people.status).toBe(2);

  const machines = runverdict(["explain", "--json", ...operands]);
  expect(jsonLines(machines.stdout)).toMatchObject([
    { case: "missing", error: `There is no file or folder "${missing}"; check the path.` },
    { case: "good", outcome: "succeeded" },
    { case: "bad", error: expect.stringMatching(/is not JSON/) },
    { case: "good", outcome: "succeeded" },
  ]);
  expect(machines.stderr).toBe(people.stderr);
  expect(machines.status).toBe(2);
});

test("a folder of cases can't be watched", () => {
  const folder = folderWith({ "cases/one/stdout.log": init });
  const { status, stdout, stderr } = runverdict(["explain", "--watch", join(folder, "cases")]);
  expect(stderr).toBe(
    'runverdict: --watch follows one transcript, but "cases" is a folder of cases; name one of them.\n',
  );
  expect({ status, stdout }).toEqual({ status: 2, stdout: "" });
});

test("a folder without a case says what a case is", () => {
  const folder = folderWith({ "notes/README.md": "" });
  const { status, stderr } = runverdict(["explain", folder]);
  expect(stderr).toContain(
    "is no case and holds none; a case is a folder with stdout.log, stderr.log, pod.json",
  );
  expect(status).toBe(2);
});

test("an object given as a transcript is told from one", () => {
  const folder = folderWith({ "pod.json": oomPod });
  const { status, stderr } = runverdict(["explain", join(folder, "pod.json")]);
  expect(stderr).toMatch(/holds an object of kind "Pod", not a transcript; put it into a folder/);
  expect(status).toBe(2);
});

const misuses: readonly (readonly [readonly string[], string])[] = [
  [[], "Name a case folder, a transcript, or - for standard input."],
  [["--jsn", "x"], "There is no option --jsn; --help lists those that there are."],
  [["-j", "x"], "There is no option -j; --help lists those that there are."],
  [["--json=yes", "x"], "--json takes no value."],
  [["--help=yes", "x"], "--help takes no value."],
  [["--signal"], "--signal needs a value."],
  [["--signal", "-9"], "--signal needs a value; one that begins with a dash is given as --signal=-VALUE."],
  [["-", "-"], "Standard input (-) can be read only once."],
  [["--watch", "a", "b"], "--watch follows one transcript; name only one."],
  [
    ["--exit-code", "1", "--signal", "KILL", "-"],
    "A process ends with --exit-code or by --signal, not with both.",
  ],
  [["--exit-code", "256", "-"], '--exit-code must be a whole number from 0 to 255, not "256".'],
  [["--exit-code", "", "-"], '--exit-code must be a whole number from 0 to 255, not "".'],
  [["--signal", "BANG", "-"], '--signal must be the name or number of a signal, like SIGKILL, not "BANG".'],
];

test("an object in YAML is told from a transcript, in a file and on standard input", () => {
  const yaml = "apiVersion: v1\nkind: Pod\nmetadata:\n  name: run-1\n";
  const path = join(folderWith({ "pod.yaml": yaml }), "pod.yaml");
  for (const [operand, stdin] of [
    [path, ""],
    ["-", yaml],
  ] as const) {
    const { stdout, stderr, status } = runverdict(["explain", operand], { stdin });
    expect(stderr).toMatch(
      /looks like an object in YAML, not a transcript; fetch it with `kubectl get … -o json`/,
    );
    expect({ stdout, status }).toEqual({ stdout: "", status: 2 });
  }
});

test.each(misuses)("`explain` does not understand %j and says why", (args, sentence) => {
  expect(readArguments(args)).toEqual({ kind: "misuse", sentence });
});

test.each([
  [["explain", "--jsn", "x"], "There is no option --jsn; --help lists those that there are."],
  [["exlpain"], 'There is no command "exlpain".'],
  [["--json"], 'Options come behind a command, and "--json" stands before one.'],
])("`runverdict %j` ends with 2, a sentence and the usage", (args, sentence) => {
  const { status, stdout, stderr } = runverdict(args);
  expect(stderr.startsWith(`runverdict: ${sentence}\nUsage: runverdict explain [options]`)).toBe(true);
  expect(stderr).not.toMatch(/\n\s+at /);
  expect({ status, stdout }).toEqual({ status: 2, stdout: "" });
});

function damaged(data: Buffer): Buffer {
  const copy = Buffer.from(data);
  copy.fill(0xff, 20, 30);
  return copy;
}
