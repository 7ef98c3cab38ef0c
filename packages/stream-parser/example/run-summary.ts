import { createParser, nothingSeen, observe } from "@runverdict/stream-parser";

/** What a chat bot says of a run: an adapter of yours, between the CLI's output and the people who wait for it. */
export function runSummary(chunks: Iterable<string | Uint8Array>): string {
  const parser = createParser();
  let run = nothingSeen;
  for (const chunk of chunks) for (const event of parser.feed(chunk)) run = observe(run, event);
  for (const event of parser.end()) run = observe(run, event);

  const result = run.results.last;
  if (result === null) return `No result after ${run.tools.started} tool calls.`;
  if (result.isError === true) return `Failed: ${result.text ?? result.errors.join(", ")}`;
  return `Done: ${result.text ?? result.subtype ?? "without a word"}`;
}
