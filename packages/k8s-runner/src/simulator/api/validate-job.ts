import { isDeepStrictEqual } from "node:util";
import type { Features } from "../features.ts";
import { at, isObject, listAt, textAt } from "./json.ts";
import type { Json, JsonObject } from "./json.ts";
import type { Cause } from "./status.ts";
import { validatePodSpec } from "./validate-pod-spec.ts";
import { invalidValue, required, tooLong, validateLabels } from "./validate-metadata.ts";

export function validateJob(job: JsonObject, features: Features): readonly Cause[] {
  const name = textAt(job, "metadata", "name");
  const spec = at(job, "spec");
  if (!isObject(spec)) return [required("spec")];
  const restartPolicy = textAt(spec, "template", "spec", "restartPolicy");
  return [
    // Pods get the Job's name and six more characters, and a label with the name.
    ...(name.length > 63 ? [tooLong("spec.template.labels", 63, "characters")] : []),
    ...[
      "parallelism",
      "completions",
      "backoffLimit",
      "activeDeadlineSeconds",
      "ttlSecondsAfterFinished",
    ].flatMap((field) => notNegative(spec, field)),
    ...validateLabels(job, "spec", "template", "metadata", "labels"),
    ...validatePodSpec(at(spec, "template", "spec"), "spec.template.spec"),
    ...(restartPolicy === "Never" || restartPolicy === "OnFailure"
      ? []
      : [required("spec.template.spec.restartPolicy", 'valid values: "OnFailure", "Never"')]),
    ...(features.podFailurePolicy ? validateFailurePolicy(spec, restartPolicy) : []),
  ];
}

function notNegative(spec: JsonObject, name: string): readonly Cause[] {
  const value = spec[name];
  if (value === undefined || (typeof value === "number" && value >= 0)) return [];
  const message = `Invalid value: ${JSON.stringify(value)}: must be greater than or equal to 0`;
  return [{ reason: "FieldValueInvalid", message, field: `spec.${name}` }];
}

function validateFailurePolicy(spec: JsonObject, restartPolicy: string): readonly Cause[] {
  const rules = listAt(spec, "podFailurePolicy", "rules");
  if (at(spec, "podFailurePolicy") === undefined) return [];
  const replacement = textAt(spec, "podReplacementPolicy");
  return [
    ...(restartPolicy === "Never"
      ? []
      : [
          invalidValue(
            "spec.template.spec.restartPolicy",
            restartPolicy,
            'only "Never" is supported when podFailurePolicy is specified',
          ),
        ]),
    ...(replacement === "" || replacement === "Failed"
      ? []
      : [
          {
            reason: "FieldValueNotSupported",
            message: `Unsupported value: "${replacement}": supported values: "Failed"`,
            field: "spec.podReplacementPolicy",
          },
        ]),
    ...(rules.length > 20
      ? [
          {
            reason: "FieldValueTooMany",
            message: `Too many: ${rules.length}: must have at most 20 items`,
            field: "spec.podFailurePolicy.rules",
          },
        ]
      : []),
    ...rules.flatMap(validateRule),
  ];
}

function validateRule(rule: Json, index: number): readonly Cause[] {
  const field = `spec.podFailurePolicy.rules[${index}]`;
  const values = listAt(rule, "onExitCodes", "values");
  const hasCodes = at(rule, "onExitCodes") !== undefined;
  const hasConditions = at(rule, "onPodConditions") !== undefined;
  const one = "specifying one of OnExitCodes and OnPodConditions is required";
  return [
    ...(hasCodes === hasConditions
      ? [{ reason: "FieldValueInvalid", message: `Invalid value: ${one}`, field }]
      : []),
    ...(textAt(rule, "onExitCodes", "operator") === "In" && values.includes(0)
      ? [
          invalidValue(
            `${field}.onExitCodes.values[${values.indexOf(0)}]`,
            "0",
            "must not be 0 for the In operator",
          ),
        ]
      : []),
  ];
}

/** Job fields that can't be changed; the template of a suspended Job that never ran is an exception we don't need. */
export function validateJobUpdate(old: JsonObject, next: JsonObject): readonly Cause[] {
  return ["completions", "selector", "template", "podFailurePolicy", "completionMode"].flatMap((name) => {
    const before = at(old, "spec", name);
    const after = at(next, "spec", name);
    if (isDeepStrictEqual(before, after)) return [];
    const message = `Invalid value: ${JSON.stringify(after ?? null)}: field is immutable`;
    return [{ reason: "FieldValueInvalid", message, field: `spec.${name}` }];
  });
}
