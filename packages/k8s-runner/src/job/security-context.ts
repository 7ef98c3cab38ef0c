import type { PodSecurityContext, SecurityContext } from "./manifest.ts";
import type { RunSpec } from "./run-spec.ts";

/** The pod's part of the restricted profile. */
export function podSecurityContext({ user }: RunSpec): PodSecurityContext {
  return {
    runAsNonRoot: user.uid !== 0,
    runAsUser: user.uid,
    runAsGroup: user.gid,
    // A large volume is not walked through when its root has the right group already.
    ...(user.fsGroup === null ? {} : { fsGroup: user.fsGroup, fsGroupChangePolicy: "OnRootMismatch" }),
    seccompProfile: { type: "RuntimeDefault" },
  };
}

/** The part that every container must say for itself, companions too: the profile is checked for each. */
export function securityContext(rootFilesystem: "read-only" | "writable"): SecurityContext {
  return {
    allowPrivilegeEscalation: false,
    capabilities: { drop: ["ALL"] },
    readOnlyRootFilesystem: rootFilesystem === "read-only",
  };
}
