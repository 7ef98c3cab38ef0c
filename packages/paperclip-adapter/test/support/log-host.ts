import type { ExecutionContext } from "../../src/host/execution-context.ts";

type OnLog = ExecutionContext["onLog"];

/** A host that takes one chunk after the other, as Paperclip does, and remembers them. */
export interface LogHost {
  readonly onLog: OnLog;
  readonly chunks: readonly { readonly stream: string; readonly text: string }[];
  /** All of stdout, as the host joins it. */
  readonly stdout: () => string;
  /** How many chunks it was given while it still had another. */
  readonly overlaps: () => number;
}

/** `take` may reject, or wait. */
export function createLogHost(take: OnLog = () => Promise.resolve()): LogHost {
  const chunks: { readonly stream: string; readonly text: string }[] = [];
  let [busy, overlaps] = [0, 0];
  return {
    async onLog(stream, text) {
      overlaps += busy;
      busy += 1;
      try {
        await take(stream, text);
        chunks.push({ stream, text });
      } finally {
        busy -= 1;
      }
    },
    chunks,
    stdout: () =>
      chunks
        .filter(({ stream }) => stream === "stdout")
        .map(({ text }) => text)
        .join(""),
    overlaps: () => overlaps,
  };
}
