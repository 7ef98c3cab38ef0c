import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import type { ReadLog } from "./read-log.ts";
import { js, sh, startWrapped } from "./wrapped.ts";

const sha256 = (bytes: Uint8Array) => createHash("sha256").update(bytes).digest("hex");
const million = 1_000_000;
/** So long that a test which depended on it would never end. */
const never = million;

/** Writes so many megabytes in lines of any length, the last of them one long line. */
const torrent = (megabytes: number) => `
  const lines = Buffer.from(Array.from({ length: 2000 }, (_, n) => "x".repeat(n % 999)).join("\\n"));
  for (let left = ${megabytes}; left > 10; left -= 1) fs.writeSync(1, lines);
  for (let left = 10; left > 0; left -= 1) fs.writeSync(1, Buffer.alloc(${million}, "y"));`;

test("fifty megabytes come out exactly, and the wrapper does not grow with them", async () => {
  const run = await startWrapped(js(torrent(50)), { config: { heartbeatMs: 50 } }).ended;
  expect(run.faults).toEqual([]);
  expect(run.stdout.length).toBeGreaterThan(49 * million);
  expect(run.end).toMatchObject({ stdoutBytes: run.stdout.length, stdoutSha256: sha256(run.stdout) });
  expect(run.message?.frames).toBe(run.frames.length);
  expect(wrapperSizes(run).length).toBeGreaterThan(0);
  expect(Math.max(...wrapperSizes(run))).toBeLessThan(120 * million);
});

test("while nobody reads the log the agent works on, is accounted for, and nothing is lost", async () => {
  const { child, testified, ended } = startWrapped(js(torrent(20)), {
    config: { drainMs: never, heartbeatMs: 20 },
    isUnread: true,
  });
  const meanwhile = await testified(({ phase }) => phase === "draining");
  expect(meanwhile.ending).toEqual({ kind: "exited", code: 0 });
  expect(meanwhile.stdout.bytes).toBeGreaterThan(19 * million);
  expect(meanwhile.stdout.sentBytes).toBeLessThan(million);
  child.stdout.resume();
  const run = await ended;
  expect(run.faults).toEqual([]);
  expect(sha256(run.stdout)).toBe(meanwhile.stdoutSha256);
  expect(run.message?.phase).toBe("done");
  expect(Math.max(0, ...wrapperSizes(run))).toBeLessThan(120 * million);
});

test("a log that takes nothing is given up after a while, and the message tells how far it got", async () => {
  const { child, ended } = startWrapped(sh("head -c 3000000 /dev/zero; exit 4"), {
    config: { drainMs: 50 },
    isUnread: true,
  });
  child.on("exit", () => child.stdout.resume());
  const run = await ended;
  expect(run.code).toBe(4);
  expect(run.end).toBeNull();
  expect(run.message).toMatchObject({ phase: "done", ending: { code: 4 }, stdout: { bytes: 3 * million } });
  expect(run.message?.stdout.sentBytes).toBeLessThan(3 * million);
});

test("an agent does not notice that its log was closed", async () => {
  const { child, open, saw, ended } = startWrapped(
    sh(
      "echo ready; until [ -e FOLDER/closed ]; do :; done; for i in 1 2 3; do echo more; sleep 0.1; done; exit 6",
    ),
  );
  await saw("ready");
  child.stdout.destroy();
  open("closed");
  const run = await ended;
  expect(run.code).toBe(6);
  expect(run.message).toMatchObject({
    ending: { kind: "exited", code: 6 },
    stdout: { bytes: "ready\nmore\nmore\nmore\n".length },
    problems: ["stdout was closed by its reader"],
  });
});

test("a small spool that is read in time holds any amount", async () => {
  const untilEmptied = "while (fs.fstatSync(1).size > 0);";
  const run = await startWrapped(
    js(`for (let n = 0; n < 12; n += 1) {
      fs.writeSync(1, ("line " + n + "\\n").repeat(1200));
      ${untilEmptied}
    }`),
    { config: { maxSpoolBytes: 16_384 } },
  ).ended;
  expect(run.faults).toEqual([]);
  expect(run.lost).toEqual([]);
  expect(run.stdout.toString()).toBe(
    Array.from({ length: 12 }, (_, n) => `line ${n}\n`.repeat(1200)).join(""),
  );
  // An agent that writes at once after its file was emptied may have written just before, too: then no hash is given.
  expect([sha256(run.stdout), null]).toContain(run.end?.stdoutSha256);
  expect(run.end?.stdoutBytes).toBe(run.stdout.length);
});

test("a full spool costs what was not sent yet, to the byte and said so, and not the run", async () => {
  const { child, folder, testified, ended } = startWrapped(
    js(`let written = 0;
    do {
      written += fs.writeSync(1, "x".repeat(49_999) + "\\n");
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 2);
    } while (fs.fstatSync(1).size >= 50_000);
    written += fs.writeSync(1, "the end\\n");
    fs.writeFileSync("FOLDER/written", String(written));`),
    { config: { maxSpoolBytes: 4 * million, drainMs: never }, isUnread: true },
  );
  await testified(({ phase }) => phase === "draining");
  child.stdout.resume();
  const run = await ended;
  const lostBytes = run.lost.reduce((sum, { bytes }) => sum + bytes, 0);
  expect(run.code).toBe(0);
  expect(run.faults).toEqual([]);
  expect(run.stdout.toString()).toMatch(/the end\n$/);
  expect(lostBytes).toBeGreaterThan(0);
  expect(run.stdout.length + lostBytes).toBe(Number(readFileSync(join(folder, "written"))));
  expect(run.message?.stdout).toEqual({
    bytes: run.end?.stdoutBytes,
    sentBytes: run.end?.stdoutBytes,
    lostBytes,
  });
});

test("a disk without room for the message is said, and is not fatal", async () => {
  const run = await startWrapped(sh("echo fine; exit 5"), {
    config: { terminationMessagePath: "/dev/full" },
  }).ended;
  expect(run.code).toBe(5);
  expect(run.stdout.toString()).toBe("fine\n");
  expect(run.said).toBe("runverdict: the termination message could not be written (ENOSPC)\n");
});

/** From the heartbeats, which tell more than their decoder asks for. */
function wrapperSizes(run: ReadLog): readonly number[] {
  return Array.from(run.bytes.toString("latin1").matchAll(/"wrapperRssBytes":(\d+)/g), ([, size]) =>
    Number(size),
  );
}
