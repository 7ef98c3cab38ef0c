import type { Cluster } from "../cluster.ts";
import { mapAnswer, type Answer } from "../request/answer.ts";
import { apiPath, type Resource } from "../request/api-request.ts";
import { readSeen, type SeenObject } from "./seen-object.ts";
import { member } from "../../member.ts";

export interface ListAsk {
  /** Such as `app.kubernetes.io/managed-by=runverdict`. */
  readonly labelSelector?: string;
  readonly fieldSelector?: string;
  /** No more than so many; the rest is left out. */
  readonly limit?: number;
}

const MOST = 500;

/**
 * One page of a consistent list, enough for what belongs to one run. If one of its items can't be read, the whole is
 * garbled: what is left out would be taken for absent.
 */
export async function listPage<T>(
  cluster: Cluster,
  resource: Resource,
  ask: ListAsk,
  read: (seen: SeenObject | null) => T | null,
  signal: AbortSignal,
): Promise<Answer<readonly T[]>> {
  const query = {
    ...(ask.labelSelector === undefined ? {} : { labelSelector: ask.labelSelector }),
    ...(ask.fieldSelector === undefined ? {} : { fieldSelector: ask.fieldSelector }),
    limit: String(ask.limit ?? MOST),
  };
  const path = apiPath(resource, cluster.namespace);
  const answer = await cluster.request({ method: "GET", path, query }, signal);
  return mapAnswer(answer, (list) => {
    const items = itemsOf(list)?.map((item) => read(readSeen(item))) ?? [null];
    const known = items.filter((item) => item !== null);
    return known.length === items.length ? known : null;
  });
}

/** Items of a list lack `kind`, which the list itself has for all of them. */
export function itemsOf(list: unknown): readonly unknown[] | null {
  const [items, kind] = [member(list, "items"), member(list, "kind")];
  if (typeof kind !== "string" || !kind.endsWith("List")) return null;
  // An empty list of a server in Go is null.
  if (items === null) return [];
  if (!Array.isArray(items)) return null;
  const itemKind = kind.slice(0, -"List".length);
  return items.map((item: unknown) =>
    typeof item === "object" && item !== null ? { kind: itemKind, ...item } : item,
  );
}
