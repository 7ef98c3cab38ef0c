import { describe, expect, test } from "vitest";
import { readEvidence } from "../../src/reading/reading.ts";
import { absent, evidence, found, unavailable } from "../support/evidence.ts";
import { events, job, NODE, pod } from "../support/kubernetes.ts";
import type { EventShape } from "../support/kubernetes.ts";

describe("the run's pod", () => {
  test("is the one that was found, or that was last seen", () => {
    expect(readEvidence(evidence({ pod: found(pod()) })).pod?.path).toBe("pod.value");
    expect(readEvidence(evidence({ pod: absent(pod()) })).pod?.path).toBe("pod.lastSeen");
    expect(readEvidence(evidence({ pod: unavailable(pod()) })).pod?.path).toBe("pod.lastSeen");
    expect(readEvidence(evidence({ pod: absent() })).pod).toBeNull();
    expect(readEvidence(evidence()).pod).toBeNull();
  });

  test("is no pod of another Job, whatever its name", () => {
    const stale = pod({ jobUid: "another" });
    expect(readEvidence(evidence({ pod: found(stale), job: found(job()) })).pod).toBeNull();
    expect(readEvidence(evidence({ pod: found(stale), job: absent(job()) })).pod).toBeNull();
  });

  test("is taken for ours where the Job, or an owner, is not known", () => {
    const stale = pod({ jobUid: "another" });
    expect(readEvidence(evidence({ pod: found(stale) })).pod).not.toBeNull();
    expect(readEvidence(evidence({ pod: found(stale), job: found(job({ uid: null })) })).pod).not.toBeNull();
    const unowned = { ...pod(), jobUid: null };
    expect(readEvidence(evidence({ pod: found(unowned), job: found(job()) })).pod).not.toBeNull();
    expect(readEvidence(evidence({ pod: found(pod()), job: found(job()) })).pod).not.toBeNull();
  });
});

describe("the run's Job", () => {
  test("is the one that was found, or that was last seen", () => {
    expect(readEvidence(evidence({ job: found(job()) })).job?.path).toBe("job.value");
    expect(readEvidence(evidence({ job: unavailable(job()) })).job?.path).toBe("job.lastSeen");
    expect(readEvidence(evidence({ job: absent() })).job).toBeNull();
  });
});

describe("the Events of a run", () => {
  const about = (regarding: EventShape["about"]) => ({ reason: "X", about: regarding }) as EventShape;
  const counted = (shapes: readonly EventShape[], more: Parameters<typeof evidence>[0] = {}) =>
    readEvidence(evidence({ pod: found(pod()), job: found(job()), events: found(events(shapes)), ...more }))
      .events.length;

  test("are about its pod, its Job and its node, by their UIDs", () => {
    expect(counted([about("Pod"), about("Job"), about("Node")])).toBe(3);
  });

  test.each<[string, NonNullable<EventShape["about"]>]>([
    ["a pod of an earlier attempt with the same name", { kind: "Pod", name: "run-1-x7k2p", uid: "earlier" }],
    ["another Job", { kind: "Job", name: "run-2", uid: "2" }],
    ["another node", { kind: "Node", name: `${NODE}0` }],
    ["a node that has no name", { kind: "Node" }],
    ["something else in the namespace", { kind: "ReplicaSet", name: "run-1-x7k2p" }],
    ["nothing", {}],
  ])("are none about %s", (_, regarding) => {
    expect(counted([about(regarding)])).toBe(0);
  });

  test("are told by their name where there is no UID", () => {
    expect(counted([about({ kind: "Pod", name: "run-1-x7k2p" })])).toBe(1);
    expect(counted([about({ kind: "Pod", name: "run-1-other" })])).toBe(0);
    expect(counted([about({ kind: "Pod" })])).toBe(0);
    const unnamed = { pod: found(pod({ uid: null })) };
    expect(counted([about("Pod")], unnamed)).toBe(1);
  });

  test("are none where neither pod nor Job was seen", () => {
    const nothing = { pod: absent<never>(), job: absent<never>() };
    expect(counted([about("Pod"), about("Job"), about("Node"), about({ kind: "Node" })], nothing)).toBe(0);
  });

  test("keep their places, so that they can be cited", () => {
    const list = events([about({ kind: "Pod", name: "other" }), about("Pod")]);
    const last = { events: unavailable(list), pod: found(pod()) };
    expect(readEvidence(evidence(last)).events.map(({ path }) => path)).toEqual(["events.lastSeen.1"]);
    expect(readEvidence(evidence({ ...last, events: found(list) })).events[0]?.path).toBe("events.value.1");
    expect(readEvidence(evidence({ pod: found(pod()) })).events).toEqual([]);
  });
});
