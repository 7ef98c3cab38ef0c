import { expect, test } from "vitest";
import type { SeenObject } from "../../../src/cluster/objects/seen-object.ts";
import { createKnownObjects, type Change } from "../../../src/cluster/watch/known-objects.ts";

function seen(uid: string, version: number, name = uid): SeenObject {
  return {
    name,
    namespace: "agents",
    uid,
    resourceVersion: String(version),
    labels: new Map(),
    jobUid: null,
    object: {},
  };
}

function told(changes: readonly Change[]): readonly string[] {
  return changes.map((change) => {
    const unseen = change.kind === "deleted" && change.finalStateUnknown ? " unseen" : "";
    return `${change.kind}${unseen} ${change.object.uid}@${change.object.resourceVersion}`;
  });
}

test("What is older than what is known changes nothing, and what is known already comes no second time.", () => {
  const objects = createKnownObjects();
  expect(told(objects.apply({ type: "ADDED", object: seen("a", 9) }))).toEqual(["added a@9"]);
  expect(told(objects.apply({ type: "MODIFIED", object: seen("a", 10) }))).toEqual(["modified a@10"]);
  expect(told(objects.apply({ type: "MODIFIED", object: seen("a", 10) }))).toEqual([]);
  expect(told(objects.apply({ type: "MODIFIED", object: seen("a", 9) }))).toEqual([]);
});

test("What is deleted does not come back by late news.", () => {
  const objects = createKnownObjects();
  objects.apply({ type: "ADDED", object: seen("a", 1) });
  expect(told(objects.apply({ type: "DELETED", object: seen("a", 3) }))).toEqual(["deleted a@3"]);
  expect(told(objects.apply({ type: "MODIFIED", object: seen("a", 2) }))).toEqual([]);
  expect(told(objects.apply({ type: "DELETED", object: seen("a", 3) }))).toEqual([]);
  expect(objects.all()).toEqual([]);
});

test("What a list lacks was deleted, and nobody saw its last state.", () => {
  const objects = createKnownObjects();
  objects.replace([seen("a", 1), seen("b", 2)], "5");
  expect(told(objects.replace([seen("b", 2)], "6"))).toEqual(["deleted unseen a@1"]);
});

test("A list that is older than an object does not know whether it is there.", () => {
  const objects = createKnownObjects();
  objects.apply({ type: "ADDED", object: seen("a", 10) });
  expect(told(objects.replace([], "9"))).toEqual([]);
  expect(told(objects.replace([], "10"))).toEqual(["deleted unseen a@10"]);
});

test("The same name with another UID is another object, in a list and in a watch.", () => {
  const objects = createKnownObjects();
  objects.replace([seen("old", 1, "run")], "1");
  expect(told(objects.replace([seen("new", 3, "run")], "4"))).toEqual([
    "deleted unseen old@1",
    "added new@3",
  ]);
  expect(told(objects.apply({ type: "ADDED", object: seen("newest", 6, "run") }))).toEqual([
    "deleted unseen new@3",
    "added newest@6",
  ]);
  expect(told(objects.apply({ type: "MODIFIED", object: seen("old", 2, "run") }))).toEqual([]);
});

test("The last state of an object that was never seen is told: it may be all that is left of it.", () => {
  const objects = createKnownObjects();
  expect(told(objects.apply({ type: "DELETED", object: seen("a", 3) }))).toEqual(["deleted a@3"]);
});

test("Versions are compared as numbers, however long they are.", () => {
  const objects = createKnownObjects();
  objects.apply({ type: "ADDED", object: { ...seen("a", 0), resourceVersion: "99999999999999999999" } });
  const next = { ...seen("a", 0), resourceVersion: "100000000000000000000" };
  expect(objects.apply({ type: "MODIFIED", object: next })).toHaveLength(1);
});
