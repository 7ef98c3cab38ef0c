import type { RetryAction } from "@runverdict/classifier";
import { expect } from "vitest";
import { adviceOn } from "../../src/result/recovery.ts";
import type { RunEnd } from "../../src/result/run-end.ts";
import { aftermath, first, type Next } from "../host-double/aftermath.ts";
import { hostRow } from "./host-row.ts";

/** What the advice on a run leaves to a person, or to nobody. */
const forPersons: ReadonlySet<RetryAction> = new Set<RetryAction>(["none", "wait", "fix_config"]);

/**
 * What the host does after a run that did not succeed and that nobody stopped, held against the classifier's advice.
 * Gives what the host does.
 *
 * @param tries How often it tried the same before.
 */
export function expectAsAdvised(ending: RunEnd, tries: number): Next {
  const end = { ...ending, tries };
  const { next } = aftermath(hostRow(end), { ...first, tries });
  if (isNeverBegun(end)) expectFirstTry(end, next, tries);
  else if (end.verdict.code === "max_turns") expectMoreTurns(next, tries);
  else expectNoReplay(end, next, tries);
  return next;
}

/** Nothing is replayed, so nothing needs to be held; and only what passes by itself is worth a second try. */
function expectFirstTry(end: RunEnd, next: Next, tries: number): void {
  // Who was tried in vain so often is for a person, whatever is proven.
  if (tries >= 2) return expect(next).toEqual({ kind: "hold" });
  const { action } = adviceOn(end);
  if (action === "retry") return expect(next).toMatchObject({ kind: "retry", reason: "transient_failure" });
  if (action === "fix_config") return expect(next.kind).toBe(tries === 0 ? "rerun" : "blocked");
  expect(next.kind).not.toBe("hold");
}

/** The operator says at the host how often an agent goes on that has used up its turns; by default it is twice. */
function expectMoreTurns(next: Next, tries: number): void {
  if (tries >= 2) return expect(next).toEqual({ kind: "rest" });
  expect(next).toMatchObject({ kind: "retry", reason: "max_turns_continuation" });
}

/** Something may have been done: it goes on where its conversation lives on, and else a person looks at it. */
function expectNoReplay(end: RunEnd, next: Next, tries: number): void {
  const { action, notBefore } = adviceOn(end);
  const isOver = end.verdict.session === "none" || !isConversationKept(end);
  if (isOver || forPersons.has(action)) return expect(next).toEqual({ kind: "hold" });
  if (tries >= 2) return expect(next).toEqual({ kind: "rest" });
  const at = Math.max(30_000, notBefore === null ? 0 : Date.parse(notBefore));
  expect(next).toEqual({ kind: "retry", reason: "transient_failure", at, attempt: tries + 1 });
}

export function isNeverBegun({ verdict }: RunEnd): boolean {
  const { atMost } = verdict.progress;
  return verdict.outcome !== "succeeded" && (atMost === "not_created" || atMost === "not_started");
}

/** The next run finds its files, and resumes it or is told to begin another one. */
export function isConversationKept({ session, verdict }: RunEnd): boolean {
  return session.durable && (session.sessionId !== null || verdict.session === "drop");
}
