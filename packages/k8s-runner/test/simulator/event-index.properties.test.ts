import fc from "fast-check";
import { expect, test } from "vitest";
import { createVirtualClock } from "../../src/simulator/clock/virtual-clock.ts";
import type { KubernetesObject } from "../../src/simulator/objects.ts";
import { createEventIndex } from "../../src/simulator/store/event-index.ts";
import { createNames } from "../../src/simulator/store/names.ts";
import { createEventRecorder } from "../../src/simulator/store/record-event.ts";
import { createStore } from "../../src/simulator/store/store.ts";
import { reached } from "../../../../test/support/reached.ts";

const uids = ["job-1", "pod-1", "pod-2"];
const deed = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.record({
      kind: fc.constant("record"),
      uid: fc.constantFrom(...uids),
      reason: fc.constantFrom("Pulled", "Started"),
    }),
  },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant("remove"), place: fc.nat(5) }) },
);

test("for all Events that come, are counted and go, those about an object are the ones that a look through all finds", () => {
  const met = reached("one said again", "one removed", "several about one");
  fc.assert(
    fc.property(fc.array(deed, { maxLength: 20 }), (deeds) => {
      const store = createStore();
      const about = createEventIndex(store);
      const record = createEventRecorder(store, createVirtualClock(), createNames(1));
      for (const one of deeds) {
        const before = store.list("events").length;
        if (one.kind === "record") {
          record(objectOf(one.uid), { type: "Normal", reason: one.reason, message: "", by: "kubelet" });
          met.when("one said again", store.list("events").length === before);
        } else {
          const gone = store.list("events")[one.place];
          if (gone !== undefined) store.remove("events", "agents", gone.metadata.name);
          met.when("one removed", gone !== undefined);
        }
        for (const uid of uids) {
          const all = store.list("events").filter(({ involvedObject }) => involvedObject.uid === uid);
          expect(about(uid)).toEqual(all);
          met.when("several about one", all.length > 1);
        }
      }
    }),
  );
  met.expectAll();
});

function objectOf(uid: string): KubernetesObject {
  const metadata = { name: uid, namespace: "agents", uid, resourceVersion: "1", creationTimestamp: "" };
  return { apiVersion: "v1", kind: "Namespace", metadata };
}
