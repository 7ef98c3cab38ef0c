import type { Cluster } from "../cluster.ts";
import type { Actor } from "../truth.ts";
import type { Folders } from "./folders.ts";
import type { ImageTroubles } from "./image-trouble.ts";
import type { Start } from "./runtime.ts";

/** What a kubelet needs beside the cluster. */
export interface Node extends Cluster {
  readonly start: Start;
  readonly folders: Folders;
  readonly images: ImageTroubles;
  readonly logTimestamps: "nanoseconds" | "milliseconds";
}

/** Why the kubelet ends a pod, and what it then says of it. */
export interface StopOrder {
  readonly by: Actor;
  readonly graceMs: number;
  readonly verdict: { readonly reason: string; readonly message: string } | null;
  /** The status says at once that the pod has failed, while its containers still run. */
  readonly announces: boolean;
}
