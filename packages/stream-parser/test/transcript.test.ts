import { createParser, nothingSeen, parseTranscript } from "@runverdict/stream-parser";
import { expect, test } from "vitest";
import { fold, textOf } from "./support/streams-of.ts";
import { assistant, init, result, text } from "./support/wire.ts";

const transcript = `${textOf([init(), assistant({ content: [text("Done é.")] }), result({ result: "Done é." })])}last words`;

test("a transcript is fed, ended and folded", () => {
  const parser = createParser();
  const stream = fold([...parser.feed(transcript), ...parser.end()]);
  expect(parseTranscript(transcript)).toEqual(stream);
  expect(parseTranscript(new TextEncoder().encode(transcript))).toEqual(stream);
  expect(stream.last).toMatchObject({ line: 4, kind: "text" });
});

test("no transcript is nothing seen", () => {
  expect(parseTranscript("")).toBe(nothingSeen);
});

test("limits hold for the parser and for the fold", () => {
  const { counts, text: texts } = parseTranscript(transcript, { limits: { lineBytes: 60, textLength: 4 } });
  expect(counts.oversized).toBe(3);
  expect(texts.head).toEqual([{ line: 4, text: "last" }]);
});
