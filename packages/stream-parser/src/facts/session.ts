import type { InitEvent, WireEvent } from "../events.ts";
import { shortOrNull, shortText } from "./bounded.ts";
import type { Draft } from "./draft.ts";

/** The first session id that was seen, until an init says which it is. A result may be forged and does not count. */
export function addSessionId({ session, limits }: Draft, event: WireEvent): void {
  if (session.id !== null || event.sessionId === null || event.kind === "result") return;
  session.id = shortText(event.sessionId, limits);
}

/** What the last init says is read when somebody asks: every turn has one, and its tools take a microsecond. */
export function addInit(draft: Draft, event: InitEvent): void {
  const { session, conversation, limits } = draft;
  if (session.inits === 0) session.id = shortOrNull(event.sessionId, limits) ?? session.id;
  session.inits += 1;
  draft.lastInit = event;
  conversation.lastTurnLine = event.line;
}

/** Whether a session id is neither that of the stream nor that of its last turn. */
export function isForeign(sessionId: string | null, { session, lastInit, limits }: Draft): boolean {
  if (sessionId === null || session.id === null || sessionId === session.id) return false;
  const lastId = lastInit === null ? session.init?.sessionId : shortOrNull(lastInit.sessionId, limits);
  return sessionId !== lastId;
}
