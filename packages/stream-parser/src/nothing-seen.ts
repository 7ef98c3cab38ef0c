import type { ParsedStream } from "./parsed-stream.ts";

/** What is known before the first event: the beginning of the fold. Frozen to its depths. */
export const nothingSeen: ParsedStream = frozen({
  counts: {
    bytes: 0,
    lines: 0,
    events: 0,
    byKind: {
      init: 0,
      assistant: 0,
      user: 0,
      result: 0,
      partial: 0,
      system: 0,
      "rate-limit": 0,
      "tool-progress": 0,
      control: 0,
      notice: 0,
      unrecognised: 0,
      text: 0,
      broken: 0,
    },
    oversized: 0,
  },
  first: null,
  last: null,
  lastLineCut: false,
  session: { id: null, inits: 0, init: null },
  results: { count: 0, last: null, kept: [] },
  conversation: {
    assistantEvents: 0,
    blocks: {},
    lastAssistant: null,
    lastUserLine: null,
    lastInterruptLine: null,
    lastTurnLine: null,
    lastSyntheticError: null,
    aborted: 0,
    texts: [],
  },
  usage: {
    provenance: "unknown",
    tokens: null,
    costUsd: null,
    carriedOver: null,
    turns: null,
    messages: [],
    messageCount: 0,
    line: null,
  },
  tools: { started: 0, finished: 0, failed: 0, open: [], denied: 0, deniedTools: [] },
  retries: { count: 0, last: null },
  rateLimits: { count: 0, last: null, lastRejected: null, lastWarning: null },
  hooks: { started: 0, finished: 0, failed: 0, lastFailed: null },
  compaction: { count: 0, failed: 0, lastLine: null },
  tasks: { started: 0, completed: 0, failed: 0, stopped: 0, stoppedInBackground: 0, open: [] },
  models: { fallbacks: 0, lastFallback: null, refusal: null },
  notices: { promptBlocked: null, sessionWritesLost: null },
  text: { count: 0, head: [], tail: [] },
});

function frozen<Value>(value: Value): Value {
  if (typeof value === "object" && value !== null) Object.values(Object.freeze(value)).forEach(frozen);
  return value;
}
