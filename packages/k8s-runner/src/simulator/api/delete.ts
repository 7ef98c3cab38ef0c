import type { Cluster } from "../cluster.ts";
import type { KubernetesObject } from "../objects.ts";
import { remove } from "../store/removal.ts";
import type { PropagationPolicy } from "../store/removal.ts";
import { at, textAt } from "./json.ts";
import type { Json } from "./json.ts";
import type { Route } from "./route.ts";
import { badRequest, notFound, preconditionFailed, success } from "./status.ts";
import type { Status } from "./status.ts";

const policies = ["Background", "Foreground", "Orphan"] as const;

export interface Deleted {
  readonly body: KubernetesObject | Status;
  readonly headers: Readonly<Record<string, string>>;
}

/**
 * Serves a DELETE. Jobs of `batch/v1` orphan their pods when no policy is given, for the sake of clients that were
 * written when Jobs were young, and the server warns of it.
 */
export function deleteObject(cluster: Cluster, route: Route, body: Json | undefined): Deleted {
  const { resource, namespace, name, query } = route;
  const object = cluster.store.get(resource.name, namespace, name);
  if (object === null) throw notFound(resource, name);
  checkPreconditions(route, object, body);
  const asked = policyOf(query, body);
  const isJob = resource.name === "jobs";
  const isMarked = object.metadata.deletionTimestamp !== undefined;
  const policy = asked ?? (isMarked ? undefined : isJob ? "Orphan" : "Background");
  const grace = at(body, "gracePeriodSeconds") ?? query.get("gracePeriodSeconds");
  const graceSeconds = grace === null || grace === undefined ? {} : { graceSeconds: Number(grace) };
  const left = remove(cluster, resource.name, object, {
    by: "client",
    ...(policy === undefined ? {} : { policy }),
    ...graceSeconds,
  });
  return {
    body: left ?? success(resource, name, object.metadata.uid),
    headers: isJob && asked === null ? { Warning: orphanWarning } : {},
  };
}

const orphanWarning =
  '299 - "child pods are preserved by default when jobs are deleted; set propagationPolicy=Background to remove them or set propagationPolicy=Orphan to suppress this warning"';

function policyOf(query: URLSearchParams, body: Json | undefined): PropagationPolicy | null {
  const text = at(body, "propagationPolicy") ?? query.get("propagationPolicy");
  if (text === null || text === undefined || text === "") return null;
  const policy = policies.find((one) => one === text);
  if (policy === undefined) throw badRequest(`Invalid value: ${JSON.stringify(text)}: propagationPolicy`);
  return policy;
}

function checkPreconditions(
  { resource, name }: Route,
  { metadata }: KubernetesObject,
  body: Json | undefined,
): void {
  const wanted = at(body, "preconditions");
  const uid = textAt(wanted, "uid");
  const version = textAt(wanted, "resourceVersion");
  if (uid !== "" && uid !== metadata.uid) {
    const why = `the UID in the precondition (${uid}) does not match the UID in record (${metadata.uid}). The object might have been deleted and then recreated`;
    throw preconditionFailed(resource, name, why);
  }
  if (version === "" || version === metadata.resourceVersion) return;
  const why = `the ResourceVersion in the precondition (${version}) does not match the ResourceVersion in record (${metadata.resourceVersion}). The object might have been modified`;
  throw preconditionFailed(resource, name, why);
}
