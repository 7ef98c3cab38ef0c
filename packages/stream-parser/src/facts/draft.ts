import type { ParsedStream } from "../parsed-stream.ts";

/** A copy of the facts that is still being written; nobody else has it yet. */
export type Draft = { -readonly [Fact in keyof ParsedStream]: ParsedStream[Fact] };
