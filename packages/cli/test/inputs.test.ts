import { readFileSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { expect, test } from "vitest";
import { readArguments } from "../src/explain/arguments.ts";
import { folderWith } from "./support/case-folder.ts";
import { fixtures, jsonLines, runverdict } from "./support/runverdict.ts";
import { init, oomPod, says, success } from "./support/scenes.ts";

const verdictOf = (args: readonly string[], stdin: string | Uint8Array = ""): Record<string, unknown> =>
  JSON.parse(runverdict(["explain", "--json", ...args], { stdin }).stdout);

test("gzip data is known by its bytes: it gives the same verdict under any name", () => {
  const recorded = join(fixtures, "k8s-oom-beside-sidecar");
  const files = ["stdout.log", "pod.json", "job.json", "events.json", "run.json"];
  const contents = files.map((name) => [name, readFileSync(join(recorded, name))] as const);
  const zipped = folderWith(
    Object.fromEntries([
      ...contents.map(([name, bytes]) => [`suffixed/${name}.gz`, gzipSync(bytes)]),
      ...contents.map(([name, bytes]) => [`unsuffixed/${name}`, gzipSync(bytes)]),
    ]),
  );
  const { case: _, ...plain } = verdictOf([recorded]);
  expect(plain["outcome"]).toBe("failed");
  expect(verdictOf([join(zipped, "suffixed")])).toEqual({ case: "suffixed", ...plain });
  expect(verdictOf([join(zipped, "unsuffixed")])).toEqual({ case: "unsuffixed", ...plain });
});

test("a transcript alone may come from a file, a zipped file or standard input", () => {
  const transcript = init + says("Working.") + success;
  const folder = folderWith({ "run.jsonl": transcript, "run.jsonl.gz": gzipSync(transcript) });
  const { case: name, ...verdict } = verdictOf([join(folder, "run.jsonl")]);
  expect(name).toBe("run.jsonl");
  expect(verdict).toMatchObject({ outcome: "succeeded", confidence: "likely" });
  expect(verdictOf([join(folder, "run.jsonl.gz")])).toEqual({ case: "run.jsonl.gz", ...verdict });
  expect(verdictOf(["-"], transcript)).toEqual({ case: "-", ...verdict });
  expect(verdictOf(["-"], gzipSync(transcript))).toEqual({ case: "-", ...verdict });
});

test("who gives an open-ended transcript alone is asked how its process ended, and only then", () => {
  const folder = folderWith({ "run.jsonl": init, "case/stdout.log": init });
  const asked = "If its process has ended, say how: --exit-code N or --signal S.\n";
  const run = join(folder, "run.jsonl");
  const said = (...args: readonly string[]): string => runverdict(["explain", ...args]).stderr;
  expect(said(run)).toBe(asked);
  expect(said(run, "--exit-code", "1")).toBe("");
  expect(said(run, "--json")).toBe("");
  expect(said(join(folder, "case"))).toBe("");
  expect(runverdict(["explain", "-"], { stdin: init + says("Working.") + success }).stderr).toBe("");
});

test("gzip data in several members is read to its end", () => {
  const members = Buffer.concat([gzipSync(init), gzipSync(success)]);
  expect(verdictOf(["-"], members)).toMatchObject({ outcome: "succeeded" });
});

test("how a bare transcript's process ended may be said on the command line", () => {
  const cut = init + says("Working.");
  expect(verdictOf(["-"], cut)).toMatchObject({ outcome: "unsettled" });
  expect(verdictOf(["--exit-code", "0", "-"], init + success)).toMatchObject({ confidence: "confirmed" });
  expect(verdictOf(["--signal", "SIGKILL", "-"], cut)).toMatchObject({ outcome: "failed" });
});

test.each(["SIGKILL", "KILL", "kill", "9"])("the signal may be called %s", (signal) => {
  expect(readArguments(["--signal", signal, "-"])).toMatchObject({
    exit: { kind: "signal", signal: "SIGKILL" },
  });
});

test("the command line's word goes before run.json's", () => {
  const folder = folderWith({ "stdout.log": init + says("Working."), "run.json": { exit: { code: 0 } } });
  expect(verdictOf(["--exit-code", "137", folder])).not.toMatchObject({ code: verdictOf([folder])["code"] });
});

test("an unsettled run is no failure of ours", () => {
  const { status, stdout } = runverdict(["explain", "-"], { stdin: init });
  expect(stdout).toMatch(/^● Not over: /);
  expect(status).toBe(0);
});

test("JSON lines stand in the order of the command line, folders of cases unfolded by name", () => {
  const folder = folderWith({
    "many/b/stdout.log": init,
    "many/a/stdout.log": success,
    "many/B/stdout.log": init,
    "many/c.jsonl.gz": gzipSync(init),
    "one.log": init,
  });
  const operands = [join(folder, "one.log"), join(folder, "many"), "-", join(folder, "one.log")];
  const { stdout } = runverdict(["explain", "--json", ...operands], { stdin: init });
  expect(jsonLines(stdout).map((verdict) => verdict["case"])).toEqual([
    "one.log",
    "B",
    "a",
    "b",
    "c.jsonl.gz",
    "-",
    "one.log",
  ]);
});

test("a case is called by its folder, however the folder is named", () => {
  const folder = folderWith({ "my-run/stdout.log": init });
  const named = (operand: string, cwd: string): unknown =>
    JSON.parse(runverdict(["explain", "--json", operand], { cwd }).stdout).case;
  expect(named("my-run/", folder)).toBe("my-run");
  expect(named(".", join(folder, "my-run"))).toBe("my-run");
});

test("objects are taken as kubectl gives them: in a list of one, or in UTF-16 from a Windows shell", () => {
  const list = { apiVersion: "v1", kind: "List", items: [oomPod] };
  const utf16 = Buffer.from(`\ufeff${JSON.stringify(oomPod)}`, "utf16le");
  const folder = folderWith({
    "alone/pod.json": oomPod,
    "list/pod.json": list,
    "utf16/pod.json": utf16,
    "bom/pod.json": `\ufeff${JSON.stringify(oomPod)}`,
  });
  const verdicts = jsonLines(runverdict(["explain", "--json", folder]).stdout).map(
    ({ case: _, ...verdict }) => verdict,
  );
  expect(new Set(verdicts.map((verdict) => JSON.stringify(verdict)))).toHaveLength(1);
  expect(verdicts[0]).toMatchObject({ outcome: "failed", family: "limits" });
});

test("one run laid out in any sensible way is told in the same words", () => {
  const recorded = join(fixtures, "k8s-oom-beside-sidecar");
  const bytes = (name: string): Buffer => readFileSync(join(recorded, name));
  const object = (name: string): ApiObject => JSON.parse(bytes(name).toString());
  const [pod, job, events] = [object("pod.json"), object("job.json"), object("events.json")];
  const list = (...items: readonly unknown[]): object => ({
    apiVersion: "v1",
    kind: "List",
    metadata: {},
    items,
  });
  const managed = {
    ...pod,
    metadata: { ...pod.metadata, managedFields: [{ manager: "kubelet", fieldsV1: {} }] },
  };
  const stranger = { ...pod, metadata: { ...pod.metadata, uid: "other", ownerReferences: [], labels: {} } };
  const replaced = { ...managed, metadata: { ...pod.metadata, creationTimestamp: "2001-01-01T00:00:00Z" } };
  const bare = {
    kind: "PodList",
    items: [{ metadata: pod.metadata, spec: pod["spec"], status: pod["status"] }],
  };
  const layouts: Readonly<Record<string, Readonly<Record<string, object | Buffer>>>> = {
    recorded: { "pod.json": pod, "job.json": job, "events.json": events },
    "managed-fields": { "pod.json": managed, "job.json": job, "events.json": events },
    "pods-as-a-list": { "pods.json": list(pod), "jobs.json": list(job), "events.json": events },
    "pods-as-the-api-lists-them": { "pods.json": bare, "job.json": job, "events.json": events },
    "all-pods-of-the-namespace": {
      "pods.json": list(stranger, pod, replaced),
      "job.json": job,
      "events.json": events,
    },
    "job-and-pod-in-one-list": { "pod.json": list(job, pod), "events.json": events },
    "all-in-one-list": { "job.json": list(job, pod, ...(events.items ?? [])) },
    "events-of-the-newer-schema": {
      "pod.json": pod,
      "job.json": job,
      "events.json": { kind: "EventList", items: (events.items ?? []).map(renewed) },
    },
    "log-called-otherwise": {
      "logs.txt": bytes("stdout.log"),
      "pod.json": pod,
      "job.json": job,
      "events.json": events,
    },
  };
  const folder = folderWith(
    Object.fromEntries(
      Object.entries(layouts).flatMap(([name, files]) =>
        Object.entries({
          ...("logs.txt" in files ? {} : { "stdout.log": bytes("stdout.log") }),
          "run.json": bytes("run.json"),
          ...files,
        }).map(([file, content]) => [`${name}/${file}`, content]),
      ),
    ),
  );
  const { case: _, ...expected } = verdictOf([recorded]);
  const verdicts = jsonLines(runverdict(["explain", "--json", folder]).stdout);
  expect(verdicts).toHaveLength(Object.keys(layouts).length);
  for (const verdict of verdicts) expect(verdict).toEqual({ ...expected, case: verdict["case"] });
});

interface ApiObject extends Readonly<Record<string, unknown>> {
  readonly metadata: object;
  readonly items?: readonly Readonly<Record<string, unknown>>[];
}

/** An Event as `kubectl get events.events.k8s.io -o json` gives it. */
function renewed(event: Readonly<Record<string, unknown>>): object {
  const { involvedObject, message, firstTimestamp, lastTimestamp, count, source, ...rest } = event;
  return {
    ...rest,
    apiVersion: "events.k8s.io/v1",
    regarding: involvedObject,
    note: message,
    deprecatedFirstTimestamp: firstTimestamp,
    deprecatedLastTimestamp: lastTimestamp,
    deprecatedCount: count,
    deprecatedSource: source,
  };
}

test("a file without a single event is not taken for a run that goes on, and its agent not for dead", () => {
  const folder = folderWith({ "report.pdf": "%PDF-1.7\nDear reader,\n" });
  const { stdout, status } = runverdict(["explain", join(folder, "report.pdf")]);
  const said = stdout.replace(/\s+/g, " ");
  expect(said).toContain("Not over: Running · running · a guess");
  expect(said).toContain("No line of the output is an event of Claude Code's");
  expect(said).toContain("a transcript is what claude -p --output-format stream-json --verbose writes");
  expect(status).toBe(0);
});

test("a session is offered for a resume by hand only where one began", () => {
  const explained = (name: string): string =>
    runverdict(["explain", join(fixtures, name)]).stdout.replace(/\s+/g, " ");
  const byHand = "The session can be resumed by hand.";
  expect(explained("made-cancelled-before-start")).not.toContain(byHand);
  expect(explained("made-cancelled-unconfirmed-blind")).not.toContain(byHand);
  expect(explained("k8s-delete-midrun-cancel")).toContain(byHand);
});
