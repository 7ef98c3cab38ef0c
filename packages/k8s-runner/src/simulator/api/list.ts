import type { Cluster } from "../cluster.ts";
import type { KubernetesObject } from "../objects.ts";
import { namespaceOf } from "../store/store.ts";
import { apiVersionOf } from "./resources.ts";
import type { Route } from "./route.ts";
import { readSelectors } from "./select.ts";
import { badRequest, Refusal } from "./status.ts";

interface ListBody {
  readonly kind: string;
  readonly apiVersion: string;
  readonly metadata: {
    readonly resourceVersion: string;
    readonly continue?: string;
    readonly remainingItemCount?: number;
  };
  readonly items: readonly KubernetesObject[];
}

/** Where the next page of a list begins: after which object, in the list as of which version. */
interface Position {
  readonly version: number;
  readonly after: string;
}

/**
 * Answers a list. A continued list shows the objects as they were at its first page, as long as the history reaches
 * back; `behind` makes a list that tolerates it (`resourceVersion=0`) show an older state.
 */
export function list(cluster: Cluster, route: Route, behind: number): ListBody {
  const { store } = cluster;
  const selects = readSelectors(route.query);
  const position = readPosition(route.query.get("continue"));
  const tolerant = route.query.get("resourceVersion") === "0" && position === null;
  const version = position?.version ?? (tolerant ? Math.max(1, store.version() - behind) : store.version());
  const selected = inOrder(objectsAt(cluster, route, version).filter(selects));
  const rest = position === null ? selected : selected.filter((one) => pathOf(one) > position.after);
  const limit = Number(route.query.get("limit") ?? 0);
  const items = limit > 0 ? rest.slice(0, limit) : rest;
  const last = items.at(-1);
  const left = rest.length - items.length;
  const more =
    left === 0 || last === undefined
      ? {}
      : { continue: writePosition({ version, after: pathOf(last) }), remainingItemCount: left };
  return {
    kind: `${route.resource.kind}List`,
    apiVersion: apiVersionOf(route.resource),
    metadata: { resourceVersion: String(version), ...more },
    items,
  };
}

/** The objects as they were at a version, in no order: the present ones, with every later change taken back. */
function objectsAt(cluster: Cluster, route: Route, version: number): readonly KubernetesObject[] {
  const { store } = cluster;
  const about = version >= store.version() ? uidAsked(route) : null;
  if (about !== null) return cluster.eventsAbout(about).filter((event) => isIn(event, route));
  const present = store.list(route.resource.name, route.namespace === "" ? undefined : route.namespace);
  if (version >= store.version()) return present;
  const later = store.changesAfter(version);
  if (later === null) throw expired();
  const objects = new Map<string, KubernetesObject>(present.map((one) => [pathOf(one), one]));
  for (const { resource, object, previous } of later.toReversed()) {
    if (resource !== route.resource.name) continue;
    if (!isIn(object, route)) continue;
    if (previous === null) objects.delete(pathOf(object));
    else objects.set(pathOf(object), previous);
  }
  return [...objects.values()];
}

/** Of Events that are asked for by the object that they are about, its UID. */
function uidAsked({ resource, query }: Route): string | null {
  if (resource.name !== "events") return null;
  return /(?:^|,)involvedObject\.uid==?([^,!=]+)(?:,|$)/.exec(query.get("fieldSelector") ?? "")?.[1] ?? null;
}

function isIn(object: KubernetesObject, { namespace }: Route): boolean {
  return namespace === "" || namespaceOf(object) === namespace;
}

function inOrder(objects: readonly KubernetesObject[]): readonly KubernetesObject[] {
  const paths = new Map(objects.map((object) => [object, pathOf(object)]));
  return objects.toSorted((one, other) => ((paths.get(one) ?? "") < (paths.get(other) ?? "") ? -1 : 1));
}

function pathOf(object: KubernetesObject): string {
  return `${namespaceOf(object)}/${object.metadata.name}`;
}

function writePosition(position: Position): string {
  return Buffer.from(
    JSON.stringify({ v: "meta.k8s.io/v1", rv: position.version, start: position.after }),
  ).toString("base64url");
}

function readPosition(token: string | null): Position | null {
  if (token === null || token === "") return null;
  const wrongAt = token.search(/[^A-Za-z0-9_-]/);
  if (wrongAt !== -1) throw wrongToken(`illegal base64 data at input byte ${wrongAt}`);
  const text = Buffer.from(token, "base64url").toString();
  const match = /^\{"v":"meta\.k8s\.io\/v1","rv":(\d+),"start":"([^"\\]*)"\}$/.exec(text);
  if (match === null) throw wrongToken("invalid character in the token");
  return { version: Number(match[1]), after: match[2] ?? "" };
}

function wrongToken(why: string): Refusal {
  return badRequest(`invalid continue token: continue key is not valid: ${why}`);
}

function expired(): Refusal {
  return new Refusal(
    410,
    "Expired",
    "The provided continue parameter is too old to display a consistent list result. You can start a new list without the continue parameter.",
  );
}
