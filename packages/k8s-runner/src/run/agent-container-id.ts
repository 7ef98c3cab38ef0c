import { member, textOf } from "../member.ts";
import { AGENT_CONTAINER } from "../job/reserved.ts";

/** The runtime's name of the agent container; empty as long as it has none. */
export function agentContainerId(pod: unknown): string {
  const statuses = member(member(pod, "status"), "containerStatuses");
  const own: unknown = Array.isArray(statuses)
    ? statuses.find((status) => member(status, "name") === AGENT_CONTAINER)
    : undefined;
  return textOf(own, "containerID") ?? "";
}
