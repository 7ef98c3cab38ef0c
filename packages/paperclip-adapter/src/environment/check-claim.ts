import { z } from "zod";
import type { EnvironmentCheck } from "../host/environment-test.ts";

const claim = z.looseObject({
  spec: z.looseObject({ accessModes: z.array(z.string()).default([]) }),
  status: z.looseObject({ phase: z.string().optional() }).optional(),
});

/** Whether several pods can have the claim at once, which is what several agents and Paperclip itself want. */
export function checkClaim(name: string, object: unknown): EnvironmentCheck {
  const read = claim.safeParse(object);
  const what = `persistent volume claim ${name}`;
  if (!read.success)
    return { code: "k8s_pvc_check_failed", level: "warn", message: `The ${what} could not be read.` };
  const modes = new Set(read.data.spec.accessModes);
  if (read.data.status?.phase === "Lost")
    return {
      code: "k8s_pvc_missing",
      level: "error",
      message: `The ${what} has lost its volume.`,
      hint: "Restore the volume, or name another claim.",
    };
  if (modes.has("ReadWriteMany"))
    return { code: "k8s_pvc_rwx", level: "info", message: `Pods of all nodes can share the ${what}.` };
  return notShared(what, modes);
}

function notShared(what: string, modes: ReadonlySet<string>): EnvironmentCheck {
  const hint = "Use a claim with the access mode ReadWriteMany, or another data volume.";
  const code = "k8s_pvc_not_rwx";
  if (modes.has("ReadWriteOncePod"))
    return { code, level: "error", message: `One pod alone can have the ${what} (ReadWriteOncePod).`, hint };
  if (modes.has("ReadWriteOnce"))
    return {
      code,
      level: "warn",
      message: `Pods of one node alone can share the ${what} (ReadWriteOnce): agents wait until that node has room.`,
      hint,
    };
  return {
    code,
    level: "error",
    message: `Agents can't write to the ${what}: it has no access mode for it.`,
    hint,
  };
}
