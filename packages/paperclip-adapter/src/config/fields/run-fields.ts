import type { Field } from "../field.ts";
import type { FieldValues } from "../field-values.ts";
import { choice } from "../kinds/choice.ts";
import { toggle } from "../kinds/toggle.ts";
import { wholeNumber } from "../kinds/whole-number.ts";

type Names =
  | "timeoutSec"
  | "graceSec"
  | "podScheduleTimeoutSec"
  | "podStartTimeoutSec"
  | "firstOutputTimeoutSec"
  | "idleTimeoutSec"
  | "lingerSec"
  | "ttlSecondsAfterFinished"
  | "retainJobs"
  | "logFormat";

/** A year, for those who wrote a large number where they meant none. */
const MOST_S = 366 * 24 * 3600;

function seconds(absent: number, least = 0): Omit<Field<number>, "label" | "hint"> {
  return { type: "number", read: wholeNumber(least, MOST_S), absent, shown: absent };
}

/** How long each part of a run may take, and what is left of it. */
export const runFields: { readonly [Name in Names]: Field<FieldValues[Name]> } = {
  timeoutSec: {
    label: "Time limit of a run (seconds)",
    hint: "From the agent's start to its end; 0 is none.",
    ...seconds(0),
  },
  graceSec: {
    label: "Grace (seconds)",
    hint: "What the agent has to save its session after it was asked to stop; 0 is one second. Stop waits 25 s of it at most, because Paperclip waits a minute for Stop as a whole; all of it is for a node that is drained.",
    ...seconds(60),
  },
  podScheduleTimeoutSec: {
    label: "Limit for finding a node (seconds)",
    hint: "A run without a node by then has failed. 0 is none, for clusters that start a node when one is needed.",
    ...seconds(120),
  },
  podStartTimeoutSec: {
    label: "Limit for starting (seconds)",
    hint: "From the node to the agent: image, volumes, init containers; 0 is none. A cold image of some GB took 12 minutes.",
    ...seconds(1800),
  },
  firstOutputTimeoutSec: {
    label: "Limit for the first output (seconds)",
    hint: "From the start of the agent's container; 0 is none.",
    ...seconds(0),
  },
  idleTimeoutSec: {
    label: "Limit for silence (seconds)",
    hint: "Between two outputs; 0 is none. An agent that installs packages was silent for 45 minutes and well.",
    ...seconds(0),
  },
  lingerSec: {
    label: "Time after the result (seconds)",
    hint: "An agent that hangs after it has given its result is stopped after so long; its run stays a success.",
    ...seconds(30, 1),
  },
  ttlSecondsAfterFinished: {
    label: "Time to live of a finished Job (seconds)",
    hint: "For a Job that nobody cleaned up, at least a minute; all others are deleted when their evidence is kept.",
    ...seconds(300),
  },
  retainJobs: {
    label: "Keep finished Jobs",
    type: "toggle",
    hint: "For looking at them with kubectl. Two hosts that start a run of one session at the same moment are then not kept apart.",
    read: toggle(),
    absent: false,
    shown: false,
  },
  logFormat: {
    label: "Live log",
    type: "select",
    hint: "A short line for each event, or Claude Code's own stream-json for tools that read it.",
    read: choice(["readable", "stream-json"]),
    absent: "readable",
    shown: "readable",
    options: [
      { value: "readable", label: "Readable lines" },
      { value: "stream-json", label: "stream-json" },
    ],
  },
};
