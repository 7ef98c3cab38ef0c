import type { CodeEntry } from "./entry.ts";

/** Not over, not known to be over, or over in a way nobody can name. */
export type ObservationCode = "running" | "starting" | "settling" | "observer_blind" | "unknown";

const unsettled = {
  outcome: "unsettled",
  family: "observation",
  attribution: "nobody",
  session: "keep",
} as const;

export const observationCodes: Readonly<Record<ObservationCode, CodeEntry>> = {
  running: {
    ...unsettled,
    title: "Running",
    means: "The agent has not ended, or nothing says that it has.",
    look: "The agent container's state, and when it last wrote something.",
    resolve: "Keep watching.",
  },
  starting: {
    ...unsettled,
    session: "none",
    title: "Starting",
    means: "The agent container has not started yet, and what it waits for may still come.",
    look: "What the pod waits for; no deadline of ours has fired.",
    resolve: "Keep watching; the start deadline ends it if nothing comes.",
  },
  settling: {
    ...unsettled,
    title: "Settling",
    means: "The pod is over, but the state of the agent container is not published yet.",
    look: "The pod again in a moment.",
    resolve: "Look again in a moment.",
  },
  observer_blind: {
    ...unsettled,
    attribution: "platform",
    title: "Can't see the run",
    means:
      "The look-ups failed, so that nothing is known of the run. That says nothing about the run itself.",
    look: "The runner's access to the API server.",
    resolve: "Look again once the API server answers; nothing says that the run has ended.",
  },
  unknown: {
    title: "Unknown ending",
    outcome: "failed",
    family: "unknown",
    attribution: "nobody",
    session: "keep",
    means: "Something ended the run, and the evidence fits no known ending.",
    look: "The verbatim facts in the evidence.",
    resolve: "Look at the facts by hand before anything is run again.",
  },
};
