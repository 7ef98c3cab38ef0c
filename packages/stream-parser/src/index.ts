export type {
  AssistantEvent,
  BrokenEvent,
  ControlEvent,
  InitEvent,
  NoticeEvent,
  ParsedBody,
  PartialEvent,
  Place,
  RateLimitEvent,
  RawBody,
  ResultEvent,
  StreamEvent,
  SystemEvent,
  TextEvent,
  ToolProgressEvent,
  UnrecognisedEvent,
  UserEvent,
  WireEvent,
} from "./events.ts";
export type { BrokenReason } from "./frames.ts";
export { createLastWord, LAST_WORD_LINES } from "./last-word.ts";
export type { LastWord } from "./last-word.ts";
export { LIMITS } from "./limits.ts";
export type { Limits } from "./limits.ts";
export type { Terminator } from "./lines.ts";
export { nothingSeen } from "./nothing-seen.ts";
export { createObserver, observe } from "./observe.ts";
export type { Observer } from "./observe.ts";
export type {
  AssistantFacts,
  CarriedOver,
  CompactionFacts,
  ConversationFacts,
  EventKind,
  EventSighting,
  HookFacts,
  InitFacts,
  McpServerFact,
  MessageUsage,
  ModelFacts,
  NoticeFacts,
  ParsedStream,
  RateLimitFact,
  RateLimitFacts,
  ResultFacts,
  ResultsFacts,
  RetryFact,
  RetryFacts,
  SessionFacts,
  StreamCounts,
  SyntheticErrorFacts,
  TaskFacts,
  TextFacts,
  TextLine,
  Tokens,
  ToolCall,
  ToolFacts,
  UsageFacts,
} from "./parsed-stream.ts";
export { createParser } from "./parser.ts";
export type { Parser, ParserOptions } from "./parser.ts";
export { parseTranscript } from "./transcript.ts";
export type { AssistantBlock, AssistantMessage } from "./wire/assistant.ts";
export type { JsonObject } from "./wire/fields.ts";
export type { ToolResult } from "./wire/user.ts";
export { wireOf } from "./wire-of.ts";
