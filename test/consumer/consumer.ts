// A stranger's program: compiled and run against the packed tarballs by scripts/pack-check.mjs.
import { classify, noEvidence } from "@runverdict/classifier";
import type { Verdict } from "@runverdict/classifier";
import { parseStdoutLine } from "@runverdict/paperclip-adapter/ui-parser";
import { createParser, nothingSeen, observe } from "@runverdict/stream-parser";
import type { ParsedStream } from "@runverdict/stream-parser";
import { describeEvent } from "@runverdict/stream-parser/describe";
import { parseEvents } from "@runverdict/stream-parser/streams";

const parser = createParser();
const lines = [
  '{"type":"system","subtype":"init","session_id":"s"}\n',
  '{"type":"result","subtype":"success",',
];
const events = [...lines.flatMap((line) => parser.feed(line)), ...parser.end()];
const stream: ParsedStream = events.reduce((facts, event) => observe(facts, event), nothingSeen);
const exit = { kind: "code", code: 0 } as const;
const verdict: Verdict = classify({ ...noEvidence, stream, run: { ...noEvidence.run, exit } });

async function* chunks(): AsyncGenerator<string> {
  yield* lines;
}
let counted = 0;
for await (const _ of parseEvents(chunks())) counted++;

if (verdict.outcome !== "failed" || counted !== events.length) throw new Error(JSON.stringify(verdict));

const words = events.map((event) => describeEvent(event).label);
const entries = words.flatMap((word) => parseStdoutLine(`agent │ ${word}`, "now"));
if (words[0] !== "init" || entries[0]?.kind !== "assistant") throw new Error(JSON.stringify(entries));
