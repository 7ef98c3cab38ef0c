import type { Clock } from "../clock/clock.ts";
import type { EventObject, KubernetesObject } from "../objects.ts";
import { instant, microInstant } from "./instant.ts";
import type { Names } from "./names.ts";
import type { Store } from "./store.ts";

/** Writes down an Event about an object, as the component that saw it. */
export type EventRecorder = (about: KubernetesObject, event: ToRecord) => void;

export interface ToRecord {
  readonly type: "Normal" | "Warning";
  readonly reason: string;
  readonly message: string;
  readonly by:
    | "kubelet"
    | "job-controller"
    | "default-scheduler"
    | "taint-eviction-controller"
    | "node-controller";
  /** `spec.containers{agent}`, for what concerns one container. */
  readonly fieldPath?: string;
}

/** The scheduler writes Events in the newer form, which has neither a count nor first and last times. */
const newerForm = new Set(["default-scheduler"]);

export function createEventRecorder(store: Store, clock: Clock, names: Names): EventRecorder {
  // What was said before is counted, not said again.
  const said = new Map<string, string>();
  return (about, event) => {
    const { uid, namespace = "default" } = about.metadata;
    const key = JSON.stringify([uid, event.reason, event.message, event.fieldPath]);
    const known = newerForm.has(event.by) ? null : store.get("events", namespace, said.get(key) ?? "");
    if (known !== null) {
      store.replace("events", {
        ...known,
        count: (known.count ?? 1) + 1,
        lastTimestamp: instant(clock.now()),
      });
      return;
    }
    const recorded = store.create("events", newEvent(about, event, clock.now(), names));
    said.set(key, recorded.metadata.name);
  };
}

function newEvent(about: KubernetesObject, event: ToRecord, now: number, names: Names): EventObject {
  const { name, namespace = "default", uid, resourceVersion } = about.metadata;
  const isNewer = newerForm.has(event.by);
  const host = event.by === "kubelet" ? { host: "node-1" } : {};
  return {
    apiVersion: "v1",
    kind: "Event",
    metadata: {
      name: `${name}.${names.hex(16)}`,
      namespace,
      uid: names.uid(),
      resourceVersion: "",
      creationTimestamp: instant(now),
    },
    involvedObject: {
      apiVersion: about.apiVersion,
      kind: about.kind,
      name,
      namespace,
      uid,
      resourceVersion,
      ...(event.fieldPath === undefined ? {} : { fieldPath: event.fieldPath }),
    },
    reason: event.reason,
    message: event.message,
    ...(event.reason === "Scheduled" ? { action: "Binding" } : {}),
    type: event.type,
    eventTime: isNewer ? microInstant(now) : null,
    firstTimestamp: isNewer ? null : instant(now),
    lastTimestamp: isNewer ? null : instant(now),
    ...(isNewer ? {} : { count: 1 }),
    source: isNewer ? {} : { component: event.by, ...host },
    reportingComponent: event.by,
    reportingInstance: event.by === "kubelet" ? "node-1" : isNewer ? "default-scheduler-node-1" : "",
  };
}
