import { begin } from "../../src/lifecycle/begin.ts";
import type { Effect } from "../../src/lifecycle/effect.ts";
import type { LifecycleEvent } from "../../src/lifecycle/event.ts";
import { type Limits, limitsFrom } from "../../src/lifecycle/limits.ts";
import type { Step } from "../../src/lifecycle/machine.ts";
import type { LifecycleState } from "../../src/lifecycle/state.ts";
import { wakeAt } from "../../src/lifecycle/wake-at.ts";
import type { LogEnd } from "../../src/log/log-end.ts";
import { epoch } from "./world/cluster.ts";
import { logEnds } from "./world/log-ends.ts";
import { type AgentWord, jobOf, jobUid, podOf, podUid } from "./world/objects.ts";

/**
 * A story of a run, one event a line: `12.5s  watch: pod running  ->  running: follow-log 1`. What stands behind the
 * arrow is the phase after the event (of a settled run also what became of its Job) and the effects that it had. `tick` is the clock; a trace names each time at which
 * the machine wanted to be woken. `#` begins a comment, and the first one says what once went wrong.
 */
export interface Trace {
  readonly story: string;
  readonly limits: Limits;
  readonly lines: readonly TraceLine[];
}

export interface TraceLine {
  readonly at: number;
  readonly words: string;
  readonly expected: string;
}

export function parseTrace(text: string): Trace {
  const lines = text.split("\n").map((line) => line.trim());
  const comments = lines.filter((line) => line.startsWith("#")).map((line) => line.slice(1).trim());
  const limits = lines
    .filter((line) => line.startsWith("limits "))
    .flatMap((line) => line.split(" ").slice(1));
  const events = lines.filter((line) => /^[\d.]+s /.test(line));
  return {
    story: comments.join(" "),
    limits: limitsFrom(
      Object.fromEntries(limits.map((limit) => [`${limit.split("=")[0]}Ms`, millis(limit.split("=")[1])])),
    ),
    lines: events.map((line) => {
      const [, at, words, expected] = /^([\d.]+s)\s+(.*?)\s*(?:->\s*(.*))?$/.exec(line) ?? [];
      return { at: millis(at), words: words ?? "", expected: expected ?? "" };
    }),
  };
}

function millis(seconds: string | undefined): number {
  return Math.round(Number.parseFloat(seconds ?? "") * 1000);
}

/** What a machine makes of a trace, in the words of traces; ticks that the trace leaves out are told too. */
export function play(trace: Trace, step: Step): readonly TraceLine[] {
  const told: TraceLine[] = [];
  const asks = new Map<string, number>();
  let version = 10;
  const first = begin({ at: epoch, seed: 1 });
  let { state } = first;
  const tell = (at: number, words: string, effects: readonly Effect[]): void => {
    for (const effect of effects) if ("ask" in effect) asks.set(effect.kind, effect.ask);
    told.push({ at, words, expected: describe(state, effects) });
  };
  const hear = (at: number, words: string, event: LifecycleEvent): void => {
    const turn = step(state, event, trace.limits);
    ({ state } = turn);
    tell(at, words, turn.effects);
  };
  for (const { at, words } of trace.lines) {
    // Who is taken up again died after the line before, and saw no clock.
    const awakeUntil = words === "restart" ? Number.NEGATIVE_INFINITY : at;
    for (
      let wake = wakeAt(state);
      wake !== null && wake - epoch < awakeUntil && told.length < 500;
      wake = wakeAt(state)
    ) {
      hear(wake - epoch, "tick", { kind: "clock-ticked", at: wake });
    }
    if (words === "begin") tell(at, words, first.effects);
    else if (words !== "tick" || wakeAt(state) === at + epoch) {
      if (words === "restart") state = JSON.parse(JSON.stringify(state)) as LifecycleState;
      hear(
        at,
        words,
        eventOf(words, { at: at + epoch, asks, version: (version += 1), connection: state.connections }),
      );
    }
  }
  return told;
}

function describe(state: LifecycleState, effects: readonly Effect[]): string {
  const phase = state.phase === "settled" ? `settled ${state.cleanup}` : state.phase;
  return effects.length === 0 ? phase : `${phase}: ${effects.map(describeEffect).join(", ")}`;
}

function describeEffect(effect: Effect): string {
  switch (effect.kind) {
    case "follow-log":
    case "close-log":
      return `${effect.kind} ${effect.connection}`;
    case "record-intent":
      return [effect.kind, effect.intent.kind, effect.intent.phase].filter((word) => word !== null).join(" ");
    case "settle": {
      const { ending } = effect;
      const limit = ending.kind === "limit" ? ` ${ending.limit}` : "";
      return `settle ${ending.kind}${limit}${"confirmed" in ending && !ending.confirmed ? " unconfirmed" : ""}`;
    }
    default:
      return effect.kind;
  }
}

interface Context {
  readonly at: number;
  readonly asks: ReadonlyMap<string, number>;
  readonly version: number;
  readonly connection: number;
}

