import { quotable } from "@runverdict/classifier";
import type { ParsedStream } from "@runverdict/stream-parser";

/** ` (model: claude-opus-5-5)`, or nothing where the agent did not say. */
export function modelHint(stream: ParsedStream | null): string {
  const model = quotable(stream?.session.init?.model ?? "", 80);
  return model === "" ? "" : ` (model: ${model})`;
}
