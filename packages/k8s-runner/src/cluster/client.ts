import type * as client from "@kubernetes/client-node";

/** The Kubernetes client; loading it costs about half a second and 130 MB, so only whoever connects does. */
export type Client = typeof client;

export function loadClient(): Promise<Client> {
  return import("@kubernetes/client-node");
}