function eventOf(words: string, context: Context): LifecycleEvent {
  const { at } = context;
  const [head = "", ...rest] = words.split(/:\s*|\s+/);
  const askOf = (kind: string): number => context.asks.get(kind) ?? -1;
  switch (head) {
    case "tick":
      return { kind: "clock-ticked", at };
    case "restart":
      return { kind: "restarted", at };
    case "cancel":
      return { kind: "cancel-requested", at, intent: "cancel", by: "ada", reason: "changed her mind" };
    case "detach":
      return { kind: "detach-requested", at };
    case "blocked": {
      const answer = {
        outcome: "blocked",
        http: null,
        reason: null,
        message: "the budget is used up",
      } as const;
      return { kind: "admission-refused", at, ask: askOf("admit"), answer };
    }
    case "admitted":
      return { kind: "admitted", at, ask: askOf("admit") };
    case "create":
      return createOf(rest, at, askOf("create-job"));
    case "watch":
    case "read":
      return sightOf(rest, head === "read" ? askOf(`look-up-${rest[0]}`) : null, context);
    case "rest":
      return { kind: "log-rest-progressed", at, ask: askOf("read-log-rest") };
    case "log":
      return logOf(rest, context);
    case "fails":
      return {
        kind: "request-failed",
        at,
        ask: askOf(rest[0] ?? ""),
        why: rest[1] === "refused" ? "refused" : "unavailable",
      };
    case "done":
      return doneOf(rest, at, askOf(rest[0] ?? ""));
    default:
      throw new TypeError(`A trace does not know "${words}".`);
  }
}

function createOf([how = "", before = ""]: readonly string[], at: number, ask: number): LifecycleEvent {
  const outcomes = {
    created: "created",
    adopted: "adopted",
    lost: "unknown",
    rejected: "rejected",
    conflict: "conflict",
  } as const;
  const outcome = how in outcomes ? outcomes[how as keyof typeof outcomes] : "unknown";
  const since = before === "cancelled-once" ? null : at - 60_000;
  const intent = { kind: "cancel", phase: null, at: since, by: "ada" } as const;
  const recorded = before.startsWith("cancelled") ? [intent] : [];
  // `with-job`: the Job is there, and something that belongs to it was refused.
  const isMade = outcome === "created" || outcome === "adopted" || before === "with-job";
  const over = before === "failed" ? "Failed" : null;
  const job = isMade ? { uid: jobUid, resourceVersion: "5", facts: jobOf(over) } : null;
  return {
    kind: "create-answered",
    at,
    ask,
    answer: { outcome, http: null, reason: null, message: null },
    job,
    recorded,
  };
}

function sightOf(words: readonly string[], ask: number | null, { at, version }: Context): LifecycleEvent {
  const [of = "", what = "", code = "", ...rest] = words;
  const isForeign = words.includes("foreign");
  const resourceVersion = String(words.includes("stale") ? 1 : version);
  if (of === "job") {
    const uid = isForeign ? "job-0" : jobUid;
    if (what === "gone") return { kind: "job-absent", at, ask, uid };
    const over = what === "complete" ? "Complete" : what === "failed" ? "Failed" : null;
    return { kind: "job-seen", at, ask, uid, resourceVersion, facts: jobOf(over, uid) };
  }
  const uid = isForeign ? "pod-0" : words.includes("second") ? "pod-2" : podUid;
  if (what === "gone") return { kind: "pod-absent", at, ask, uid };
  if (what === "none") return { kind: "pod-absent", at, ask, uid: null };
  const owner = isForeign ? "job-0" : jobUid;
  const others = new Set([code, ...rest]);
  const isDeleted = others.has("deleting");
  const facts = podOf(agentOf(what, code, at), { sidecar: others.has("sidecar"), isDeleted, owner, uid });
  return { kind: "pod-seen", at, ask, uid, resourceVersion, facts };
}

function agentOf(what: string, code: string, at: number): AgentWord {
  switch (what) {
    case "running":
      return { kind: "running", startedAt: at };
    case "exited":
      return {
        kind: "exited",
        code: Number(code),
        finishedAt: at,
        ...(code === "137" ? { reason: "OOMKilled" } : {}),
      };
    case "pending":
    case "scheduled":
    case "settling":
      return { kind: what };
    default:
      throw new TypeError(`A trace does not know a pod that is "${what}".`);
  }
}

function logOf(words: readonly string[], { at, connection: newest }: Context): LifecycleEvent {
  const on = words.indexOf("on");
  const connection = on === -1 ? newest : Number(words[on + 1]);
  const [what = "", how = ""] = words;
  if (what === "opened") return { kind: "log-opened", at, connection };
  if (what === "closed") return { kind: "log-closed", at, connection, why: logEndOf(how) };
  const said = what === "final-word" || what === "more-work" ? what : "output";
  return { kind: "log-progressed", at, connection, said };
}

function logEndOf(word: string): LogEnd {
  const end = Object.values(logEnds).find(({ kind }) => kind === word);
  if (end === undefined) throw new TypeError(`A trace does not know a log that ended by "${word}".`);
  return end;
}

function doneOf([what = "", how = ""]: readonly string[], at: number, ask: number): LifecycleEvent {
  switch (what) {
    case "record-intent":
      return { kind: "intent-recorded", at, ask };
    case "stop-agent":
      return { kind: "stop-accepted", at, ask };
    case "read-log-rest":
      return { kind: "log-rest-read", at, ask, completeness: "unproven", end: "eof" };
    case "fetch-events":
      return { kind: "events-fetched", at, ask };
    case "seal-forensics":
      return { kind: "forensics-sealed", at, ask, digest: how === "blankly" ? "" : "sha256:1" };
    case "delete-job":
      return { kind: "job-deleted", at, ask, outcome: "deleted" };
    case "delete-pod":
      return { kind: "pod-deleted", at, ask, outcome: "deleted" };
    default:
      throw new TypeError(`A trace does not know how "${what}" is done.`);
  }
}

/** A trace as text again, its lines in columns. */
export function linesOf(lines: readonly TraceLine[]): string {
  return lines
    .map(({ at, words, expected }) => `${`${at / 1000}s`.padEnd(10)} ${words.padEnd(34)} -> ${expected}`)
    .join("\n");
}
