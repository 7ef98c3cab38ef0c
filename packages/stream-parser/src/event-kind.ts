/** What a line was. `text` is anything that is not JSON; `broken` is JSON that is damaged, cut or headless. */
export type EventKind =
  | "init"
  | "assistant"
  | "user"
  | "result"
  | "partial"
  | "system"
  | "rate-limit"
  | "tool-progress"
  | "control"
  | "notice"
  | "unrecognised"
  | "text"
  | "broken";
