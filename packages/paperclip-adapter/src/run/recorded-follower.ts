import { annotateJob, type Cluster } from "@runverdict/k8s-runner";
import { fieldIn, textIn } from "../host/host-field.ts";

/**
 * The annotation of a Job that names the run that went on with it last. The Job's own run id is that of the run that made
 * it, and stays: whoever asks the host for that one learns that it ended long ago.
 */
const FOLLOWED_BY = "runverdict.dev/followed-by-run";

/** As the host makes its ids, and some more. Anybody who may patch the Job may have written it. */
const RUN_ID = /^[\w.:-]{1,128}$/;

/** The run that went on with the Job last; null where none did. */
export function recordedFollower(job: unknown): string | null {
  const written = textIn(fieldIn(fieldIn(job, "metadata"), "annotations"), FOLLOWED_BY);
  return written !== null && RUN_ID.test(written) ? written : null;
}

/** The Job as it was when somebody decided to go on with it. */
export interface JobAsSeen {
  readonly name: string;
  readonly uid: string;
  readonly resourceVersion: string;
}

/**
 * Writes on the Job who goes on with it. Of several that do so at once one succeeds: the others have seen another version
 * of it. `unsure` is what has to be looked at again, `forbidden` what never will be written.
 */
export async function recordFollower(
  cluster: Cluster,
  { name, uid, resourceVersion }: JobAsSeen,
  runId: string,
  signal: AbortSignal,
): Promise<"recorded" | "unsure" | "forbidden"> {
  const answer = await annotateJob(cluster, name, { uid, resourceVersion }, { [FOLLOWED_BY]: runId }, signal);
  if (answer.kind === "answered") return "recorded";
  return answer.kind === "refused" && answer.refusal.status === 403 ? "forbidden" : "unsure";
}
