import type { Transcript } from "@runverdict/stream-parser/arbitraries";
import type { Code } from "../../codes.ts";
import { type Evidence, lastKnown } from "../../evidence.ts";
import type { Happening } from "./happening.ts";
import type { LogFate } from "./observation.ts";
import { answeredNothing, type Words, wordIn } from "./words.ts";

/** A run that was lived and looked at. */
export interface Witnessed {
  readonly words: Words;
  readonly happening: Happening;
  readonly evidence: Evidence;
  /** What arrived of stdout. */
  readonly transcript: Transcript | null;
  readonly log: LogFate;
}

/**
 * The codes that fit what truly happened, given what was seen of it. Exactly one where the end was seen; more where it
 * was not, since then nobody can tell some fates apart. It is written from the world's side: what was done to the run
 * is known here, and only what was visible of it is asked.
 */
export function fitting(run: Witnessed): readonly Code[] {
  const word = spoken(run);
  const { happening, evidence } = run;
  const now = evidence.pod.kind === "found" && happening.agent === "running";
  const succeeded = word?.includes("succeeded") === true && !now;
  if (succeeded && word?.length === 1) return word;
  const { sure, unsure } = intended(run);
  const [first] = sure;
  if (first !== undefined) return [first, ...unsure, ...(succeeded ? word : [])];
  if (word !== null && !now) return [...word, ...unsure, ...interruptedBy(run, word)];
  return [...unsure, ...withoutWords(run)];
}

function spoken({ words, transcript, log }: Witnessed): readonly Code[] | null {
  const word = transcript === null ? null : wordIn(transcript, words);
  // The refusal of a prompt is told on a line of its own; when that is lost, what is left looks like a slash command.
  const lossy = log === "head lost" || log === "gap";
  return lossy && word?.includes("prompt_blocked") === true ? [...word, "succeeded"] : word;
}

/** The kubelet may stop a container with SIGINT, and then the agent's word is only an echo of what took the pod. */
function interruptedBy(run: Witnessed, word: readonly Code[]): readonly Code[] {
  return word.includes("interrupted") ? [...withoutWords(run), "unknown"] : [];
}

/** What we, or a deadline of the cluster, meant; unsure where the end that came before it was not seen. */
function intended({ happening, evidence }: Witnessed): {
  readonly sure: readonly Code[];
  readonly unsure: readonly Code[];
} {
  const pod = lastKnown(evidence.pod);
  const state = pod?.agent?.state;
  const isKnown = state?.kind === "terminated" && state.finishedAt !== null;
  const codes: Code[] = [];
  const late: Code[] = [];
  for (const { kind, phase, at } of happening.intents) {
    const isRun = kind === "deadline" && (phase === "run" || phase === "idle");
    const code =
      kind === "cancel" ? "cancelled" : kind === "budget" ? "budget_stopped" : isRun ? "timed_out" : null;
    if (code === null) continue;
    const isLate = happening.endedAt !== null && at !== null && at > happening.endedAt;
    (isLate ? late : codes).push(code);
  }
  const exceeded =
    lastKnown(evidence.job)?.conditions.some(({ reason }) => reason === "DeadlineExceeded") === true;
  if (pod?.reason === "DeadlineExceeded" || exceeded) codes.push("timed_out");
  return { sure: codes, unsure: isKnown ? [] : late };
}

function withoutWords(run: Witnessed): readonly Code[] {
  const { happening, evidence } = run;
  const { agent, pods, exit } = happening;
  if (exit !== null) return inferred(run);
  if (happening.create !== null && happening.jobs.length === 0 && happening.create.outcome !== "unknown") {
    return happening.codes ?? [];
  }
  const pod = lastKnown(evidence.pod);
  const newest = pod !== null && pod === pods.at(-1);
  const ended = pod?.agent?.state.kind === "terminated";
  if (ended) return endSeen(run);
  if (newest && evidence.pod.kind === "found" && agent === "ended") return ["settling"];
  if (newest && evidence.pod.kind === "found") return ofTheNewest(run);
  if (!toldByPolicy(run)) return guessed(run);
  // An Event of the node, where one is seen, says more than the exit code.
  const told = evidence.events.kind === "found" && happening.events.length > 0;
  return [...inferred(run), ...(told ? ofTheNewest(run) : [])];
}

/** The pod is gone, and the Job says with which code the agent container had ended. */
function toldByPolicy({ evidence }: Witnessed): boolean {
  const rules = lastKnown(evidence.job)?.conditions ?? [];
  return evidence.pod.kind === "absent" && rules.some(({ reason }) => reason === "PodFailurePolicy");
}

