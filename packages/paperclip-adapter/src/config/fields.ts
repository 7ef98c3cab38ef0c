import type { Field } from "./field.ts";
import type { FieldKey, FieldValues } from "./field-values.ts";
import { claudeFields } from "./fields/claude-fields.ts";
import { clusterFields } from "./fields/cluster-fields.ts";
import { podFields } from "./fields/pod-fields.ts";
import { runFields } from "./fields/run-fields.ts";

/** All that can be configured, in the order in which a form shows it. */
export const FIELDS: { readonly [Key in FieldKey]: Field<FieldValues[Key]> } = {
  ...clusterFields,
  ...podFields,
  ...claudeFields,
  ...runFields,
};
