import type { Job, SecurityContext } from "../manifest.ts";
import type { StringMap } from "../string-map.ts";
import { keyPath, problemAt, type Problem } from "../problem.ts";
import { placedContainers, POD_PATH } from "./placed-containers.ts";

/**
 * The Pod Security Standards, as far as our types can break them: host namespaces, host paths, privileged containers,
 * host ports and unconfined profiles can't be written down. The server only warns when a Job breaks the profile of its
 * namespace, and then denies its pods, over and over.
 */
export function* checkSecurity(job: Job, profile: "restricted" | "baseline"): Iterable<Problem> {
  const pod = job.spec.template.spec.securityContext;
  yield* checkAnnotations(job.spec.template.metadata.annotations);
  if (profile === "restricted") {
    if (pod.runAsUser === 0) yield problemAt(`${POD_PATH}.securityContext.runAsUser`, ...asRoot);
    if (pod.runAsNonRoot !== true) yield problemAt(`${POD_PATH}.securityContext.runAsNonRoot`, ...asRoot);
    if (pod.seccompProfile === undefined)
      yield problemAt(
        `${POD_PATH}.securityContext.seccompProfile`,
        "The restricted profile wants one.",
        "Use RuntimeDefault.",
      );
  }
  for (const { container, path } of placedContainers(job.spec.template.spec))
    yield* checkContainer(`${path}.securityContext`, container.securityContext, profile === "restricted");
}

/** Before they were fields, profiles were annotations, and servers still heed them. */
function* checkAnnotations(annotations: StringMap): Iterable<Problem> {
  for (const [place, [key, value]] of Object.entries(annotations).entries())
    if (
      /^(?:container\.apparmor|(?:container\.)?seccomp)\.security\./.test(key) &&
      value !== "runtime/default"
    )
      yield problemAt(
        keyPath("spec.template.metadata.annotations", key, place),
        "It loosens the profile that the container runs under.",
        "Leave it out; the runtime's default profile holds.",
      );
}

function* checkContainer(path: string, context: SecurityContext, isRestricted: boolean): Iterable<Problem> {
  const { add = [], drop = [] } = context.capabilities ?? {};
  const allowed = isRestricted ? restrictedCapabilities : baselineCapabilities;
  for (const [place, capability] of add.entries())
    if (!allowed.has(capability))
      yield problemAt(
        `${path}.capabilities.add[${place}]`,
        "The profile does not allow this capability.",
        isRestricted ? 'Leave it out, or ask for `podSecurity: "baseline"`.' : "Leave it out.",
      );
  if (!isRestricted) return;
  if (!drop.includes("ALL"))
    yield problemAt(`${path}.capabilities.drop`, "Not all capabilities are dropped.", weaker("Drop ALL"));
  if (context.allowPrivilegeEscalation !== false)
    yield problemAt(
      `${path}.allowPrivilegeEscalation`,
      "A process may gain more privileges than its parent has.",
      weaker("Set it to false"),
    );
  if (context.runAsUser === 0) yield problemAt(`${path}.runAsUser`, ...asRoot);
  if (context.runAsNonRoot === false) yield problemAt(`${path}.runAsNonRoot`, ...asRoot);
}

const weaker = (cure: string): string => `${cure}, or ask for \`podSecurity: "baseline"\`.`;

const asRoot = [
  "The container may run as root.",
  weaker("Run as another user than 0, with runAsNonRoot"),
] as const;

const restrictedCapabilities = new Set(["NET_BIND_SERVICE"]);

const baselineCapabilities = new Set([
  "AUDIT_WRITE",
  "CHOWN",
  "DAC_OVERRIDE",
  "FOWNER",
  "FSETID",
  "KILL",
  "MKNOD",
  "NET_BIND_SERVICE",
  "SETFCAP",
  "SETGID",
  "SETPCAP",
  "SETUID",
  "SYS_CHROOT",
]);
