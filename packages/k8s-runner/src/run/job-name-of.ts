import { jobName, type RunName } from "../job/job-name.ts";
import { sha256 } from "./sha256.ts";

/** What the Job of such a run is called, before there is one: for looking whose Job has the name. */
export function jobNameOf(run: RunName): string {
  return jobName(run, sha256);
}
