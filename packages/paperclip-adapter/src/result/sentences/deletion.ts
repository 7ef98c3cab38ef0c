import { lastKnown, quotable, type ConditionFact, type Verdict } from "@runverdict/classifier";
import type { ParsedStream } from "@runverdict/stream-parser";
import type { RunEnd } from "../run-end.ts";
import { podOf } from "./agent-exit.ts";

/** The original's sentence for a Job that somebody else deleted, and its forensics in their order and spelling. */
export function deletion({ evidence, stream, run, verdict }: RunEnd): string {
  const job = lastKnown(evidence.job);
  const goneAt = podOf(evidence)?.deletionRequestedAt ?? job?.deletionRequestedAt ?? evidence.now;
  const parts = [
    `detected_via=${detectedVia(verdict)}`,
    `job=${quotable(run.job ?? job?.name ?? "unknown", 63)}`,
    `ns=${quotable(run.namespace, 63)}`,
    ...elapsed(run.runningAt, goneAt),
    // True in all runs: the runner watches, and never polls.
    "completion_polls=0",
    `last_job_conditions=${conditionsOf(job?.conditions ?? [])}`,
    `stdout_bytes=${stream?.counts.bytes ?? "unknown"}`,
    `stdout_nonempty_lines=${stream === null ? "unknown" : nonEmptyLines(stream)}`,
  ];
  return `K8s Job was deleted externally before Claude could complete [${parts.join(", ")}]`;
}

/** Which look-up saw it, told by what the verdict rests on. A deletion that was asked for is seen before it is done. */
function detectedVia({ evidence }: Verdict): string {
  const paths = evidence.map(({ path }) => path);
  const asked = paths.find((path) => path.endsWith(".deletionRequestedAt"));
  if (asked !== undefined) return `${asked.startsWith("job.") ? "job" : "pod"}-deletion-timestamp`;
  const gone = ["job", "pod"].filter((object) => paths.includes(`${object}.kind`));
  return gone.length === 0 ? "unknown" : `${gone.join("-and-")}-lookup-404`;
}

/** The original left it out where it did not know. */
function elapsed(runningAt: number | null, goneAt: number | null): readonly string[] {
  if (runningAt === null || goneAt === null || goneAt < runningAt) return [];
  return [`elapsed_since_pod_running=${Math.round((goneAt - runningAt) / 1000)}s`];
}

function conditionsOf(conditions: readonly ConditionFact[]): string {
  if (conditions.length === 0) return "none_observed";
  const words = conditions
    .slice(0, 4)
    .map(
      ({ type, status, reason }) =>
        `${quotable(type, 40)}=${quotable(status, 10)}${reason === null ? "" : `(${quotable(reason, 60)})`}`,
    );
  return `[${words.join(",")}]`;
}

/** Blank lines are counted as text, of which the first and last ones that say something are kept: a lower bound. */
function nonEmptyLines({ counts, text }: ParsedStream): number {
  return counts.lines - text.count + Math.min(text.count, text.head.length + text.tail.length);
}
