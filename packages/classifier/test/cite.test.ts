import { describe, expect, test } from "vitest";
import { noEvidence, type Evidence } from "@runverdict/classifier";
import { cite, follow } from "../src/cite.ts";
import { absent, evidence, exitCode, found } from "./support/evidence.ts";
import { pod, terminated } from "./support/kubernetes.ts";
import { init, stream, success } from "./support/stream.ts";

const run = evidence({
  stream: stream([init(), success('API Error: 404 {"message":"model: x"}'), "plain"]),
  pod: found(pod({ agent: terminated(137, "OOMKilled") })),
  job: absent(),
  run: {
    ...exitCode(1),
    stderr: [{ line: 1, text: "\u001b[31mred" }],
    create: { outcome: "rejected", http: 403, reason: "Forbidden", message: "no" },
  },
});

describe("a claim", () => {
  test.each<[string, string, string]>([
    ["stream.results.kept.0.subtype", "success", "agent"],
    ["stream.results.kept.0.text", "API Error: 404 model: x", "agent"],
    ["stream.counts.bytes", String(run.stream?.counts.bytes), "agent"],
    ["stream.lastLineCut", "false", "agent"],
    ["run.stderr.0.text", "red", "agent"],
    ["pod.value.agent.state.exitCode", "137", "cluster"],
    ["pod.value.agent.state.reason", "OOMKilled", "cluster"],
    ["pod.value.agent.state", "(object)", "cluster"],
    ["job.kind", "absent", "cluster"],
    ["run.exit.code", "1", "runner"],
    ["run.create.outcome", "rejected", "runner"],
    ["run.create.reason", "Forbidden", "runner"],
    ["run.create.http", "403", "cluster"],
    ["run.create.message", "no", "cluster"],
  ])("quotes what stands at %s, and says whose word it is", (path, quote, source) => {
    expect(cite(run, "a claim", path)).toEqual([{ claim: "a claim", quote, path, source }]);
  });

  test.each([
    "pod.value.reason",
    "pod.lastSeen.reason",
    "stream.results.kept.7.text",
    "stream.results.kept.length.x",
    "run.create.http.toFixed",
    "__proto__.x",
    "constructor",
    "",
  ])("is none where %s leads to nothing", (path) => {
    expect(cite(run, "a claim", path)).toEqual([]);
  });
});

test("a path is followed through objects and lists, and never through prototypes", () => {
  expect(follow(run, "stream.results.kept.0.numTurns")).toBe(1);
  expect(follow(run, "stream.results.kept")).toHaveLength(1);
  expect(follow(run, "stream.results.kept.map")).toBeNull();
  expect(follow(run, "stream.toString")).toBeNull();
});

test("that an object is gone is the cluster's word; that nobody could look is the runner's", () => {
  const gone = {
    ...noEvidence,
    pod: { kind: "absent", lastSeen: null },
    job: { kind: "absent", lastSeen: null },
  } as const;
  const source = (from: Evidence, path: string) =>
    cite(from, "the look-up", path).map((claim) => claim.source);
  expect([source(gone, "pod.kind"), source(gone, "job.kind")]).toEqual([["cluster"], ["cluster"]]);
  expect([source(noEvidence, "pod.kind"), source(noEvidence, "job.kind")]).toEqual([["runner"], ["runner"]]);
});
