import { mkdirSync, readdirSync, readFileSync, statSync } from "node:fs";
import { gunzipSync } from "node:zlib";
import { join } from "node:path";
import { classify } from "@runverdict/classifier";
import { Readable } from "node:stream";
import { expect, test } from "vitest";
import { readCase } from "../../src/explain/read-case.ts";
import { subjectOf, type CaseFolder } from "../../src/explain/subject.ts";
import { caseWriter } from "../../src/save/case-writer.ts";
import { claimFolder } from "../../src/save/claim-folder.ts";
import { folderWith } from "../support/case-folder.ts";
import { fixtures } from "../support/runverdict.ts";

const names = readdirSync(fixtures)
  .filter((name) => /^[^.]+$/.test(name))
  .toSorted();

async function caseAt(folder: string): Promise<CaseFolder> {
  const subject = await subjectOf(folder);
  if (subject.kind !== "case") throw new Error(`${folder} is no case.`);
  return subject;
}

async function evidenceAt(subject: CaseFolder) {
  const found = await readCase(subject, { exit: null, stdin: () => Readable.from([]) });
  if (found.kind !== "read") throw new Error(found.sentence);
  return found.value.evidence;
}

function bytesAt(path: string | null): Buffer | null {
  if (path === null) return null;
  const bytes = readFileSync(path);
  return bytes[0] === 0x1f && bytes[1] === 0x8b ? gunzipSync(bytes) : bytes;
}

function objectAt(path: string | null): unknown {
  const bytes = bytesAt(path);
  return bytes === null ? null : JSON.parse(bytes.toString());
}

test("for all recorded runs, the case that is saved without secrets gets the same verdict", async () => {
  let withPod = 0;
  let withStderr = 0;
  let masked = 0;
  for (const name of names) {
    const subject = await caseAt(join(fixtures, name));
    const evidence = await evidenceAt(subject);
    const folder = join(folderWith({}), "saved");
    expect(await claimFolder(folder)).toEqual({ kind: "read", value: folder });
    const writer = caseWriter(folder, { values: ["agent-secret"], kept: false });
    const log = bytesAt(subject.files["stdout.log"]);
    if (log !== null) await writer.output(log);
    const pod = objectAt(subject.files["pod.json"]);
    const closed = await writer.close({
      evidence,
      pod,
      job: objectAt(subject.files["job.json"]),
      events: objectAt(subject.files["events.json"]),
    });
    expect(closed).toEqual({ kind: "read", value: folder });
    const again = classify(await evidenceAt(await caseAt(folder)));
    const before = classify(evidence);
    expect([name, again.code, again.outcome, again.confidence, again.flags]).toEqual([
      name,
      before.code,
      before.outcome,
      before.confidence,
      before.flags,
    ]);
    if (subject.files["stderr.log"] !== null) withStderr += 1;
    if (pod !== null) withPod += 1;
    if (pod !== null && readFileSync(join(folder, "pod.json"), "utf8").includes("[redacted]")) masked += 1;
  }
  expect(withPod).toBeGreaterThan(40);
  expect(withStderr).toBeGreaterThan(10);
  expect(masked).toBeGreaterThan(40);
});

test("a folder that holds something is left alone", async () => {
  const folder = folderWith({ "stdout.log": "another run" });
  expect(await claimFolder(folder)).toEqual({
    kind: "unusable",
    sentence: `"${folder}" is not empty; name a new folder for the case with --save.`,
  });
});

test("a folder that can't be made is told with its cure", async () => {
  const folder = folderWith({ file: "" });
  expect(await claimFolder(join(folder, "file", "case"))).toMatchObject({
    kind: "unusable",
    sentence: expect.stringContaining("leads through something that is not a folder"),
  });
});

test("only its owner may read a case, and a log that fails to be written is told at the end", async () => {
  const folder = join(folderWith({}), "case");
  expect(await claimFolder(folder)).toEqual({ kind: "read", value: folder });
  const writer = caseWriter(folder, { values: [], kept: false });
  expect(statSync(folder).mode & 0o777).toBe(0o700);
  mkdirSync(join(folder, "stdout.log"));
  await writer.output(Buffer.from("{}\n"));
  const evidence = await evidenceAt(await caseAt(join(fixtures, names[0] ?? "")));
  expect(await writer.close({ evidence, pod: null, job: null, events: null })).toMatchObject({
    kind: "unusable",
  });
});
