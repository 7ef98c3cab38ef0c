import type { Tokens } from "../parsed-stream.ts";
import { numberOf, type JsonObject } from "./fields.ts";

/** The four figures of a Messages API `usage` object. */
export function tokensOf(usage: JsonObject): Tokens {
  return {
    input: numberOf(usage["input_tokens"]),
    output: numberOf(usage["output_tokens"]),
    cacheRead: numberOf(usage["cache_read_input_tokens"]),
    cacheCreation: numberOf(usage["cache_creation_input_tokens"]),
  };
}
