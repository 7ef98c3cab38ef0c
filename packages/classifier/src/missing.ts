import type { Evidence } from "./evidence.ts";
import { jobInSight, podInSight } from "./reading/sight.ts";

/** What could not be looked at, or was not, in words. A run without a pod (`run.exit`) has no cluster to ask. */
export function readMissing(evidence: Evidence): readonly string[] {
  const { stream, pod, job, events, run } = evidence;
  const local = run.exit !== null && pod.kind === "not_asked" && job.kind === "not_asked";
  const lookups = { pod, job, events };
  const unseen = Object.entries(lookups).flatMap(([name, { kind }]) => {
    if (kind === "unavailable") return [`${name}: the look-up failed`];
    return kind === "not_asked" && !local ? [`${name}: nobody looked`] : [];
  });
  // A pod of another Job is not looked into, not even for this.
  const ours = podInSight(evidence, jobInSight(evidence));
  const noAgent =
    pod.kind === "found" && ours?.value.agent === null
      ? ["agent container: the pod has none of that name"]
      : [];
  return [...(stream === null ? ["output: none was captured"] : []), ...unseen, ...noAgent];
}
