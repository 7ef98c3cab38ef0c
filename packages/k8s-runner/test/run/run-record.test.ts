import { expect, test } from "vitest";
import { begin } from "../../src/lifecycle/begin.ts";
import { limitsFrom } from "../../src/lifecycle/limits.ts";
import { noFrames } from "../../src/log/frame-progress.ts";
import { beginLog } from "../../src/log/log-cursor.ts";
import { readRecord, type RunRecord } from "../../src/run/run-record.ts";

const identity = { runId: "r", attempt: 1, agent: "a", session: null, specHash: "0", secretName: null };
const cursor = beginLog("pod-1", "containerd://1");
const line = { seconds: 1, nanos: 0, hash: 1 };
const record: RunRecord = {
  version: 1,
  namespace: "agents",
  jobName: "job",
  identity,
  limits: limitsFrom(),
  timestamps: "strip",
  framed: true,
  state: begin({ at: 0, seed: 1 }).state,
  log: { cursor, frames: noFrames },
  events: { facts: [], object: { kind: "EventList" } },
  forensics: null,
};

test("a sound record is taken as it is", () => {
  expect(readRecord(record)).toEqual({ kind: "record", record });
});

const seen = (differs: object): object => ({
  ...record,
  log: { cursor: { ...cursor, seen: { ...cursor.seen, ...differs } }, frames: null },
});
const frames = (differs: object): object => ({
  ...record,
  log: { cursor, frames: { ...noFrames, ...differs } },
});

test.each([
  // The first two threw where the log was read.
  ["a log without a cursor", { ...record, log: {} }, "record.log.cursor"],
  ["a line that is none", seen({ recent: [{}] }), "record.log.cursor.seen.recent[0].seconds"],
  [
    "more lines than are remembered",
    seen({ recent: Array.from({ length: 33 }, () => line) }),
    "record.log.cursor.seen.recent",
  ],
  ["frames without a count", frames({ stdoutBytes: null }), "record.log.frames.stdoutBytes"],
  // A block of the hash has 64 bytes: one more threw.
  [
    "a hash that holds back more than a block",
    frames({ stdoutSha256: { words: [], tail: Array(65).fill(0), bytes: 65 } }),
    "record.log.frames.stdoutSha256.tail",
  ],
  [
    "Events that are none",
    { ...record, events: { facts: [{}], object: {} } },
    "record.events.facts[0].reason",
  ],
  ["forensics of another version", { ...record, forensics: { version: 2 } }, "record.forensics.version"],
])("%s is refused, and the place is told", (_what, stored, path) => {
  const why = `\`${path}\` is damaged, or was stored by another version: take the run up from its Job instead.`;
  expect(readRecord(stored)).toEqual({ kind: "refused", why });
});
