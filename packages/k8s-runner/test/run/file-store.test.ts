import { mkdtemp, readdir, readFile, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { begin } from "../../src/lifecycle/begin.ts";
import { limitsFrom } from "../../src/lifecycle/limits.ts";
import { createFileStore } from "../../src/run/file-store.ts";
import type { RunRecord } from "../../src/run/run-record.ts";

let folder = "";

beforeEach(async () => {
  folder = join(await mkdtemp(join(tmpdir(), "store-")), "runs");
});

afterEach(() => rm(join(folder, ".."), { recursive: true }));

function record(jobName: string, at = 1): RunRecord {
  const identity = {
    runId: "../../run",
    attempt: 1,
    agent: "a",
    session: null,
    specHash: "0",
    secretName: null,
  };
  const { state } = begin({ at, seed: 1 });
  return {
    version: 1,
    namespace: "agents",
    jobName,
    identity,
    limits: limitsFrom(),
    timestamps: "strip",
    framed: false,
    state,
    log: null,
    events: null,
    forensics: null,
  };
}

test("What was saved is there for another process, until it is removed.", async () => {
  const store = createFileStore(folder);
  expect([await store.list(), await store.load("agents/a")]).toEqual([[], null]);
  await store.save(record("a"));
  await store.save(record("b"));
  const other = createFileStore(folder);
  expect(await other.load("agents/a")).toEqual(record("a"));
  expect([...(await other.list())].toSorted()).toEqual(["agents/a", "agents/b"]);
  await other.remove("agents/a");
  await other.remove("agents/a");
  expect(await store.list()).toEqual(["agents/b"]);
});

test("Of saves that follow each other at once the last one stands, and no draft is left.", async () => {
  const store = createFileStore(folder);
  await Promise.all(Array.from({ length: 20 }, (_, at) => store.save(record("a", at + 1))));
  expect(await store.load("agents/a")).toEqual(record("a", 20));
  expect(await readdir(folder)).toHaveLength(1);
});

test("A file that was cut short, is damaged or another version's is no record, and says what to do.", async () => {
  const store = createFileStore(folder);
  await store.save(record("a"));
  const [name = ""] = await readdir(folder);
  const text = await readFile(join(folder, name), "utf8");
  const broken = [
    ["", "record"],
    [text.slice(0, -10), "record"],
    ["null", "record"],
    [text.replace('"version":1', '"version":2'), "record.version"],
    [text.replace('"byAt":60001', '"byAt":"soon"'), "state.errands.admit.byAt"],
    [text.replace('"drainMs":30000', '"drainMs":null'), "record.limits.drainMs"],
  ] as const;
  for (const [damaged, path] of broken) {
    await writeFile(join(folder, name), damaged);
    await expect(store.load("agents/a")).rejects.toThrow(
      `The record of agents/a can't be used: \`${path}\` is damaged, or was stored by another version: take the run up from its Job instead.`,
    );
    expect(await store.list()).toEqual([]);
  }
});

test("Nobody else can read what is stored.", async () => {
  await createFileStore(folder).save(record("a"));
  const [name = ""] = await readdir(folder);
  expect((await stat(folder)).mode & 0o077).toBe(0);
  expect((await stat(join(folder, name))).mode & 0o077).toBe(0);
});

test("A folder that can't be made is told, and can be mended.", async () => {
  await writeFile(folder, "a file");
  const store = createFileStore(folder);
  await expect(store.save(record("a"))).rejects.toThrow(/EEXIST|ENOTDIR/);
  await rm(folder);
  await store.save(record("a"));
  expect(await store.list()).toEqual(["agents/a"]);
});
