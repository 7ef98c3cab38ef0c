import type { IncomingMessage } from "node:http";
import { RESOURCES } from "./resources.ts";
import type { Resource } from "./resources.ts";

/** The verbs of RBAC, which are also those of the counters and of the fault plan; a log is got, a watch is listed. */
export type Verb = "create" | "get" | "list" | "watch" | "update" | "patch" | "delete";

export interface Route {
  readonly verb: Verb;
  readonly resource: Resource;
  readonly subresource: "log" | "eviction" | "status" | null;
  /** Empty for all namespaces, and for resources that have none. */
  readonly namespace: string;
  /** Empty when the request is about the whole collection. */
  readonly name: string;
  readonly query: URLSearchParams;
}

const subresources = ["log", "eviction", "status"] as const;

/** What a request is about; null when there is nothing at that path. */
export function readRoute(request: IncomingMessage): Route | null {
  const url = new URL(request.url ?? "/", "http://loopback");
  const parts = url.pathname
    .split("/")
    .filter((part) => part !== "")
    .map(decode);
  const prefix = parts.shift();
  const group = prefix === "apis" ? (parts.shift() ?? "") : "";
  if (prefix !== "api" && prefix !== "apis") return null;
  const version = parts.shift() ?? "";
  const namespace = parts[0] === "namespaces" && parts.length > 2 ? (parts.splice(0, 2)[1] ?? "") : "";
  const [resourceName = "", name = "", sub = ""] = parts;
  const resource = RESOURCES.find(
    (one) => one.name === resourceName && one.group === group && one.version === version,
  );
  const subresource = subresources.find((one) => one === sub) ?? null;
  if (resource === undefined || parts.length > 3 || (sub !== "" && subresource === null)) return null;
  const verb = verbOf(request.method ?? "GET", name, url.searchParams);
  if (verb === null) return null;
  return { verb, resource, subresource, namespace, name, query: url.searchParams };
}

function verbOf(method: string, name: string, query: URLSearchParams): Verb | null {
  switch (method) {
    case "GET": {
      if (isTrue(query, "watch")) return "watch";
      return name === "" ? "list" : "get";
    }
    case "POST":
      return "create";
    case "PUT":
      return "update";
    case "PATCH":
      return "patch";
    case "DELETE":
      return "delete";
    default:
      return null;
  }
}

function decode(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}

export function isTrue(query: URLSearchParams, name: string): boolean {
  const value = query.get(name);
  return value === "true" || value === "1";
}
