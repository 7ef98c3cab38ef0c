import type { Job, PodSpec } from "../manifest.ts";
import type { Toleration } from "../manifest-scheduling.ts";
import { keyPath, problemAt, type Problem } from "../problem.ts";
import { isDnsSubdomain, isLabelValue, isQualifiedName } from "./names.ts";
import { POD_PATH } from "./placed-containers.ts";

export function* checkPlacement(job: Job): Iterable<Problem> {
  const pod = job.spec.template.spec;
  yield* checkReferences(pod);
  for (const [place, [key, value]] of Object.entries(pod.nodeSelector ?? {}).entries())
    if (!isQualifiedName(key) || !isLabelValue(value))
      yield problemAt(
        keyPath(`${POD_PATH}.nodeSelector`, key, place),
        "No node has such a label.",
        "Use a label.",
      );
  for (const [place, toleration] of (pod.tolerations ?? []).entries())
    yield* checkToleration(`${POD_PATH}.tolerations[${place}]`, toleration);
}

function* checkReferences(pod: PodSpec): Iterable<Problem> {
  const { serviceAccountName, priorityClassName, runtimeClassName, schedulerName } = pod;
  const named = { serviceAccountName, priorityClassName, runtimeClassName, schedulerName };
  for (const [field, name] of Object.entries(named))
    if (name !== undefined && !isDnsSubdomain(name))
      yield problemAt(
        `${POD_PATH}.${field}`,
        "It is no name of an object.",
        "Use lower-case letters, digits, `-` and `.`.",
      );
  for (const [place, { name }] of (pod.imagePullSecrets ?? []).entries())
    if (!isDnsSubdomain(name))
      yield problemAt(
        `${POD_PATH}.imagePullSecrets[${place}].name`,
        "It is no name of a Secret.",
        "Name a Secret of the namespace; its content has no place here.",
      );
}

function* checkToleration(path: string, toleration: Toleration): Iterable<Problem> {
  const { key, operator = "Equal", value = "", effect, tolerationSeconds } = toleration;
  if (key === undefined && operator !== "Exists")
    yield problemAt(path, "Without a key it tolerates nothing.", "Give a key, or the operator Exists.");
  if (key !== undefined && !isQualifiedName(key))
    yield problemAt(`${path}.key`, "No taint has such a key.", "Use the key of a taint.");
  if (operator === "Exists" && value !== "")
    yield problemAt(`${path}.value`, "Exists takes no value.", "Leave the value out, or use Equal.");
  if (!isLabelValue(value))
    yield problemAt(`${path}.value`, "No taint has such a value.", "Use a label value.");
  if (tolerationSeconds !== undefined && effect !== "NoExecute")
    yield problemAt(
      `${path}.tolerationSeconds`,
      "Only NoExecute is tolerated for a time.",
      "Set the effect NoExecute.",
    );
}