/** The end of the agent container was seen. */
function endSeen(run: Witnessed): readonly Code[] {
  const { happening, evidence } = run;
  const codes = ofTheNewest(run);
  const unclaimed = happening.intents.length === 0;
  // Nothing is called external that an intent of ours may explain, also one that came later.
  if (codes.includes("deleted_externally")) return unclaimed ? codes : inferred(run);
  const job = lastKnown(evidence.job);
  if (happening.toldByJob && (job !== happening.jobs.at(-1) || evidence.job.kind !== "found")) {
    return [...codes, ...inferred(run), ...(unclaimed ? (["deleted_externally"] as const) : [])];
  }
  const vanished = evidence.pod.kind === "absent" || evidence.job.kind === "absent";
  const stopped = happening.exitCode === 137 || happening.exitCode === 143;
  const mayBeDeleted = unclaimed && vanished && stopped && (job?.conditions.length ?? 0) === 0;
  const unexplained = happening.codes === null || codes.includes("killed");
  return mayBeDeleted && unexplained ? [...codes, "deleted_externally"] : codes;
}

function ofTheNewest(run: Witnessed): readonly Code[] {
  const { happening, evidence } = run;
  const codes = evidence.events.kind === "found" ? happening.codes : happening.codesWithoutEvents;
  return codes ?? inferred(run);
}

/** What the exit code and the log alone say. */
function inferred({ happening: { exitCode, lastWords }, evidence, transcript }: Witnessed): readonly Code[] {
  const { log } = evidence.run;
  const tailLost = log?.completeness === "tail_lost" || log?.end === "reset";
  const lossy = tailLost || log?.completeness === "head_lost" || log?.completeness === "gap";
  const heapSeen = [
    ...(evidence.stream?.text.tail ?? []),
    ...(evidence.stream?.text.head ?? []),
    ...evidence.run.stderr,
  ];
  if (exitCode === 134)
    return heapSeen.some(({ text }) => text === lastWords.at(-1)) ? ["heap_exhausted"] : ["crashed"];
  if (exitCode === 137) return ["killed"];
  if (exitCode === 143) return ["terminated"];
  if (exitCode === 139) return ["crashed"];
  if (exitCode === 124) return evidence.run.limits.runMs === null ? ["timed_out"] : ["exited"];
  if (!lossy && transcript !== null && answeredNothing(transcript)) return ["empty_response"];
  if (exitCode === 0) return withoutFailing(transcript, tailLost);
  // What is left of an event shows that there was one.
  const mute = transcript === null || transcript.truth.events + transcript.truth.byKind.broken === 0;
  if (exitCode === 127 && mute) return ["startup_failed"];
  return exitCode === 1 && mute && transcript !== null && !lossy ? ["startup_failed"] : ["exited"];
}

function withoutFailing(transcript: Transcript | null, tailLost: boolean): readonly Code[] {
  if (tailLost) return ["log_incomplete"];
  if (transcript === null) return ["unknown"];
  const { truth } = transcript;
  const content = truth.assistant.length + truth.byKind.partial + truth.tools.length > 0;
  if (truth.lastLineCut || content) return ["output_truncated"];
  return truth.bytes > 0 ? ["no_result"] : ["no_output"];
}

const UNSETTLED: readonly Code[] = ["running", "starting", "settling", "observer_blind", "unknown"];

/** Nobody saw how it ended, or that it did; what may be said is what at least one visible fact speaks for. */
function guessed(run: Witnessed): readonly Code[] {
  const { happening, evidence } = run;
  const pod = lastKnown(evidence.pod);
  const job = lastKnown(evidence.job);
  // A pod that is not there counts as deleted even if nobody ever saw it, unless its Job is there and counts none.
  const gone = evidence.pod.kind === "absent" || evidence.job.kind === "absent";
  const unclaimed = happening.intents.length === 0;
  const codes: Code[] = [...UNSETTLED, ...(happening.agent === "never-started" ? ofTheNewest(run) : [])];
  if (unclaimed && (gone || pod?.deletionRequestedAt !== null || job?.deletionRequestedAt !== null))
    codes.push("deleted_externally");
  const disruption = pod?.conditions.find(({ type }) => type === "DisruptionTarget");
  if (disruption !== undefined) codes.push(...ofTheNewest(run));
  // The kubelet marks every pod that it ends alike; only in the end it says why.
  if (disruption?.reason === "TerminationByKubelet") codes.push("evicted");
  if (job?.suspended === true) codes.push("suspended_externally");
  if (evidence.run.log?.completeness === "tail_lost" || evidence.run.log?.end === "reset")
    codes.push("log_incomplete");
  for (const { kind, phase } of happening.intents) {
    if (kind !== "deadline") continue;
    if (phase === "first_output") codes.push("no_first_output");
    if (phase === "schedule" || phase === "start") codes.push("start_timeout", "pod_never_created");
  }
  if (evidence.run.create?.outcome === "unknown" && evidence.job.kind === "absent")
    codes.push("api_unavailable");
  return codes;
}
