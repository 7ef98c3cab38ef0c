import { z } from "zod";
import { jsonList } from "./json-object.ts";

type Json = Readonly<Record<string, unknown>>;

/** The fields that Kubernetes has; which of them go together is checked with the rest of the pod. */
const toleration = z.strictObject({
  key: z.string().max(317).optional(),
  operator: z.enum(["Exists", "Equal"]).optional(),
  value: z.string().max(63).optional(),
  effect: z.enum(["NoSchedule", "PreferNoSchedule", "NoExecute"]).optional(),
  tolerationSeconds: z.int().optional(),
});

/** A list of tolerations, or the JSON of one. A field that was misspelt would be a toleration of something else. */
export function tolerations(): z.ZodType<readonly Json[]> {
  return jsonList().superRefine((list, context) => {
    const fields = Object.keys(toleration.shape).join(", ");
    for (const [place, one] of list.entries())
      if (!toleration.safeParse(one).success)
        context.addIssue(
          `Number ${place + 1} is no toleration: use ${fields} as Kubernetes has them, such as {"key":"gpu","operator":"Exists","effect":"NoSchedule"}.`,
        );
  });
}
