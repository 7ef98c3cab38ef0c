import type { ExecutionContext } from "../../src/host/execution-context.ts";

type OnLog = ExecutionContext["onLog"];

/** A run's log as the host keeps it. */
export interface RunLog {
  readonly onLog: OnLog;
  readonly chunks: readonly { readonly stream: string; readonly text: string }[];
  /** All that is stored of both streams, in the order in which it came. */
  readonly text: () => string;
  readonly stdout: () => string;
  /** How many chunks it was given while it still had another: their order is nobody's then. */
  readonly overlaps: () => number;
  /** How many chunks were too long, and lost their middle. */
  readonly cuts: () => number;
  /** Whether something in it can't be stored, which the run does not outlive (§0.3). */
  readonly isBroken: () => boolean;
}

const LONGEST = 65_536;

/** `take` is what the host does with a chunk before it keeps it: it may wait, reject, or hand on another text. */
export function createRunLog(
  take: (...chunk: Parameters<OnLog>) => Promise<string | void> = async () => {},
): RunLog {
  const chunks: { readonly stream: string; readonly text: string }[] = [];
  let [busy, overlaps, cuts, isBroken] = [0, 0, 0, false];
  return {
    async onLog(stream, chunk) {
      overlaps += busy;
      busy += 1;
      try {
        const kept = (await take(stream, chunk)) ?? chunk;
        if (kept.length > LONGEST) cuts += 1;
        isBroken ||= kept.includes("\0");
        chunks.push({ stream, text: compacted(kept) });
      } finally {
        busy -= 1;
      }
    },
    chunks,
    text: () => chunks.map(({ text }) => text).join(""),
    stdout: () => chunks.map(({ stream, text }) => (stream === "stdout" ? text : "")).join(""),
    overlaps: () => overlaps,
    cuts: () => cuts,
    isBroken: () => isBroken,
  };
}

/** §2, callbacks: 60 % of its head and 25 % of its tail are kept of a chunk that is too long, with a mark between. */
function compacted(chunk: string): string {
  if (chunk.length <= LONGEST) return chunk;
  const [head, tail] = [Math.floor(LONGEST * 0.6), Math.floor(LONGEST * 0.25)];
  const omitted = chunk.length - head - tail;
  const mark = `\n[paperclip truncated run log chunk: omitted ${omitted} chars]\n`;
  return `${chunk.slice(0, head)}${mark}${chunk.slice(-tail)}`;
}
