import type { Finding } from "@runverdict/k8s-runner";
import type { EnvironmentCheck } from "../host/environment-test.ts";
import { checkClaim } from "./check-claim.ts";

/** The codes of the original, where it looked for the same; `k8s_secret_missing`, say. */
const stems: Readonly<Record<string, string>> = {
  namespaces: "k8s_namespace",
  serviceaccounts: "k8s_service_account",
  secrets: "k8s_secret",
  configmaps: "k8s_config_map",
  persistentvolumeclaims: "k8s_pvc",
  runtimeclasses: "k8s_runtime_class",
  priorityclasses: "k8s_priority_class",
};

/** One thing that was looked for, as the host shows it; `dispensable` are Secrets that a pod can do without. */
export function checkFinding(finding: Finding, dispensable: ReadonlySet<string>): EnvironmentCheck {
  const { subject, what } = finding;
  if (subject.kind === "permission") return permissionCheck(finding, rbacCode(subject.permission));
  const stem = stems[subject.resource] ?? `k8s_${subject.resource}`;
  switch (finding.kind) {
    case "present":
      if (subject.resource === "persistentvolumeclaims") return checkClaim(subject.name, finding.object);
      return { code: `${stem}_exists`, level: "info", message: `The ${what} is there.` };
    case "missing": {
      const isDispensable = subject.resource === "secrets" && dispensable.has(subject.name);
      const level = isDispensable ? "warn" : "error";
      return { code: `${stem}_missing`, level, message: `There is no ${what}.`, hint: finding.cure };
    }
    case "unchecked":
      return {
        code: `${stem}_check_failed`,
        level: "warn",
        message: `The ${what}: ${finding.because}`,
        hint: "Runs need no permission to look at it; look yourself, with kubectl.",
      };
  }
}

function permissionCheck(finding: Finding, code: string): EnvironmentCheck {
  switch (finding.kind) {
    case "present":
      return { code, level: "info", message: `We have ${finding.what}.` };
    case "missing":
      return { code, level: "error", message: `We have no ${finding.what}.`, hint: finding.cure };
    case "unchecked":
      return {
        code,
        level: "warn",
        message: `Whether we have ${finding.what} is not known. ${finding.because}`,
      };
  }
}

type Permission = Extract<Finding["subject"], { kind: "permission" }>["permission"];

/** `k8s_rbac_job_create`; reading logs was `k8s_rbac_pod_log`, without its verb. */
function rbacCode({ verb, resource, subresource }: Permission): string {
  const one = resource.replace(/s$/, "");
  return subresource === undefined ? `k8s_rbac_${one}_${verb}` : `k8s_rbac_${one}_${subresource}`;
}
