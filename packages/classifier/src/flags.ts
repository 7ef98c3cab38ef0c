import { CODES, type Code } from "./codes.ts";
import type { Reading } from "./reading/reading.ts";
import type { Flag } from "./verdict.ts";

/** Notes that do not change the code, in the order of this table. */
export function readFlags(reading: Reading, code: Code): readonly Flag[] {
  return flags.filter(([, applies]) => applies(reading, code)).map(([flag]) => flag);
}

const stopSignals = new Set([129, 130, 137, 143]);

const flags: readonly (readonly [Flag, (reading: Reading, code: Code) => boolean])[] = [
  ["killed_after_result", (reading, code) => isSuccess(code) && wasKilled(reading)],
  [
    "unclean_exit",
    (reading, code) => isSuccess(code) && (exitCode(reading) ?? 0) !== 0 && !wasKilled(reading),
  ],
  [
    "cancel_raced",
    ({ evidence }, code) => isSuccess(code) && evidence.run.intents.some(({ kind }) => kind === "cancel"),
  ],
  ["tools_denied", ({ evidence }) => (evidence.stream?.tools.denied ?? 0) > 0],
  [
    "mcp_failed",
    ({ evidence }) =>
      evidence.stream?.session.init?.mcpServers.some(({ status }) => status === "failed") === true,
  ],
  ["retried", ({ evidence }) => (evidence.stream?.retries.count ?? 0) > 0],
  ["fell_back", ({ evidence }) => (evidence.stream?.models.fallbacks ?? 0) > 0],
  ["usage_warning", ({ evidence }) => isSeen(evidence.stream?.rateLimits.lastWarning)],
  ["session_writes_lost", ({ evidence }) => isSeen(evidence.stream?.notices.sessionWritesLost)],
  ["background_work_lost", lostBackgroundWork],
  [
    "child_oom",
    ({ end, word }, code) =>
      end.kind === "ended" &&
      end.reason === "OOMKilled" &&
      end.exitCode !== 137 &&
      word.kind === "result" &&
      !isOom(code),
  ],
  ["sidecar_oom", ({ pod }) => pod?.value.sidecars.some(wasOomKilled) === true],
  [
    "disrupted",
    ({ takedown }, code) => takedown.disruption !== null && CODES[code].family !== "infrastructure",
  ],
  ["log_head_lost", ({ evidence }) => isHeadLost(evidence)],
  ["log_gap", ({ evidence }) => evidence.run.log?.completeness === "gap"],
  [
    "sidecar_still_running",
    ({ pod, end, podGone }) => end.kind === "ended" && !podGone && hasRunningSidecar(pod),
  ],
  ["forged_result", ({ word }) => word.forged],
  ["cancel_unconfirmed", isUnconfirmed],
];

function isSeen(fact: object | null | undefined): boolean {
  return fact !== null && fact !== undefined;
}

function isSuccess(code: Code): boolean {
  return CODES[code].outcome === "succeeded";
}

function isOom(code: Code): boolean {
  return code === "oom_killed" || code === "oom_node";
}

function exitCode({ end }: Reading): number | null {
  return end.kind === "ended" ? end.exitCode : null;
}

/** A stop signal, or a deletion that nobody saw the container survive. */
function wasKilled(reading: Reading): boolean {
  const code = exitCode(reading);
  if (code !== null) return stopSignals.has(code);
  return reading.end.kind === "gone" && reading.takedown.deletion !== null;
}

/** Work that was stopped, or that nobody heard of again when the run was over. */
function lostBackgroundWork({ evidence, end }: Reading): boolean {
  const tasks = evidence.stream?.tasks;
  if (tasks === undefined) return false;
  return (
    tasks.stoppedInBackground > 0 || (tasks.open.length > 0 && (end.kind === "ended" || end.kind === "gone"))
  );
}

type Sidecar = NonNullable<Reading["pod"]>["value"]["sidecars"][number];

function wasOomKilled({ state, lastTerminated }: Sidecar): boolean {
  return (
    (state.kind === "terminated" && state.reason === "OOMKilled") || lastTerminated?.reason === "OOMKilled"
  );
}

function hasRunningSidecar(pod: Reading["pod"]): boolean {
  return pod?.value.sidecars.some(({ state }) => state.kind === "running") === true;
}

/** The transport says so, or the capture begins in the middle of an event. */
function isHeadLost({ run, stream }: Reading["evidence"]): boolean {
  if (run.log?.completeness === "head_lost") return true;
  return stream?.first?.kind === "broken" && stream.counts.events > 0 && stream.session.inits === 0;
}

/** We meant to end it, and could not see it die. */
function isUnconfirmed({ end, intents }: Reading): boolean {
  const meant = intents.cancel ?? intents.budget ?? intents.runDeadline;
  return meant !== null && (end.kind === "running" || end.kind === "unseen" || end.kind === "settling");
}
