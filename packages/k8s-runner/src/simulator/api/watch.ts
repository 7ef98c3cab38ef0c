import type { Cluster } from "../cluster.ts";
import type { KubernetesObject } from "../objects.ts";
import { namespaceOf } from "../store/store.ts";
import type { Change } from "../store/change.ts";
import type { Answer, Outlet } from "./answer.ts";
import { apiVersionOf } from "./resources.ts";
import { isTrue } from "./route.ts";
import type { Route } from "./route.ts";
import { readSelectors } from "./select.ts";
import type { Selects } from "./select.ts";
import { badRequest, failure } from "./status.ts";

export interface WatchLimits {
  /** How often a watch that allows it gets a bookmark; about a minute in Kubernetes. */
  readonly bookmarkMs: number;
  /** When the server ends a watch that names no `timeoutSeconds`; half an hour to an hour in Kubernetes. */
  readonly watchTimeoutMs: number;
}

/** One line of a watch, written once for all who watch: a thousand runs share their changes, not their strings. */
const lines = new WeakMap<KubernetesObject, Map<string, string>>();

/**
 * Serves a watch: what is there (unless it starts from a version), then every change, until the client goes, the time
 * is up, or the server does. A version that the history no longer has gets HTTP 200 and an ERROR event with code 410;
 * one that is yet to come gets silence.
 */
export function watch(
  cluster: Cluster,
  route: Route,
  answer: Answer,
  limits: WatchLimits,
  lostEvent: number,
): void {
  const selects = readSelectors(route.query);
  const { store, clock } = cluster;
  const asked = route.query.get("resourceVersion") ?? "";
  if (!/^\d*$/.test(asked)) throw badRequest(`Invalid value: "${asked}": invalid resource version`);
  const outlet = answer.open("application/json");
  let nth = 0;
  const tell = (type: string, object: KubernetesObject): void => {
    nth += 1;
    if (nth !== lostEvent) outlet.write(lineOf(type, object));
  };
  const pass = (change: Change): void => {
    if (!concerns(change, route)) return;
    const type = seenAs(change, selects);
    if (type !== null) tell(type, change.object);
  };

  const fresh = asked === "" || asked === "0" || isTrue(route.query, "sendInitialEvents");
  const earlier = fresh ? [] : store.changesAfter(Number(asked));
  if (earlier === null) return refuse(outlet, Number(asked), store.version());
  if (fresh) {
    const present = store.list(route.resource.name, route.namespace === "" ? undefined : route.namespace);
    present.filter(selects).forEach((object) => tell("ADDED", object));
  }
  const from = fresh ? store.version() : Number(asked);
  if (isTrue(route.query, "sendInitialEvents")) outlet.write(bookmark(route, from, true));
  earlier.forEach(pass);

  const stops = [
    store.subscribe((change) => {
      if (change.version > from) pass(change);
    }),
    clock.after(timeoutOf(route, limits), () => outlet.end()),
    isTrue(route.query, "allowWatchBookmarks")
      ? bookmarks(cluster, route, outlet, limits.bookmarkMs)
      : () => {},
  ];
  outlet.onClosed(() => stops.forEach((stop) => stop()));
}

function refuse(outlet: Outlet, asked: number, version: number): void {
  const status = failure(410, "Expired", `too old resource version: ${asked} (${version})`);
  outlet.write(`${JSON.stringify({ type: "ERROR", object: status })}\n`);
  outlet.end();
}

function bookmarks({ store, clock }: Cluster, route: Route, outlet: Outlet, everyMs: number): () => void {
  let callOff = clock.after(everyMs, again);
  function again(): void {
    outlet.write(bookmark(route, store.version(), false));
    callOff = clock.after(everyMs, again);
  }
  return () => callOff();
}

/** An object of the kind with nothing in it but a version; Go writes a pod's empty fields, so they are there. */
function bookmark(route: Route, version: number, endsInitial: boolean): string {
  const annotations = endsInitial ? { annotations: { "k8s.io/initial-events-end": "true" } } : {};
  const empty = route.resource.name === "pods" ? { spec: { containers: null }, status: {} } : {};
  const metadata = { resourceVersion: String(version), ...annotations };
  const object = { kind: route.resource.kind, apiVersion: apiVersionOf(route.resource), metadata, ...empty };
  return `${JSON.stringify({ type: "BOOKMARK", object })}\n`;
}

function concerns({ resource, object }: Change, route: Route): boolean {
  return (
    resource === route.resource.name && (route.namespace === "" || namespaceOf(object) === route.namespace)
  );
}

/** To a watch with a selector, an object that begins to match is new, and one that ceases to is gone. */
function seenAs({ type, object, previous }: Change, selects: Selects): Change["type"] | null {
  const is = type !== "DELETED" && selects(object);
  const was = previous !== null && selects(previous);
  if (is) return was ? "MODIFIED" : "ADDED";
  return was ? "DELETED" : null;
}

function timeoutOf(route: Route, limits: WatchLimits): number {
  const seconds = Number(route.query.get("timeoutSeconds") ?? 0);
  return seconds > 0 ? seconds * 1000 : limits.watchTimeoutMs;
}

function lineOf(type: string, object: KubernetesObject): string {
  const known = lines.get(object) ?? new Map<string, string>();
  lines.set(object, known);
  const line = known.get(type) ?? `${JSON.stringify({ type, object })}\n`;
  known.set(type, line);
  return line;
}
