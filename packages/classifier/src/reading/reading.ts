import type { EventFact } from "../event-facts.ts";
import type { Evidence } from "../evidence.ts";
import type { JobFacts } from "../job-facts.ts";
import type { PodFacts } from "../pod-facts.ts";
import { readAgentEnd, type AgentEnd } from "./agent-end.ts";
import { readAgentWord, type AgentWord } from "./agent-word.ts";
import { readComplaint, type Complaint } from "./complaint.ts";
import type { HarnessLine } from "./harness-line.ts";
import { readHarnessText } from "./harness-text.ts";
import { readInterruption, type Interruption } from "./interruption.ts";
import { readIntents, type OurIntents } from "./our-intents.ts";
import { eventsAbout, jobInSight, podInSight, type Sighted } from "./sight.ts";
import { readTakedown, type Takedown } from "./takedown.ts";

/**
 * The evidence as all rules read it: which pod is the run's, how its agent container ended, what the agent's last word
 * is, what was done to the pod. It is read once per verdict; a rule that needs a reading of its own makes it.
 */
export interface Reading {
  readonly evidence: Evidence;
  /** The run's pod with its path in the evidence; null when no look-up ever saw it. */
  readonly pod: Sighted<PodFacts> | null;
  readonly job: Sighted<JobFacts> | null;
  /** Whether an authoritative look-up says that the object does not exist. */
  readonly podGone: boolean;
  readonly jobGone: boolean;
  /** Events about the run's pod, its Job or its node. */
  readonly events: readonly Sighted<EventFact>[];
  readonly end: AgentEnd;
  readonly word: AgentWord;
  /** What the harness said went wrong, from a result or from a message it wrote in the assistant's name. */
  readonly complaint: Complaint | null;
  readonly interruption: Interruption | null;
  /** Plain text that the harness wrote: stderr, and lines of the log that are not JSON. */
  readonly harness: readonly HarnessLine[];
  readonly takedown: Takedown;
  readonly intents: OurIntents;
}

export function readEvidence(evidence: Evidence): Reading {
  const job = jobInSight(evidence);
  const pod = podInSight(evidence, job);
  const end = readAgentEnd(evidence, pod, job);
  const word = readAgentWord(evidence.stream);
  return {
    evidence,
    pod,
    job,
    podGone: evidence.pod.kind === "absent",
    jobGone: evidence.job.kind === "absent",
    events: eventsAbout(evidence, pod, job),
    end,
    word,
    complaint: readComplaint(evidence.stream, word),
    interruption: readInterruption(evidence.stream, word),
    harness: readHarnessText(evidence, end),
    takedown: readTakedown(pod, job, end),
    intents: readIntents(evidence, end, pod),
  };
}
