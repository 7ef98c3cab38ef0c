import { parseArgs } from "node:util";
import { misuse, misuseIn, type Misuse } from "../misuse.ts";
import { followingOptions, readFollowing, type Following } from "./following-options.ts";

/** What `runverdict attach` was asked to do. */
export interface AttachRequest extends Following {
  readonly kind: "attach";
  /** Name of the Job. */
  readonly job: string;
}

export type AskedToAttach = AttachRequest | { readonly kind: "help" } | { readonly kind: "version" } | Misuse;

export function readAttachArguments(args: readonly string[]): AskedToAttach {
  let parsed;
  try {
    parsed = parseArgs({ args: [...args], options: followingOptions, allowPositionals: true });
  } catch (error) {
    return misuseIn(error);
  }
  const { values, positionals } = parsed;
  if (values.help === true) return { kind: "help" };
  if (values.version === true) return { kind: "version" };
  const following = readFollowing(values);
  if (following.kind === "misuse") return following;
  const [given, ...more] = positionals;
  if (given === undefined || more.length > 0)
    return misuse("Name one Job; `kubectl get jobs -l app.kubernetes.io/managed-by=runverdict` lists ours.");
  const job = given.replace(/^jobs?(?:\.batch)?\//, "");
  if (!/^[a-z0-9](?:[a-z0-9.-]{0,251}[a-z0-9])?$/.test(job))
    return misuse(`"${given}" can't be the name of a Job.`);
  return { kind: "attach", job, ...following.following };
}
