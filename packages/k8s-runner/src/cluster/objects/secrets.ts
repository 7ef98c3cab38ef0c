import type { Secret } from "../../job/manifest.ts";
import type { Cluster } from "../cluster.ts";
import type { Answer } from "../request/answer.ts";
import { apiPath } from "../request/api-request.ts";
import { deletion, type Deleted } from "./deletion.ts";
import { member, textOf } from "../../member.ts";

const SECRETS = { group: "", resource: "secrets" } as const;

/**
 * Creates the Secret, and gives its UID. The answer `already-exists` means that it was made before: its name holds the
 * nonce of its very Job. What the server answers of its contents is dropped here; we need no right to read Secrets.
 */
export async function createSecret(
  cluster: Cluster,
  secret: Secret,
  signal: AbortSignal,
): Promise<Answer<{ readonly uid: string | null }>> {
  const path = apiPath(SECRETS, secret.metadata.namespace);
  const answer = await cluster.request({ method: "POST", path, body: secret }, signal);
  if (answer.kind !== "answered") return answer;
  return { kind: "answered", value: { uid: textOf(member(answer.value, "metadata"), "uid") } };
}

/**
 * A Job takes its Secret along, also one that is made while the Job goes: the garbage collector sees that its owner is
 * not there. This is for a Secret that was orphaned with its pod, and for one that a sweep finds.
 */
export function deleteSecret(
  cluster: Cluster,
  name: string,
  uid: string | null,
  signal: AbortSignal,
): Promise<Answer<Deleted>> {
  return deletion(cluster, SECRETS, name, { uid }, signal);
}
