import type { PodFacts } from "@runverdict/classifier";
import fc from "fast-check";
import { expect, test } from "vitest";
import { reached } from "../../../../../test/support/reached.ts";
import { podSeen, readSeen, type Seen } from "../../../src/cluster/objects/seen-object.ts";
import { choosePod } from "../../../src/run/gather/choose-pod.ts";

/** What is true of a pod, because it was made so. */
interface Made {
  readonly state: "waiting" | "running" | "ended" | "rejected" | "leaving";
  readonly second: number;
  readonly version: number;
}

const statuses: Readonly<Record<Made["state"], object>> = {
  waiting: { phase: "Pending", containerStatuses: [{ name: "agent", state: { waiting: {} } }] },
  running: { phase: "Running", containerStatuses: [{ name: "agent", state: { running: {} } }] },
  ended: { phase: "Failed", containerStatuses: [{ name: "agent", state: { terminated: { exitCode: 1 } } }] },
  rejected: { phase: "Failed", reason: "OutOfcpu" },
  leaving: { phase: "Running", containerStatuses: [{ name: "agent", state: { running: {} } }] },
};

function podOf({ state, second, version }: Made): Seen<PodFacts> {
  const object = {
    kind: "Pod",
    metadata: {
      name: `pod-${version}`,
      uid: `uid-${version}`,
      resourceVersion: String(version),
      creationTimestamp: `2026-11-20T20:00:0${second}Z`,
      ...(state === "leaving" ? { deletionTimestamp: "2026-11-20T20:01:00Z" } : {}),
    },
    spec: { nodeName: "node-1", containers: [{ name: "agent" }] },
    status: statuses[state],
  };
  const seen = podSeen(readSeen(object), "agent");
  if (seen === null) throw new Error("It is no pod.");
  return seen;
}

const made = fc.record({
  state: fc.constantFrom<Made["state"]>("waiting", "running", "ended", "rejected", "leaving"),
  second: fc.integer({ min: 0, max: 3 }),
  version: fc.integer({ min: 1, max: 2000 }),
});
const pods = fc.uniqueArray(made, { selector: ({ version }) => version, maxLength: 6 });

const isOver = ({ state }: Made): boolean => state === "ended" || state === "rejected" || state === "leaving";
const hasStarted = ({ state }: Made): boolean => state !== "waiting" && state !== "rejected";
const isNewer = (one: Made, other: Made): boolean =>
  one.second === other.second ? one.version > other.version : one.second > other.second;

test("A newer pod that its node turned away says less than the one whose agent ran.", () => {
  const chosen = choosePod([
    podOf({ state: "rejected", second: 1, version: 1 }),
    podOf({ state: "leaving", second: 0, version: 2 }),
  ]);
  expect(chosen?.choice).toEqual({ pod: "pod-2", of: 2, why: "started" });
});

test("for all pods of a Job, in whatever order they are listed, the one is taken that says most of how it fares", () => {
  const seen = reached("a tie in one second", "over beside one that is not", "only rejected ones", "none");
  fc.assert(
    fc.property(pods, fc.gen(), (all, gen) => {
      const listed = gen(() => fc.shuffledSubarray(all, { minLength: all.length }));
      const chosen = choosePod(listed.map(podOf));
      expect(choosePod(all.map(podOf))).toEqual(chosen);
      const one = all.find(({ version }) => chosen?.choice.pod === `pod-${version}`);
      expect(one === undefined).toBe(all.length === 0);
      seen.when("none", one === undefined);
      if (one === undefined) return;
      expect(chosen?.choice.of).toBe(all.length);
      if (isOver(one)) expect(all.every(isOver)).toBe(true);
      const likewise = all.filter((other) => isOver(other) === isOver(one));
      if (!hasStarted(one)) expect(likewise.some(hasStarted)).toBe(false);
      const rivals = likewise.filter((other) => other !== one && hasStarted(other) === hasStarted(one));
      expect(rivals.some((rival) => isNewer(rival, one))).toBe(false);
      seen.when(
        "a tie in one second",
        rivals.some(({ second }) => second === one.second),
      );
      seen.when("over beside one that is not", !isOver(one) && all.some(isOver));
      seen.when("only rejected ones", all.length > 1 && all.every(({ state }) => state === "rejected"));
    }),
    { numRuns: 500 },
  );
  seen.expectAll();
});
