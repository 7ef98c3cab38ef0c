import { expect, test } from "vitest";
import { podSeen, readSeen } from "../../src/cluster/objects/seen-object.ts";
import { podOfRun } from "../../src/run/pod-of-run.ts";

type Pods = Parameters<typeof podOfRun>[0];

const statuses = {
  "turned-away": { phase: "Failed", reason: "OutOfcpu" },
  waiting: { phase: "Pending", containerStatuses: [{ name: "agent", state: { waiting: {} } }] },
  running: { phase: "Running", containerStatuses: [{ name: "agent", state: { running: {} } }] },
  ended: { phase: "Failed", containerStatuses: [{ name: "agent", state: { terminated: { exitCode: 1 } } }] },
} as const;

/** Pods that were made one second after the other. */
function podsOf(...states: readonly (keyof typeof statuses)[]): Pods {
  return states.flatMap((state, place) => {
    const metadata = {
      name: state,
      uid: `uid-${place}`,
      resourceVersion: "1",
      creationTimestamp: `2026-11-20T20:00:0${place}Z`,
    };
    const spec = { nodeName: "node-1", containers: [{ name: "agent" }] };
    const seen = podSeen(readSeen({ kind: "Pod", metadata, spec, status: statuses[state] }), "agent");
    return seen === null ? [] : [seen];
  });
}

test("A pod that its node turned away is not taken for the one whose agent runs.", () => {
  expect(podOfRun(podsOf("turned-away", "running"))?.name).toBe("running");
});

test("Of pods whose agent never ran the newest is the run's, in whatever order they are listed.", () => {
  expect(podOfRun(podsOf("turned-away", "waiting").toReversed())?.name).toBe("waiting");
  expect(podOfRun([])).toBeUndefined();
});

test("A pod whose agent ran is the run's, also where a newer one waits.", () => {
  expect(podOfRun(podsOf("ended", "waiting").toReversed())?.name).toBe("ended");
});
