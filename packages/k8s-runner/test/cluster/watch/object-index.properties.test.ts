import fc from "fast-check";
import { expect, test } from "vitest";
import type { SeenObject } from "../../../src/cluster/objects/seen-object.ts";
import type { Change } from "../../../src/cluster/watch/known-objects.ts";
import { createObjectIndex } from "../../../src/cluster/watch/object-index.ts";
import type { Subscription } from "../../../src/cluster/watch/subscribers.ts";
import { reached } from "../../../../../test/support/reached.ts";

const uid = fc.constantFrom("job-1", "job-2", "pod-1", "pod-2");
const labels = fc.dictionary(fc.constantFrom("run", "attempt"), fc.constantFrom("1", "2"));
const object = fc.record({ uid, labels, jobUid: fc.constantFrom(null, "job-1", "job-2") });
const change = fc.record({ kind: fc.constantFrom("added", "modified", "deleted"), object });

const subscriptions: readonly Subscription[] = [
  { kind: "everything" },
  ...["job-1", "job-2", "job-3"].map((one) => ({ kind: "job-uid", uid: one }) as const),
  ...["run", "attempt"].flatMap((key) => ["1", "2"].map((value) => ({ kind: "label", key, value }) as const)),
];

/** Without an index: everything is asked. */
function isMeant(of: Subscription, one: SeenObject): boolean {
  if (of.kind === "everything") return true;
  return of.kind === "label"
    ? one.labels.get(of.key) === of.value
    : one.uid === of.uid || one.jobUid === of.uid;
}

test("for all changes, each subscriber finds the objects that one finds who asks all of them", () => {
  const met = reached("a label changed", "an object of another run", "one that is gone");
  fc.assert(
    fc.property(fc.array(change, { maxLength: 20 }), (changes) => {
      const index = createObjectIndex();
      const present = new Map<string, SeenObject>();
      for (const [version, one] of changes.entries()) {
        const told = changeOf(one, version);
        const former = present.get(told.object.uid);
        if (told.kind === "deleted") present.delete(told.object.uid);
        else present.set(told.object.uid, told.object);
        index.note(told);
        met.when("a label changed", told.kind !== "deleted" && isOther(former, told.object));
        met.when("one that is gone", told.kind === "deleted" && former !== undefined);
        for (const of of subscriptions) {
          const meant = [...present.values()].filter((each) => isMeant(of, each));
          expect(byUid(index.meant(of))).toEqual(byUid(meant));
          met.when("an object of another run", meant.length > 0 && meant.length < present.size);
        }
      }
    }),
  );
  met.expectAll();
});

function changeOf(
  { kind, object: one }: typeof change extends fc.Arbitrary<infer T> ? T : never,
  version: number,
) {
  const seen: SeenObject = {
    name: one.uid,
    namespace: "agents",
    uid: one.uid,
    resourceVersion: String(version),
    labels: new Map(Object.entries(one.labels)),
    jobUid: one.jobUid,
    object: {},
  };
  const told: Change =
    kind === "deleted"
      ? { kind, object: seen, finalStateUnknown: false }
      : { kind: kind === "added" ? "added" : "modified", object: seen };
  return told;
}

function isOther(former: SeenObject | undefined, next: SeenObject): boolean {
  return former !== undefined && [...former.labels].some(([key, value]) => next.labels.get(key) !== value);
}

function byUid(objects: readonly SeenObject[]): readonly SeenObject[] {
  return objects.toSorted((one, other) => (one.uid < other.uid ? -1 : 1));
}
