import { wireOf, type ResultEvent } from "@runverdict/stream-parser";
import { duration } from "@runverdict/stream-parser/describe";
import { fieldsOf, numberOf, textOf, textsOf } from "../ui-parser/fields.ts";
import { writeResult } from "../ui-parser/result-words.ts";
import { spokenLine, type Voice } from "./voice.ts";

const LONGEST_TEXT = 900;
const LONGEST_SUBTYPE = 60;

/** How a turn ended and what it took. `isSaid`: the agent's own words are not repeated. */
export function resultLine(event: ResultEvent, isSaid: (text: string) => boolean, { safe }: Voice): string {
  const wire = fieldsOf(wireOf(event));
  const usage = fieldsOf(wire["usage"]);
  const text = textOf(wire["result"]) || textsOf(wire["errors"]).join("\n");
  const subtype = textOf(wire["subtype"]);
  const figures = {
    // Older versions say `is_error: false` of a run that reached its last turn.
    isError: wire["is_error"] === true || subtype.startsWith("error"),
    subtype: safe.begin(subtype, LONGEST_SUBTYPE).replaceAll(/[()]/g, ""),
    inputTokens: numberOf(usage["input_tokens"]) + numberOf(usage["cache_creation_input_tokens"]),
    outputTokens: numberOf(usage["output_tokens"]),
    cachedTokens: numberOf(usage["cache_read_input_tokens"]),
    costUsd: numberOf(wire["total_cost_usd"]),
    text: isSaid(text) ? "" : safe.ends(text, LONGEST_TEXT),
  };
  const turns = numberOf(wire["num_turns"]);
  const more = [
    turns === 0 ? "" : `${turns} ${turns === 1 ? "turn" : "turns"}`,
    duration(numberOf(wire["duration_ms"])),
  ];
  return spokenLine("result", writeResult(figures, more.filter((part) => part !== "").join(", ")));
}
