/**
 * Arbitraries of fast-check for everything Claude Code writes, what goes wrong with it on its way, and what is true of
 * it by construction. For tests of the parser and of everything that consumes it.
 *
 * @module
 */
export { chunkings, evenChunks, textChunkings } from "./arbitraries/chunkings.ts";
export {
  CLI_VERSIONS,
  type CliTrait,
  type CliVersion,
  cliVersion,
  cliVersionWithout,
  has,
} from "./arbitraries/cli-version.ts";
export { headlessTranscript, spliced, truncatedTranscript } from "./arbitraries/cuts.ts";
export { type Failure, FAILURES } from "./arbitraries/endings.ts";
export {
  type Json,
  type JsonObject,
  plainSpelling,
  spell,
  type Spelling,
  spelling,
} from "./arbitraries/json.ts";
export { type Noise, NOISES, noisyTranscript, withNoise } from "./arbitraries/noise.ts";
export { anyText, TRICKY_TEXTS } from "./arbitraries/prose.ts";
export { brokenLine, respelled, textLine, type TranscriptLine } from "./arbitraries/line.ts";
export type {
  AssistantNote,
  InitNote,
  MessageEndNote,
  Note,
  RateLimitNote,
  ResultNote,
  RetryNote,
  SyntheticErrorNote,
  TaskEnd,
  TokensNote,
} from "./arbitraries/notes.ts";
export { pieces, type Transcript, transcriptOf } from "./arbitraries/transcript.ts";
export {
  anyFailure,
  cleanTranscript,
  failingTranscript,
  forgedResultTranscript,
  healthyTranscript,
  localCommandTranscript,
  type TranscriptOptions,
} from "./arbitraries/transcripts.ts";
export type {
  Said,
  TranscriptTruth,
  TruthMessage,
  TruthSighting,
  TruthTask,
  TruthTool,
} from "./arbitraries/truth.ts";
export {
  anyWireEvent,
  damagedEvent,
  type ToolResultEvent,
  toolResultEvent,
  wireEvent,
  WIRE_KINDS,
  type WireKind,
} from "./arbitraries/wire-events.ts";
