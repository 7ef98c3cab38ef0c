import type { Permission } from "../objects/access-review.ts";

/** All that the runner does in its namespace; deploy/rbac.yaml grants this, and nothing else. */
export const PERMISSIONS: readonly Permission[] = [
  ...allow("batch", "jobs", ["create", "delete", "get", "list", "patch", "watch"]),
  ...allow("", "pods", ["delete", "get", "list", "watch"]),
  { verb: "get", group: "", resource: "pods", subresource: "log" },
  ...allow("", "events", ["list"]),
  ...allow("", "secrets", ["create", "delete"]),
];

function allow(group: string, resource: string, verbs: readonly string[]): readonly Permission[] {
  return verbs.map((verb) => ({ verb, group, resource }));
}
