import type { Cluster } from "../cluster.ts";
import type { ApiRefusal } from "../refusal/api-refusal.ts";
import type { Answer } from "../request/answer.ts";
import { apiPath, type Resource } from "../request/api-request.ts";
import { readSeen } from "./seen-object.ts";
import { member } from "../../member.ts";

export interface Deletion {
  /** Nothing is deleted that only has the same name. */
  readonly uid: string | null;
  readonly propagationPolicy?: "Background" | "Foreground" | "Orphan";
  readonly graceSeconds?: number;
}

/**
 * `accepted`: it will go, once its containers ended or its finalizers are done. `deleted`: it is gone. `gone`: it was not
 * there any more, be it that another of the same name is.
 */
export type Deleted = "accepted" | "deleted" | "gone";

export async function deletion(
  cluster: Cluster,
  resource: Resource,
  name: string,
  { uid, propagationPolicy, graceSeconds }: Deletion,
  signal: AbortSignal,
): Promise<Answer<Deleted>> {
  const body = {
    apiVersion: "v1",
    kind: "DeleteOptions",
    ...(uid === null ? {} : { preconditions: { uid } }),
    ...(propagationPolicy === undefined ? {} : { propagationPolicy }),
    ...(graceSeconds === undefined ? {} : { gracePeriodSeconds: graceSeconds }),
  };
  const path = apiPath(resource, cluster.namespace, name);
  const answer = await cluster.request({ method: "DELETE", path, body }, signal);
  if (answer.kind === "answered") return { kind: "answered", value: outcomeOf(answer.value) };
  return answer.kind === "refused" && isGone(answer.refusal) ? { kind: "answered", value: "gone" } : answer;
}

/** The server answers with the object where it stays for a while, and with a Status where it is gone. */
function outcomeOf(body: unknown): Deleted {
  return readSeen(body) === null || member(body, "kind") === "Status" ? "deleted" : "accepted";
}

/** Whoever has the name now, the one that was meant is gone. An unknown path says nothing about it. */
function isGone(refusal: ApiRefusal): boolean {
  if (refusal.kind === "conflict") return refusal.with === "uid";
  return refusal.kind === "not-found" && refusal.resource !== null;
}
