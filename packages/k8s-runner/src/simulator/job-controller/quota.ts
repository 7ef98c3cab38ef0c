import type { Job } from "../objects.ts";
import type { Store } from "../store/store.ts";
import type { SimulatorOptions } from "../options.ts";
import { missingClass } from "../store/missing-class.ts";
import type { Quota } from "./memory.ts";

/** What keeps the controller from creating a pod: a service account or class that is not there, an admission, a quota. */
export function quotaOf(store: Store, options: Pick<SimulatorOptions, "podQuota" | "podRefusal">): Quota {
  const { podQuota, podRefusal } = options;
  return {
    refusal: ({ metadata, spec }: Job) => {
      const { namespace = "" } = metadata;
      const account = spec.template.spec.serviceAccountName ?? "default";
      if (store.get("serviceaccounts", namespace, account) === null) {
        return `error looking up service account ${namespace}/${account}: serviceaccount "${account}" not found`;
      }
      const missing = missingClass(store, spec.template.spec);
      if (missing !== null) return missing;
      if (podRefusal !== undefined) return podRefusal;
      if (podQuota === undefined) return null;
      const used = store
        .list("pods", namespace)
        .filter(({ status }) => !["Succeeded", "Failed"].includes(status.phase)).length;
      if (used < podQuota) return null;
      return `exceeded quota: q1, requested: pods=1, used: pods=${used}, limited: pods=${podQuota}`;
    },
  };
}
