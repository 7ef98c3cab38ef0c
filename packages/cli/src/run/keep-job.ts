import type { Cluster } from "./runner.ts";

/** The same connection, over which no Job is deleted: whoever asks for it is refused, and leaves the Job to its TTL. */
export function keepJob(cluster: Cluster): Cluster {
  return {
    ...cluster,
    request: (request, signal) =>
      request.method === "DELETE" && request.path.includes("/jobs/")
        ? Promise.resolve({ kind: "refused", refusal: kept })
        : cluster.request(request, signal),
  };
}

const kept = {
  kind: "forbidden",
  status: 403,
  reason: "Forbidden",
  message: "The Job is to be kept.",
  retryAfterMs: null,
} as const;
