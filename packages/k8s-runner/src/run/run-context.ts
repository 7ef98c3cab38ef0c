import type { LifecycleEvent } from "../lifecycle/event.ts";
import { oneLine } from "../lifecycle/one-line.ts";
import { guarded } from "./agent-watch.ts";
import { createKnown, type Known } from "./known.ts";
import type { Life } from "./life.ts";
import type { LogPlace } from "./log-place.ts";
import { eventOf } from "./news-event.ts";
import type { Leave } from "./news.ts";
import { createRunLog, type RunLog } from "./run-log.ts";
import { createRecorder, type Recorder } from "./recorder.ts";
import type { RunParts } from "./run-parts.ts";

/** What the effects of one run work with. */
export interface RunContext extends Omit<RunParts, "limits" | "problems"> {
  readonly life: Life;
  readonly tell: (event: LifecycleEvent) => void;
  /** Aborted when the run has settled. */
  readonly signal: AbortSignal;
  readonly known: Known;
  readonly log: RunLog;
  readonly recorder: Recorder;
  readonly problems: Problems;
  /** Hears from now on what becomes of Job and pod. */
  readonly followNews: () => void;
  readonly leaveNews: Leave;
}

/** What went wrong on our side and is no fault of the run. */
export interface Problems {
  readonly note: (error: unknown) => void;
  readonly lines: () => readonly string[];
}

export function createRunContext(
  parts: RunParts,
  life: Life,
  tell: (event: LifecycleEvent) => void,
  signal: AbortSignal,
): RunContext {
  const { cluster, from } = parts;
  const known = createKnown(from);
  const problems = createProblems(parts.problems);
  const agent = guarded(parts.agent, problems.note);
  const log = createRunLog({ ...parts, agent }, life, tell, () => recorder.saveSoon());
  const recorder = createRecorder(
    parts.store,
    () => recordOf(parts, life, known, log.place()),
    cluster.clock,
    signal,
  );
  let leave: Leave | null = null;
  const run: RunContext = {
    ...parts,
    life,
    tell,
    signal,
    known,
    log,
    recorder,
    problems,
    followNews: () => {
      leave ??= parts.news.follow(parts.labels, (news) => tell(eventOf(known, news, cluster.clock.now())));
    },
    leaveNews: async () => leave?.(),
  };
  return run;
}

function recordOf(
  { cluster, identity, jobName, timestamps, framed }: RunParts,
  { stored, limits }: Life,
  { events, forensics }: Known,
  log: LogPlace | null,
): Parameters<RunParts["store"]["save"]>[0] {
  const named = { version: 1, namespace: cluster.namespace, jobName, identity } as const;
  return { ...named, limits, timestamps, framed, state: stored, log, events, forensics };
}

const MOST_PROBLEMS = 10;

function createProblems(first: readonly unknown[]): Problems {
  const lines = new Set<string>();
  const note = (error: unknown): void => {
    const line = oneLine(error instanceof Error ? error.message : String(error), 300);
    if (lines.size < MOST_PROBLEMS) lines.add(line);
  };
  first.forEach(note);
  return { note, lines: () => [...lines] };
}
