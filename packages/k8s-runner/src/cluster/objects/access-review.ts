import type { Cluster } from "../cluster.ts";
import { mapAnswer, type Answer } from "../request/answer.ts";
import { apiPath } from "../request/api-request.ts";
import { member } from "../../member.ts";

const REVIEWS = { group: "authorization.k8s.io", resource: "selfsubjectaccessreviews" } as const;

/** One thing to be done, as RBAC names it. */
export interface Permission {
  readonly verb: string;
  readonly group: string;
  readonly resource: string;
  readonly subresource?: string;
}

/** Whether we may do it in the cluster's namespace. Everybody who is authenticated may ask this about themselves. */
export async function reviewAccess(
  cluster: Cluster,
  permission: Permission,
  signal: AbortSignal,
): Promise<Answer<boolean>> {
  const body = {
    apiVersion: "authorization.k8s.io/v1",
    kind: "SelfSubjectAccessReview",
    spec: { resourceAttributes: { ...permission, namespace: cluster.namespace } },
  };
  const answer = await cluster.request({ method: "POST", path: apiPath(REVIEWS, null), body }, signal);
  return mapAnswer(answer, (review) => {
    const allowed = member(member(review, "status"), "allowed");
    return typeof allowed === "boolean" ? allowed : null;
  });
}
