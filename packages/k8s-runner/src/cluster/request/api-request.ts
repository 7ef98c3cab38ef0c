export type Method = "GET" | "POST" | "PATCH" | "DELETE";

/** One request to the API server. */
export interface ApiRequest {
  readonly method: Method;
  /** Below the server's address; `apiPath` makes it. */
  readonly path: string;
  readonly query?: Readonly<Record<string, string>>;
  /** Becomes JSON. */
  readonly body?: unknown;
  /** For the whole answer, or until its head where the answer is a stream. */
  readonly timeoutMs?: number;
  /** A longer answer is not read to its end. */
  readonly longestBytes?: number;
}

export interface StreamRequest extends ApiRequest {
  /** How long nothing may come before the stream is taken for dead. */
  readonly idleMs: number;
}

/** A resource of the API, as RBAC names it. */
export interface Resource {
  readonly group: "" | "batch" | "authorization.k8s.io" | "scheduling.k8s.io" | "node.k8s.io";
  readonly resource: string;
  readonly subresource?: string;
}

/**
 * The path of a collection, or of the object with this name.
 *
 * @throws TypeError when a name could lead to another path.
 */
export function apiPath(
  { group, resource, subresource }: Resource,
  namespace: string | null,
  name?: string,
): string {
  const parts = [
    ...(group === "" ? ["api", "v1"] : ["apis", group, "v1"]),
    ...(namespace === null ? [] : ["namespaces", namespace]),
    resource,
    ...(name === undefined ? [] : [name]),
    ...(subresource === undefined ? [] : [subresource]),
  ];
  return parts.map((part) => `/${segment(part)}`).join("");
}

/** Every name of a Kubernetes object has these letters only, and they need no escaping in a path. */
function segment(part: string): string {
  if (/^[a-z0-9A-Z](?:[-a-z0-9A-Z._]{0,252})$/.test(part)) return part;
  throw new TypeError(`${JSON.stringify(part.slice(0, 80))} names no Kubernetes object; check it before.`);
}

export function addressOf(server: string, { path, query }: ApiRequest): string {
  const search = query === undefined ? "" : `?${new URLSearchParams(query).toString()}`;
  return `${server.replace(/\/+$/, "")}${path}${search}`;
}

/** Patches are JSON Patches, as lists of operations. */
export function contentTypeOf({ method }: ApiRequest): string {
  return method === "PATCH" ? "application/json-patch+json" : "application/json";
}
