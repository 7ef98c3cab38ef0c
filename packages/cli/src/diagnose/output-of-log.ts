import { textAt } from "../explain/field.ts";
import { createOutputReader, frameNonce, isFramed } from "../run/runner.ts";

/** The agent's output out of a container's log. */
export interface OutputOfLog {
  readonly take: (bytes: Uint8Array) => void;
  readonly end: () => void;
  /** The last lines of stderr, where the log tells it apart. */
  readonly stderr: () => readonly { readonly line: number; readonly text: string }[];
}

/** The log itself, or, where our wrapper wrote it, what is in its frames. */
export function outputOfLog(pod: unknown, job: unknown, take: (bytes: Uint8Array) => void): OutputOfLog {
  const [jobUid, podUid] = [textAt(job, "metadata", "uid"), textAt(pod, "metadata", "uid")];
  if (jobUid === null || podUid === null || !isFramed(job)) return { take, end: () => {}, stderr: () => [] };
  const reader = createOutputReader(null, "keep", frameNonce(jobUid));
  reader.open({ podUid, containerId: "" });
  return {
    take: (bytes) => reader.feed(bytes).forEach(take),
    end: () => {
      reader.close();
      reader.finish().forEach(take);
    },
    stderr: reader.stderr,
  };
}
