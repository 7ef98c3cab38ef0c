import { isDnsLabel, preflight, type Cluster } from "@runverdict/k8s-runner";
import type { EnvironmentCheck } from "../host/environment-test.ts";
import { findSelfPod } from "../self-pod/find-self-pod.ts";
import { hostPlace } from "../self-pod/host-place.ts";
import { namespaceOf } from "../self-pod/namespace-of.ts";
import type { SelfPodLookup } from "../self-pod/self-pod.ts";
import { checkFinding } from "./check-finding.ts";
import { checkTrialRun, type TrialRun } from "./check-trial-run.ts";
import type { ClusterTest } from "./cluster-test.ts";
import { needsOf } from "./needs.ts";
import { rehearse } from "./rehearse.ts";

/** What runs of this configuration would meet in the cluster. */
export async function checkCluster(test: ClusterTest): Promise<readonly EnvironmentCheck[]> {
  const { config, env, signal } = test;
  const place = await hostPlace(env);
  const self = await findSelfPod(test.cluster, place, signal);
  const namespace = namespaceOf(config.cluster, place, test.cluster);
  if (!isDnsLabel(namespace)) return [noNamespace(namespace)];
  const cluster = { ...test.cluster, namespace };
  const trial = await checkTrialRun({ ...test, cluster }, self);
  return [selfPodCheck(self), ...trial.checks, ...(await lookAt(test, cluster, trial))];
}

async function lookAt(
  { config, signal }: ClusterTest,
  cluster: Cluster,
  { spec }: TrialRun,
): Promise<readonly EnvironmentCheck[]> {
  const { needs, dispensable } = needsOf(config.cluster.secretRef, spec);
  const [{ findings }, rehearsal] = await Promise.all([
    preflight(cluster, needs, signal),
    spec === null ? null : rehearse(cluster, spec, signal),
  ]);
  const checks = findings.map((finding) => checkFinding(finding, dispensable));
  return rehearsal === null ? checks : withRehearsal(checks, rehearsal);
}

/** A trial proves more than a look, and says less where a permission was looked at. */
function withRehearsal(
  checks: readonly EnvironmentCheck[],
  rehearsal: EnvironmentCheck,
): readonly EnvironmentCheck[] {
  // Only in a namespace that exists is a Job accepted.
  if (rehearsal.code === "k8s_job_accepted")
    return [...checks.filter(({ code }) => code !== "k8s_namespace_check_failed"), rehearsal];
  const isTold = checks.some(({ code, level }) => code === "k8s_rbac_job_create" && level === "error");
  return isTold ? checks : [...checks, rehearsal];
}

function selfPodCheck(self: SelfPodLookup): EnvironmentCheck {
  switch (self.kind) {
    case "found":
      return {
        code: "k8s_self_pod_found",
        level: "info",
        message: `Paperclip runs in the pod ${self.pod.name} of the namespace ${self.pod.namespace}; what the configuration leaves open is taken from there.`,
      };
    case "outside":
      return {
        code: "k8s_self_pod_outside",
        level: "info",
        message: `${self.why} So nothing is taken from a pod of its own.`,
      };
    case "unavailable":
      return {
        code: "k8s_self_pod_check_failed",
        level: "warn",
        message: `Paperclip's own pod could not be looked up: ${self.why}`,
        hint: "Allow Paperclip's service account to get pods in its own namespace, or fill in image and data volume.",
      };
  }
}

function noNamespace(namespace: string): EnvironmentCheck {
  return {
    code: "k8s_namespace_missing",
    level: "error",
    message: `"${namespace.slice(0, 80)}" is no name of a namespace.`,
    hint: "Fill in the namespace, or fix that of the kubeconfig's context.",
  };
}
