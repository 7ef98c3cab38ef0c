import { classify } from "@runverdict/classifier";
import { describe, expect, test } from "vitest";
import { absent, evidence, exitCode, found, unavailable } from "./support/evidence.ts";
import { events, job, pod } from "./support/kubernetes.ts";
import { init, stream } from "./support/stream.ts";

const missingIn = (parts: Parameters<typeof evidence>[0]) => classify(evidence(parts)).missing;
const all = { stream: stream([init()]), pod: found(pod()), job: found(job()), events: found(events([])) };

describe("what could not be looked at", () => {
  test("is nothing where everything was", () => {
    expect(missingIn(all)).toEqual([]);
    expect(missingIn({ ...all, pod: absent(), job: absent(job()) })).toEqual([]);
  });

  test("is everything where nobody looked", () => {
    expect(missingIn({})).toEqual([
      "output: none was captured",
      "pod: nobody looked",
      "job: nobody looked",
      "events: nobody looked",
    ]);
  });

  test("is what could not be seen, even where it had been seen before", () => {
    expect(missingIn({ ...all, pod: unavailable(pod()), job: unavailable(), events: unavailable() })).toEqual(
      ["pod: the look-up failed", "job: the look-up failed", "events: the look-up failed"],
    );
  });

  test("is no cluster for a local process", () => {
    expect(missingIn({ stream: stream([]), run: exitCode(0) })).toEqual([]);
    expect(missingIn({ run: exitCode(0) })).toEqual(["output: none was captured"]);
    expect(missingIn({ stream: stream([]), job: found(job()), run: exitCode(0) })).toEqual([
      "pod: nobody looked",
      "events: nobody looked",
    ]);
    expect(missingIn({ stream: stream([]), pod: found(pod()), run: exitCode(0) })).toEqual([
      "job: nobody looked",
      "events: nobody looked",
    ]);
  });

  test("is nothing in a pod of another Job, which is not looked into", () => {
    const foreign = { ...pod({ jobUid: "another" }), agent: null };
    expect(missingIn({ ...all, pod: found(foreign) })).toEqual([]);
  });

  test("is the agent container, where the pod has none of its name", () => {
    expect(missingIn({ ...all, pod: found({ ...pod(), agent: null }) })).toEqual([
      "agent container: the pod has none of that name",
    ]);
  });
});
