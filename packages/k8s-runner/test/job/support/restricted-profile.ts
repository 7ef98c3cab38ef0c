/**
 * The restricted profile of the Pod Security Standards, read off the table of its documentation, control by control,
 * over any pod template: it shares no code and no type with what builds and checks our Jobs. What it lists, the
 * admission of a namespace that enforces the profile would deny.
 */
export function restrictedViolations(template: unknown): readonly string[] {
  const violations: string[] = [];
  const rule = (name: string, holds: boolean): void => {
    if (!holds) violations.push(name);
  };
  const pod = at(template, "spec");
  const containers = ["containers", "initContainers", "ephemeralContainers"].flatMap((field) =>
    list(at(pod, field)),
  );
  const both = (field: string): readonly unknown[] =>
    [pod, ...containers].map((one) => at(at(one, "securityContext"), field));

  for (const field of ["hostNetwork", "hostPID", "hostIPC"])
    rule(field, isIn(at(pod, field), [undefined, false]));
  rule(
    "host process",
    both("windowsOptions").every((one) => at(one, "hostProcess") !== true),
  );
  rule(
    "SELinux",
    both("seLinuxOptions").every((one) => one === undefined),
  );
  rule("sysctls", list(at(at(pod, "securityContext"), "sysctls")).length === 0);
  for (const volume of list(at(pod, "volumes"))) {
    const kinds = keys(volume).filter((key) => key !== "name");
    rule(
      `volume of ${kinds.join("+")}`,
      kinds.length === 1 && kinds.every((kind) => isIn(kind, volumeKinds)),
    );
  }
  for (const [key, value] of entries(at(at(template, "metadata"), "annotations")))
    if (key.startsWith("container.apparmor.security.beta.kubernetes.io/"))
      rule("AppArmor", value === "runtime/default" || String(value).startsWith("localhost/"));

  const podContext = at(pod, "securityContext");
  for (const container of containers) {
    const context = at(container, "securityContext");
    const effective = (field: string): unknown => at(context, field) ?? at(podContext, field);
    rule("privileged", isIn(at(context, "privileged"), [undefined, false]));
    rule("escalation", at(context, "allowPrivilegeEscalation") === false);
    rule("proc mount", isIn(at(context, "procMount"), [undefined, "Default"]));
    rule(
      "host ports",
      list(at(container, "ports")).every((port) => isIn(at(port, "hostPort"), [undefined, 0])),
    );
    rule("drop ALL", list(at(at(context, "capabilities"), "drop")).includes("ALL"));
    rule(
      "add",
      list(at(at(context, "capabilities"), "add")).every((one) => one === "NET_BIND_SERVICE"),
    );
    rule("non-root", effective("runAsNonRoot") === true);
    rule("seccomp", isIn(at(effective("seccompProfile"), "type"), ["RuntimeDefault", "Localhost"]));
  }
  rule(
    "user 0",
    both("runAsUser").every((uid) => uid !== 0),
  );
  return violations;
}

const volumeKinds = [
  "configMap",
  "csi",
  "downwardAPI",
  "emptyDir",
  "ephemeral",
  "persistentVolumeClaim",
  "projected",
  "secret",
];

function isIn(value: unknown, allowed: readonly unknown[]): boolean {
  return allowed.includes(value);
}

function entries(value: unknown): readonly (readonly [string, unknown])[] {
  return typeof value === "object" && value !== null ? Object.entries(value) : [];
}

function keys(value: unknown): readonly string[] {
  return entries(value).map(([key]) => key);
}

function at(value: unknown, key: string): unknown {
  return entries(value).find(([name]) => name === key)?.[1];
}

function list(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}
