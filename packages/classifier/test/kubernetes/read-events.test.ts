import { readEvents } from "@runverdict/classifier/kubernetes";
import { describe, expect, test } from "vitest";
import { caseNames, recordedObject } from "../support/cases.ts";
import { instant, time } from "../support/evidence.ts";

const listed = (...items: readonly unknown[]) => readEvents({ kind: "EventList", items });

describe("a recorded list of Events", () => {
  test("is read in the order of its times, in both schemas", () => {
    const facts = readEvents(recordedObject("k8s-oom-beside-sidecar", "events.json"));
    expect(facts?.[0]).toMatchObject({ reason: "SuccessfulCreate", count: 1 });
    expect(facts?.find(({ reason }) => reason === "Scheduled")).toEqual({
      reason: "Scheduled",
      message: "Successfully assigned agents/run-sidecar-oom-qw5jd to node-1",
      type: "Normal",
      at: Date.parse("2026-11-20T20:55:29.703Z"),
      count: 1,
      regarding: {
        kind: "Pod",
        name: "run-sidecar-oom-qw5jd",
        uid: "f08d699a-6ca6-44df-8528-08892e49b721",
        fieldPath: null,
      },
    });
    expect(facts?.find(({ reason }) => reason === "Pulled")?.regarding.fieldPath).toBe(
      "spec.containers{agent}",
    );
    const times = facts?.map(({ at }) => at ?? 0) ?? [];
    expect(times).toEqual(times.toSorted((one, other) => one - other));
  });

  test("of every recorded case can be read", () => {
    const objects = caseNames
      .map((name) => recordedObject(name, "events.json"))
      .filter((object) => object !== null);
    expect(objects.length).toBeGreaterThan(20);
    expect(objects.filter((object) => readEvents(object) === null)).toEqual([]);
  });
});

describe("the two schemas of an Event", () => {
  test("say the same of the old one", () => {
    const [old] =
      listed({
        reason: "FailedMount",
        message: "no such volume",
        type: "Warning",
        count: 4,
        firstTimestamp: time(1),
        lastTimestamp: time(9),
        eventTime: null,
        metadata: { creationTimestamp: time(1) },
        involvedObject: { kind: "Pod", name: "p", uid: "1", fieldPath: "spec.containers{a}" },
      }) ?? [];
    const [young] =
      listed({
        reason: "FailedMount",
        note: "no such volume",
        type: "Warning",
        eventTime: time(1),
        series: { count: 4, lastObservedTime: time(9) },
        metadata: { creationTimestamp: time(1) },
        regarding: { kind: "Pod", name: "p", uid: "1", fieldPath: "spec.containers{a}" },
      }) ?? [];
    expect(old).toEqual({
      reason: "FailedMount",
      message: "no such volume",
      type: "Warning",
      at: instant(9),
      count: 4,
      regarding: { kind: "Pod", name: "p", uid: "1", fieldPath: "spec.containers{a}" },
    });
    expect(young).toEqual(old);
  });

  test.each<[string, Readonly<Record<string, unknown>>, number | null]>([
    ["its series", { series: { lastObservedTime: time(9) }, lastTimestamp: time(5) }, instant(9)],
    ["its last timestamp", { lastTimestamp: time(5), eventTime: time(4) }, instant(5)],
    [
      "what the newer schema calls its deprecated last timestamp",
      { deprecatedLastTimestamp: time(5), eventTime: null },
      instant(5),
    ],
    ["its event time", { eventTime: time(4), metadata: { creationTimestamp: time(3) } }, instant(4)],
    ["its creation", { metadata: { creationTimestamp: time(3) } }, instant(3)],
    ["nothing", {}, null],
  ])("tell its time from %s", (_, event, at) => {
    expect(listed(event)?.[0]?.at).toBe(at);
  });
});

describe("a list of Events", () => {
  test("may be a bare array, an EventList or a List", () => {
    const event = { reason: "Pulled" };
    for (const list of [[event], { kind: "EventList", items: [event] }, { kind: "List", items: [event] }])
      expect(readEvents(list)).toHaveLength(1);
    expect(readEvents([])).toEqual([]);
    expect(readEvents({ kind: "List" })).toEqual([]);
  });

  test.each<unknown>([null, "x", 3, {}, { items: [] }, { kind: "PodList", items: [] }, { kind: "Event" }])(
    "is not %j",
    (object) => {
      expect(readEvents(object)).toBeNull();
    },
  );

  test("keeps its newest two thousand", () => {
    const items = Array.from({ length: 2500 }, (_, index) => ({
      reason: `E${index}`,
      lastTimestamp: time(2500 - index),
    }));
    const facts = readEvents(items);
    expect(facts).toHaveLength(2000);
    expect(facts?.[0]?.reason).toBe("E1999");
    expect(facts?.at(-1)?.reason).toBe("E0");
  });

  test("holds an empty Event where something else stands in it", () => {
    expect(listed(null, 3, "x", [])).toEqual(
      Array.from({ length: 4 }, () => ({
        reason: "",
        message: null,
        type: null,
        at: null,
        count: 1,
        regarding: { kind: null, name: null, uid: null, fieldPath: null },
      })),
    );
  });

  test("does not read keys named __proto__", () => {
    const [hostile] =
      listed(
        JSON.parse('{"__proto__":{"reason":"Evicted"},"involvedObject":{"__proto__":{"kind":"Pod"}}}'),
      ) ?? [];
    expect(hostile).toMatchObject({ reason: "", regarding: { kind: null } });
  });
});
