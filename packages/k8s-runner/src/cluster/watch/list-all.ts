import type { Cluster } from "../cluster.ts";
import { itemsOf } from "../objects/list-page.ts";
import { readSeen, type SeenObject } from "../objects/seen-object.ts";
import { member, textOf } from "../../member.ts";
import { apiPath, type Resource } from "../request/api-request.ts";
import type { Trouble } from "../request/answer.ts";

/** All objects as of one version. */
export interface Listed {
  readonly kind: "listed";
  readonly objects: readonly SeenObject[];
  readonly version: string;
}

const PAGE = 500;

/** A server that never comes to an end with its pages would keep us here for ever. */
const MOST_PAGES = 1000;

/** Long lists of a busy server take their time. */
const TIMEOUT_MS = 60_000;

const garbled: Trouble = { kind: "garbled", message: "the answer is no list" };

/** Lists all that the selector selects, page by page; what fails in one page fails as a whole. */
export async function listAll(
  cluster: Cluster,
  resource: Resource,
  labelSelector: string,
  signal: AbortSignal,
): Promise<Listed | Trouble> {
  const path = apiPath(resource, cluster.namespace);
  const objects: SeenObject[] = [];
  let next: string | null = null;
  for (let page = 0; page < MOST_PAGES; page += 1) {
    const query: Record<string, string> = {
      ...(labelSelector === "" ? {} : { labelSelector }),
      limit: String(PAGE),
      ...(next === null ? {} : { continue: next }),
    };
    const answer = await cluster.request({ method: "GET", path, query, timeoutMs: TIMEOUT_MS }, signal);
    if (answer.kind !== "answered") return answer;
    const items = itemsOf(answer.value)?.map(readSeen) ?? null;
    const metadata = member(answer.value, "metadata");
    const version = textOf(metadata, "resourceVersion");
    // An object that can't be read must not be taken for deleted.
    if (items === null || version === null || items.includes(null)) return garbled;
    objects.push(...items.filter((one) => one !== null));
    next = textOf(metadata, "continue");
    if (next === null) return { kind: "listed", objects, version };
  }
  return garbled;
}
