import type { AdapterConfig } from "../config/adapter-config.ts";
import { sessionKey, type Assignment } from "./assignment.ts";
import { digest } from "./digest.ts";

/** As long as the runner takes one. */
const LONGEST = 512;

/**
 * What only one live Job may hold. A Job that is kept for looking at would hold it for ever, so there the runs are kept
 * apart by looking alone.
 */
export function lockOf({ cluster, afterwards }: AdapterConfig, assignment: Assignment): string | null {
  if (afterwards.retainJobs) return null;
  const key =
    cluster.concurrency === "agent" ? JSON.stringify([assignment.agentId, "agent"]) : sessionKey(assignment);
  return new TextEncoder().encode(key).length <= LONGEST ? key : digest(key);
}
