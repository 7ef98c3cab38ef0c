import type { Cluster } from "../cluster.ts";
import type { KubernetesObject } from "../objects.ts";
import { admitChanged, admitNew, typed } from "./admit.ts";
import { at, isObject, parseJson } from "./json.ts";
import type { Json, JsonObject } from "./json.ts";
import { applyPatch } from "./patch.ts";
import { isTrue } from "./route.ts";
import type { Route } from "./route.ts";
import { missingClass } from "../store/missing-class.ts";
import { alreadyExists, conflict, forbidden, notFound } from "./status.ts";

/** Serves a POST of a new object. */
export function create(cluster: Cluster, route: Route, body: Json | undefined): KubernetesObject {
  const admitted = typed(route.resource.name, admitNew(cluster, route, body));
  const { name } = admitted.metadata;
  const present = cluster.store.get(route.resource.name, route.namespace, name);
  if (present !== null)
    throw alreadyExists(route.resource, name, present.metadata.deletionTimestamp !== undefined);
  const refusal =
    route.resource.name === "pods" ? missingClass(cluster.store, typed("pods", admitted).spec) : null;
  if (refusal !== null) throw forbidden(route.resource, name, refusal);
  if (isDryRun(route)) return admitted;
  return cluster.store.create(route.resource.name, admitted);
}

/** Serves a PUT. A body that names no version wins whatever came in between. */
export function update(cluster: Cluster, route: Route, body: Json | undefined): KubernetesObject {
  return change(cluster, route, () => body ?? null);
}

/** Serves a PATCH. */
export function patch(
  cluster: Cluster,
  route: Route,
  contentType: string,
  body: Json | undefined,
): KubernetesObject {
  return change(cluster, route, (old) => applyPatch(contentType, old, body ?? null));
}

function change(cluster: Cluster, route: Route, next: (old: JsonObject) => Json): KubernetesObject {
  const { resource, namespace, name } = route;
  const present = cluster.store.get(resource.name, namespace, name);
  if (present === null) throw notFound(resource, name);
  const old = parseJson(JSON.stringify(present));
  if (!isObject(old)) throw notFound(resource, name);
  const wanted = next(old);
  checkVersion(route, present, wanted);
  if (route.subresource === "status") {
    const status = isObject(wanted) ? wanted["status"] : undefined;
    const changed = typed(resource.name, { ...old, ...(status === undefined ? {} : { status }) });
    return cluster.store.replace(resource.name, changed);
  }
  const changed = typed(resource.name, admitChanged(cluster, resource, old, wanted));
  if (isDryRun(route)) return changed;
  return settle(cluster, route, changed);
}

function checkVersion({ resource, name }: Route, { metadata }: KubernetesObject, wanted: Json): void {
  const version = at(wanted, "metadata", "resourceVersion");
  const uid = at(wanted, "metadata", "uid");
  if (typeof uid === "string" && uid !== metadata.uid) {
    throw conflict(
      resource,
      name,
      `Precondition failed: UID in precondition: ${uid}, UID in object meta: ${metadata.uid}`,
    );
  }
  if (typeof version !== "string" || version === "" || version === metadata.resourceVersion) return;
  throw conflict(
    resource,
    name,
    "the object has been modified; please apply your changes to the latest version and try again",
  );
}

/** An object that is marked for deletion goes with its last finalizer. */
function settle(
  { store }: Cluster,
  { resource, namespace, name }: Route,
  changed: KubernetesObject,
): KubernetesObject {
  const object = store.replace(resource.name, typed(resource.name, toJson(changed)));
  const { deletionTimestamp, deletionGracePeriodSeconds = 0, finalizers = [] } = object.metadata;
  const isGone =
    deletionTimestamp !== undefined && finalizers.length === 0 && deletionGracePeriodSeconds === 0;
  if (isGone) store.remove(resource.name, namespace, name);
  return object;
}

function toJson(object: KubernetesObject): JsonObject {
  const json = parseJson(JSON.stringify(object));
  return isObject(json) ? json : {};
}

function isDryRun({ query }: Route): boolean {
  return query.get("dryRun") === "All" || isTrue(query, "dryRun");
}
