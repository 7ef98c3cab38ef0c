import type { CodeEntry } from "./entry.ts";

/** Endings inferred from the exit code and the log alone. */
export type InferenceCode =
  | "log_incomplete"
  | "killed"
  | "terminated"
  | "crashed"
  | "output_truncated"
  | "no_result"
  | "no_output"
  | "exited";

const unexplained = { outcome: "failed", family: "agent", attribution: "agent", session: "keep" } as const;

export const inferenceCodes: Readonly<Record<InferenceCode, CodeEntry>> = {
  log_incomplete: {
    ...unexplained,
    family: "observation",
    attribution: "platform",
    title: "End of the log is lost",
    means:
      "The end of the log was lost on its way to us, so the result is unknown; the agent may have finished.",
    look: "The pod's log while it is still there, and what the agent left in its workspace.",
    resolve: "Look for the result in the workspace or the session before anything is run again.",
  },
  killed: {
    ...unexplained,
    family: "infrastructure",
    attribution: "nobody",
    title: "Killed",
    means:
      "The agent was killed with SIGKILL (exit 137), and nothing says by whom. That alone is not out of memory.",
    look: "The node's kernel log and Events around that time.",
    resolve: "Resume once; if it happens again, watch the container's memory.",
    unbegun: "Run it once more; if it happens again, watch the container's memory.",
  },
  terminated: {
    ...unexplained,
    family: "infrastructure",
    attribution: "nobody",
    title: "Terminated",
    means: "The agent was asked to stop (SIGTERM, SIGINT or SIGHUP), and nothing says by whom.",
    look: "The pod's Events, and whatever else may stop the process.",
    resolve: "Resume once; if it happens again, find out who sends the signal.",
    unbegun: "Run it once more; if it happens again, find out who sends the signal.",
  },
  crashed: {
    ...unexplained,
    title: "Crashed",
    means: "The agent died of a fault of its own (SIGSEGV, SIGABRT, SIGILL, SIGBUS or SIGFPE).",
    look: "The crash report on stderr, and the version of the CLI.",
    resolve: "Resume once; update the CLI or report the crash if it happens again.",
    unbegun: "Run it once more; update the CLI or report the crash if it happens again.",
  },
  output_truncated: {
    ...unexplained,
    title: "Output cut off",
    means: "The agent exited with 0, but its output ends before the result.",
    look: "Whether the last line is cut, and whether something closed or blocked the pipe.",
    resolve: "Resume once; if it happens again, run it with the wrapper, which keeps the output in a file.",
    unbegun:
      "Run it once more; if it happens again, run it with the wrapper, which keeps the output in a file.",
  },
  no_result: {
    ...unexplained,
    title: "No result",
    means: "The agent exited with 0 before it had done anything.",
    look: "Whether an old CLI was interrupted (it then exits with 0), and its stderr.",
    resolve: "Look at the agent's stderr, and resume once.",
    unbegun: "Look at the agent's stderr, and run it once more.",
  },
  no_output: {
    ...unexplained,
    attribution: "configuration",
    title: "No output",
    means: "The agent exited with 0 and wrote nothing at all.",
    look: "The command line: a closed stdin, a missing prompt, a missing --output-format stream-json.",
    resolve: "Fix the command line.",
  },
  exited: {
    ...unexplained,
    title: "Exited with an error",
    means: "The agent ended with an error code and without a result.",
    look: "The first plain line that it wrote, and the rest of its stderr.",
    resolve: "Read the agent's stderr; resume once if it looks temporary.",
    unbegun: "Read the agent's stderr; run it once more if it looks temporary.",
  },
};
