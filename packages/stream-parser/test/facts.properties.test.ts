import { createParser, nothingSeen, observe, parseTranscript } from "@runverdict/stream-parser";
import {
  chunkings,
  cleanTranscript,
  cliVersion,
  FAILURES,
  failingTranscript,
  forgedResultTranscript,
  headlessTranscript,
  healthyTranscript,
  localCommandTranscript,
  noisyTranscript,
  NOISES,
  truncatedTranscript,
  withNoise,
} from "@runverdict/stream-parser/arbitraries";
import fc from "fast-check";
import { expect, test } from "vitest";
import { expectedFacts } from "./expected-facts.ts";
import { reached } from "../../../test/support/reached.ts";
import { difference } from "./difference.ts";

/** Without the noise that makes lines stand there twice, which makes other counts right too. */
const ONCE = NOISES.filter((noise) => noise !== "replayed-lines");

test("for all healthy runs the facts are what the run was made of", () => {
  const seen = reached(
    "two results",
    "a subagent",
    "a failed tool",
    "a partial message",
    "a task that outlived its turn",
  );
  fc.assert(
    fc.property(healthyTranscript(), (transcript) => {
      const { truth } = transcript;
      seen.when("two results", truth.results.length > 1);
      seen.when(
        "a subagent",
        truth.tools.some(({ parent }) => parent !== null),
      );
      seen.when(
        "a failed tool",
        truth.toolAnswers.some(({ failed }) => failed),
      );
      seen.when("a partial message", truth.byKind.partial > 0);
      seen.when(
        "a task that outlived its turn",
        truth.tasks.some(({ background, endedLine }) => background && endedLine !== null),
      );
      expect(difference(parseTranscript(transcript.bytes), expectedFacts(transcript))).toBeNull();
    }),
  );
  seen.expectAll();
});

test("for all runs of a release that tells earlier runs of a session apart, the usage is this run's", () => {
  const seen = reached("a resumed session", "two results of one", "a session of its own");
  fc.assert(
    fc.property(healthyTranscript({ version: cliVersion("usage-since-last-result") }), (transcript) => {
      const { results } = transcript.truth;
      const isResumed = results.some(({ carriedOver }) => carriedOver !== null);
      seen.when("a resumed session", isResumed);
      seen.when("two results of one", isResumed && results.length > 1);
      seen.when("a session of its own", !isResumed);
      const { usage } = parseTranscript(transcript.bytes);
      expect(difference(usage, expectedFacts(transcript).usage)).toBeNull();
    }),
  );
  seen.expectAll();
});

test.each(FAILURES)("for all runs that failed by %s the facts are what the run was made of", (failure) => {
  fc.assert(
    fc.property(failingTranscript(failure), (transcript) => {
      expect(difference(parseTranscript(transcript.bytes), expectedFacts(transcript))).toBeNull();
    }),
    { numRuns: 10 },
  );
});

test("for all runs that a pod's log mangled the facts are what was left of them", () => {
  const seen = reached<string>(...ONCE, "a broken line", "a text line");
  fc.assert(
    fc.property(noisyTranscript(cleanTranscript(), ONCE), (transcript) => {
      for (const noise of transcript.noises) seen.when(noise, true);
      seen.when("a broken line", transcript.truth.byKind.broken > 0);
      seen.when("a text line", transcript.truth.byKind.text > 0);
      expect(difference(parseTranscript(transcript.bytes), expectedFacts(transcript))).toBeNull();
    }),
  );
  seen.expectAll();
});

test("for all logs that were read again from an earlier line, what was answered is not open", () => {
  const seen = reached("a call stands there twice", "a call is open");
  fc.assert(
    fc.property(
      fc
        .oneof(cleanTranscript(), failingTranscript("killed-in-a-tool"))
        .chain((transcript) => withNoise(transcript, "replayed-lines")),
      (transcript) => {
        const { tools } = transcript.truth;
        seen.when("a call stands there twice", new Set(tools.map(({ id }) => id)).size < tools.length);
        seen.when(
          "a call is open",
          tools.some(({ answeredLine }) => answeredLine === null),
        );
        const open = parseTranscript(transcript.bytes).tools.open.map(({ id }) => id);
        const unanswered = tools.filter(({ answeredLine }) => answeredLine === null).map(({ id }) => id);
        expect(new Set(open)).toEqual(new Set(unanswered));
      },
    ),
  );
  seen.expectAll();
});

test("for all captures that end anywhere the facts are those of what was captured", () => {
  const seen = reached(
    "a cut event",
    "a complete last line",
    "a last line without its newline",
    "a cut inside a character",
  );
  fc.assert(
    fc.property(truncatedTranscript(noisyTranscript(cleanTranscript(), ONCE)), (transcript) => {
      const { truth, bytes } = transcript;
      seen.when("a cut event", truth.lastLineCut && truth.last?.kind === "broken");
      seen.when("a complete last line", bytes.at(-1) === 0x0a);
      seen.when("a last line without its newline", !truth.lastLineCut && bytes.at(-1) !== 0x0a);
      seen.when("a cut inside a character", new TextDecoder().decode(bytes).endsWith("\ufffd"));
      expect(difference(parseTranscript(bytes), expectedFacts(transcript))).toBeNull();
    }),
  );
  seen.expectAll();
});

test("for all captures that begin anywhere nothing is taken for an event, or for plain text, that is the rest of one", () => {
  const seen = reached("a rest", "no rest");
  fc.assert(
    fc.property(headlessTranscript(noisyTranscript(cleanTranscript(), ONCE)), (transcript) => {
      seen.when(transcript.truth.byKind.broken > 0 ? "a rest" : "no rest", true);
      expect(difference(parseTranscript(transcript.bytes), expectedFacts(transcript))).toBeNull();
    }),
  );
  seen.expectAll();
});

test("for all forged results and local commands the facts keep apart what belongs to the run", () => {
  fc.assert(
    fc.property(fc.oneof(forgedResultTranscript(), localCommandTranscript()), (transcript) => {
      expect(difference(parseTranscript(transcript.bytes), expectedFacts(transcript))).toBeNull();
    }),
  );
});

test("for all transcripts, however cut into chunks, the fold never changes a value it was given", () => {
  fc.assert(
    fc.property(
      noisyTranscript(cleanTranscript()).chain(({ bytes }) => chunkings(bytes)),
      (chunks) => {
        const parser = createParser();
        let stream = nothingSeen;
        for (const events of [...chunks.map((chunk) => parser.feed(chunk)), parser.end()]) {
          // Writing to a frozen value throws in a module.
          for (const event of events) stream = deepFrozen(observe(stream, deepFrozen(event)));
        }
        expect(stream.counts.lines).toBeGreaterThan(0);
      },
    ),
  );
});

function deepFrozen<Value>(value: Value): Value {
  if (typeof value !== "object" || value === null || Object.isFrozen(value)) return value;
  if (value instanceof Uint8Array) return value;
  Object.values(Object.freeze(value)).forEach(deepFrozen);
  return value;
}
