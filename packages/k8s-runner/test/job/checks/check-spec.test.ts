import { expect, test } from "vitest";
import { aWrapper, problemPaths } from "../support/a-run.ts";
import type { NearMisses } from "../support/near-miss.ts";

const cases: NearMisses = {
  "a run without a name": { refused: { runId: "" }, at: "runId", allowed: { runId: "1" } },
  "a name of 513 bytes": {
    refused: { runId: "é".repeat(256) + "x" },
    at: "runId",
    allowed: { runId: "é".repeat(256) },
  },
  "a name that rings the bell": { refused: { agent: "a\u0007" }, at: "agent", allowed: { agent: "a!" } },
  "a session that is half an emoji": {
    refused: { session: "\ud83d" },
    at: "session",
    allowed: { session: "😀" },
  },
  "the attempt before the first": { refused: { attempt: 0 }, at: "attempt", allowed: { attempt: 1 } },
  "an attempt of five digits": { refused: { attempt: 10_000 }, at: "attempt", allowed: { attempt: 9999 } },
  "half an attempt": { refused: { attempt: 1.5 }, at: "attempt", allowed: { attempt: 2 } },
  "a prefix that begins with a digit": {
    refused: { namePrefix: "1a" },
    at: "namePrefix",
    allowed: { namePrefix: "a1" },
  },
  "a prefix of 13 characters": {
    refused: { namePrefix: "a".repeat(13) },
    at: "namePrefix",
    allowed: { namePrefix: "a".repeat(12) },
  },
  "a user by a number that is none": {
    refused: { user: { uid: 1000.5, gid: 1, fsGroup: 1 } },
    at: "user",
    allowed: { user: { uid: 1001, gid: 0, fsGroup: 0 } },
  },
  "a label that is ours": {
    refused: { labels: { "runverdict.dev/run": "x" } },
    at: 'labels["runverdict.dev/run"]',
    allowed: { labels: { "runverdict.example/run": "x" } },
  },
  "an annotation of the Job controller": {
    refused: { annotations: { "batch.kubernetes.io/job-tracking": "" } },
    at: 'annotations["batch.kubernetes.io/job-tracking"]',
    allowed: { annotations: { "batch.example/job-tracking": "" } },
  },
  "a variable that is ours": {
    refused: { env: [{ kind: "value", name: "RUNVERDICT_X", value: "1" }] },
    at: "env[0].name",
    allowed: { env: [{ kind: "value", name: "MY_RUNVERDICT_X", value: "1" }] },
  },
  "a volume with a name of ours": {
    refused: { volumes: [{ name: "runverdict-x", emptyDir: { sizeLimit: "1Gi" } }] },
    at: "volumes[0].name",
    allowed: { volumes: [{ name: "x-runverdict", emptyDir: { sizeLimit: "1Gi" } }] },
  },
  "a second mount of HOME": {
    refused: { mounts: [{ volume: "runverdict-home", path: "/h", subPath: null, readOnly: true }] },
    at: "mounts[0].volume",
    allowed: { mounts: [{ volume: "runverdict-data", path: "/h", subPath: null, readOnly: true }] },
  },
  "a wrapper around something else": {
    refused: { command: ["a", "b"], wrapper: aWrapper({}, ["b"]) },
    at: "wrapper.command",
    allowed: { command: ["b"], wrapper: aWrapper({}, ["b"]) },
  },
  "a wrapper around nothing": {
    refused: { command: [], wrapper: aWrapper({}, []) },
    at: "command",
    allowed: {
      command: ["a"],
      wrapper: aWrapper({}, ["a"]),
    },
  },
};

test.each(Object.entries(cases))("%s is refused, and its neighbour is not", (_, { refused, at, allowed }) => {
  expect(problemPaths(refused)).toEqual([at]);
  expect(problemPaths(allowed)).toEqual([]);
});
