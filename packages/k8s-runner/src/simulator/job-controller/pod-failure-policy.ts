import type { Job, Pod, PodFailurePolicyRule } from "../objects.ts";

export type PolicyAnswer =
  | { readonly kind: "fail-job"; readonly message: string }
  | { readonly kind: "ignore" }
  | { readonly kind: "count" };

/** What the Job's policy says of a failed pod: its first rule that fits. */
export function judgeFailure(job: Job, pod: Pod): PolicyAnswer {
  const rules = job.spec.podFailurePolicy?.rules ?? [];
  for (const [index, rule] of rules.entries()) {
    const why = fits(rule, pod);
    if (why === null) continue;
    if (rule.action === "Ignore") return { kind: "ignore" };
    if (rule.action === "Count") return { kind: "count" };
    return { kind: "fail-job", message: `${why} matching FailJob rule at index ${index}` };
  }
  return { kind: "count" };
}

function fits(rule: PodFailurePolicyRule, pod: Pod): string | null {
  return rule.onExitCodes === undefined ? fitsConditions(rule, pod) : fitsExitCodes(rule.onExitCodes, pod);
}

function fitsExitCodes(
  wanted: NonNullable<PodFailurePolicyRule["onExitCodes"]>,
  { metadata, status }: Pod,
): string | null {
  const all = [...(status.initContainerStatuses ?? []), ...(status.containerStatuses ?? [])];
  for (const { name, state } of all) {
    const exitCode = state.terminated?.exitCode ?? 0;
    if (exitCode === 0 || (wanted.containerName ?? name) !== name) continue;
    if (wanted.values.includes(exitCode) !== (wanted.operator === "In")) continue;
    return `Container ${name} for pod ${metadata.namespace ?? ""}/${metadata.name} failed with exit code ${exitCode}`;
  }
  return null;
}

function fitsConditions(
  { onPodConditions = [] }: PodFailurePolicyRule,
  { metadata, status }: Pod,
): string | null {
  const found = onPodConditions.find((wanted) =>
    status.conditions?.some((one) => one.type === wanted.type && one.status === (wanted.status ?? "True")),
  );
  if (found === undefined) return null;
  return `Pod ${metadata.namespace ?? ""}/${metadata.name} has condition ${found.type}`;
}
