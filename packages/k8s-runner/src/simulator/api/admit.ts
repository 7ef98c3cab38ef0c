import { isDeepStrictEqual } from "node:util";
import type { Cluster } from "../cluster.ts";
import type { ResourceName, ResourceTypes } from "../objects.ts";
import { instant } from "../store/instant.ts";
import { defaultJob, identifyJob } from "./defaults.ts";
import { isObject, textAt, withFields } from "./json.ts";
import type { Json, JsonObject } from "./json.ts";
import { apiVersionOf, qualified } from "./resources.ts";
import type { Resource } from "./resources.ts";
import type { Route } from "./route.ts";
import { badRequest, invalid, namespaceTerminating, notFound, Refusal } from "./status.ts";
import type { Cause } from "./status.ts";
import { validateJob, validateJobUpdate } from "./validate-job.ts";
import { validateMetadata } from "./validate-metadata.ts";
import { validateSecret, validateSecretUpdate } from "./validate-secret.ts";

/** etcd takes no more in one request. */
const OBJECT_LIMIT = 1_572_864;

/** What a body would be as a new object. Throws a `Refusal` with every cause, as the API server does. */
export function admitNew(cluster: Cluster, route: Route, body: Json | undefined): JsonObject {
  const { resource, namespace } = route;
  if (!isObject(body))
    throw badRequest("the object provided is unrecognized (must be of type or contain a kind)");
  checkKind(resource, body);
  if (resource.namespaced) checkNamespace(cluster, route, body);
  const uid = cluster.names.uid();
  const given = isObject(body["metadata"]) ? body["metadata"] : {};
  const base = textAt(given, "generateName");
  const name =
    textAt(given, "name") === "" && base !== ""
      ? base.slice(0, 58) + cluster.names.suffix()
      : textAt(given, "name");
  const metadata = withFields(given, {
    name,
    ...(resource.namespaced ? { namespace } : {}),
    uid,
    resourceVersion: "",
    generation: resource.name === "jobs" || resource.name === "pods" ? 1 : undefined,
    creationTimestamp: instant(cluster.clock.now()),
    deletionTimestamp: undefined,
  });
  const object = withFields(body, { apiVersion: apiVersionOf(resource), kind: resource.kind, metadata });
  const defaulted = withDefaults(cluster, resource, object);
  const filled = resource.name === "jobs" ? identifyJob(defaulted, uid) : defaulted;
  refuseCauses(resource, filled, validate(cluster, resource, filled));
  return filled;
}

/** What a body would be in place of an object. */
export function admitChanged(cluster: Cluster, resource: Resource, old: JsonObject, next: Json): JsonObject {
  if (!isObject(next))
    throw badRequest("the object provided is unrecognized (must be of type or contain a kind)");
  checkKind(resource, next);
  const filled = withDefaults(cluster, resource, next);
  const before = isObject(old["metadata"]) ? old["metadata"] : {};
  const after = isObject(next["metadata"]) ? next["metadata"] : {};
  const fixed = [
    "name",
    "namespace",
    "uid",
    "creationTimestamp",
    "deletionTimestamp",
    "deletionGracePeriodSeconds",
    "resourceVersion",
  ];
  const isNewSpec = !isDeepStrictEqual(old["spec"], filled["spec"]);
  const generation =
    typeof before["generation"] === "number" ? before["generation"] + (isNewSpec ? 1 : 0) : undefined;
  const metadata = withFields(after, {
    ...Object.fromEntries(fixed.map((key) => [key, before[key]])),
    generation,
  });
  const status = old["status"] === undefined ? {} : { status: old["status"] };
  const changed = withFields(filled, { metadata, ...status });
  const causes = [
    ...validate(cluster, resource, changed),
    ...(resource.name === "jobs" ? validateJobUpdate(old, changed) : []),
    ...(resource.name === "secrets" ? validateSecretUpdate(old, changed) : []),
  ];
  refuseCauses(resource, changed, causes);
  return changed;
}

/** An object of the API as what its resource's table holds; the validation has looked at the rest of its fields. */
export function typed<R extends ResourceName>(resource: R, object: unknown): ResourceTypes[R] {
  if (hasShape(resource, object)) return object;
  throw badRequest("the object provided is unrecognized (must be of type or contain a kind)");
}

function hasShape<R extends ResourceName>(resource: R, object: unknown): object is ResourceTypes[R] {
  if (!isObject(object) || !isObject(object["metadata"]) || typeof object["kind"] !== "string") return false;
  const isWorkload = resource === "jobs" || resource === "pods";
  return !isWorkload || (isObject(object["spec"]) && isObject(object["status"]));
}

function validate({ features }: Cluster, resource: Resource, object: JsonObject): readonly Cause[] {
  const causes = validateMetadata(object);
  if (resource.name === "jobs") return [...causes, ...validateJob(object, features)];
  if (resource.name === "secrets" || resource.name === "configmaps")
    return [...causes, ...validateSecret(object)];
  return causes;
}

function refuseCauses(resource: Resource, object: JsonObject, causes: readonly Cause[]): void {
  if (causes.length > 0) throw invalid(resource, textAt(object, "metadata", "name"), causes);
  if (JSON.stringify(object).length > OBJECT_LIMIT) {
    throw new Refusal(500, "", "etcdserver: request is too large");
  }
}

function checkKind(resource: Resource, body: JsonObject): void {
  const kind = textAt(body, "kind");
  const version = textAt(body, "apiVersion");
  const isRight =
    (kind === "" || kind === resource.kind) && (version === "" || version === apiVersionOf(resource));
  if (isRight) return;
  throw badRequest(
    `the API version in the data (${version}) does not match the expected API version (${apiVersionOf(resource)}) for ${qualified(resource)}`,
  );
}

function checkNamespace({ store }: Cluster, { resource, namespace }: Route, body: JsonObject): void {
  const named = textAt(body, "metadata", "namespace");
  if (named !== "" && named !== namespace) {
    throw badRequest("the namespace of the provided object does not match the namespace sent on the request");
  }
  const found = store.get("namespaces", "", namespace);
  if (found === null) throw notFound(NAMESPACES, namespace);
  if (found.metadata.deletionTimestamp === undefined) return;
  throw namespaceTerminating(resource, textAt(body, "metadata", "name"), namespace);
}

const NAMESPACES: Resource = {
  name: "namespaces",
  kind: "Namespace",
  group: "",
  version: "v1",
  namespaced: false,
};

function withDefaults({ features }: Cluster, resource: Resource, object: JsonObject): JsonObject {
  return resource.name === "jobs" ? defaultJob(object, features) : withData(resource, object);
}

/** `stringData` is written into `data` and not kept. */
function withData(resource: Resource, object: JsonObject): JsonObject {
  const { stringData } = object;
  if (resource.name !== "secrets" || !isObject(stringData)) return object;
  const encoded = Object.entries(stringData).map(([key, value]) => [
    key,
    Buffer.from(typeof value === "string" ? value : "").toString("base64"),
  ]);
  const data = isObject(object["data"]) ? object["data"] : {};
  return withFields(object, {
    stringData: undefined,
    data: { ...data, ...Object.fromEntries(encoded) },
    type: object["type"] ?? "Opaque",
  });
}
