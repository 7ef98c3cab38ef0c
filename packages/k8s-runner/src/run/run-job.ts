import { buildJob } from "../job/build-job.ts";
import { identityOf, isSameRun } from "../job/job-identity.ts";
import type { RunSpec } from "../job/run-spec.ts";
import type { StringMap } from "../job/string-map.ts";
import { limitsFrom } from "../lifecycle/limits.ts";
import { admissionBy } from "./admission.ts";
import { follow } from "./follow.ts";
import { frameNonce } from "./frame-nonce.ts";
import { jobNameOf } from "./job-name-of.ts";
import { runLabels } from "./news.ts";
import type { RunHandle } from "./run-handle.ts";
import type { RunOptions } from "./run-options.ts";
import { recordKey } from "./run-record.ts";
import { sha256 } from "./sha256.ts";

/**
 * Runs an agent as a Job, or goes on with that run if another process, or this one, began it: whichever of the record,
 * the Job or neither is there. Two processes that do it at the same time have one Job.
 *
 * @throws TypeError when the specification, the limits or the wrapper's files can't be right; it names what and why.
 */
export function runJob(options: RunOptions): RunHandle {
  const { spec, cluster, wrapperFiles = null, timestamps = "strip", guard = null } = options;
  const limits = limitsFrom(options.limits);
  checkSpec(spec);
  checkFiles(spec, wrapperFiles);
  const own = { ...cluster, namespace: spec.namespace };
  const identity = identityOf(spec, "", sha256);
  const name = jobNameOf(spec);
  return follow(options, {
    cluster: own,
    identity,
    jobName: name,
    labels: runLabels(identity, sha256),
    limits,
    timestamps,
    framed: wrapperFiles !== null,
    guard,
    admission: admissionBy({
      cluster: own,
      spec,
      framed: wrapperFiles !== null,
      limits,
      specFor: (jobUid) => wrapped(spec, wrapperFiles?.(frameNonce(jobUid)) ?? null),
    }),
    load: async (store) => {
      const record = await store.load(recordKey({ namespace: spec.namespace, jobName: name }));
      return record !== null && isSameRun(record.identity, identity) ? record : null;
    },
  });
}

function checkSpec(spec: RunSpec): void {
  const built = buildJob(spec, { sha256, nonce: "00000000" });
  if (built.kind === "built") return;
  const problems = built.problems.map(({ path, problem, cure }) => `${path}: ${problem} ${cure}`);
  throw new TypeError(`The run can't be made into a Job. ${problems.join(" ")}`);
}

function checkFiles(spec: RunSpec, wrapperFiles: RunOptions["wrapperFiles"] | null): void {
  if (wrapperFiles === null || wrapperFiles === undefined) return;
  if (spec.wrapper === null)
    throw new TypeError(
      "`wrapperFiles` are given for a run without `wrapper`: say in the specification how it starts.",
    );
  const [named, given] = [spec.wrapper.files, wrapperFiles("00000000")].map((files) =>
    Object.keys(files).toSorted().join(),
  );
  if (named !== given)
    throw new TypeError(
      "`wrapperFiles` gives other names than `spec.wrapper.files` has: the Job mounts them by these.",
    );
}

function wrapped(spec: RunSpec, files: StringMap | null): RunSpec {
  return files === null || spec.wrapper === null ? spec : { ...spec, wrapper: { ...spec.wrapper, files } };
}
