import fc from "fast-check";
import { spliced } from "./cuts.ts";
import { anyJson, joined, type JsonObject, plainSpelling, recordOf, spell, spelling, utf8 } from "./json.ts";
import { unknownType } from "./plan.ts";
import { respelled, textLine, type TranscriptLine } from "./line.ts";
import { type Transcript, transcriptOf } from "./transcript.ts";

/** What gets between the CLI and whoever reads its output. */
export type Noise =
  | "entrypoint"
  | "debug-log"
  | "unknown-events"
  | "respelled"
  | "spliced-stderr"
  | "prefix"
  | "replayed-lines"
  | "timestamps"
  | "crlf"
  | "byte-order-mark";

/** Every {@link Noise}, in the order in which it is added. */
export const NOISES: readonly Noise[] = [
  "unknown-events",
  "respelled",
  "entrypoint",
  "debug-log",
  "spliced-stderr",
  "prefix",
  "replayed-lines",
  "timestamps",
  "crlf",
  "byte-order-mark",
];

/** Adds one kind of noise. The truth of what comes out is that of the noisy transcript: line numbers have moved. */
export function withNoise(transcript: Transcript, noise: Noise): fc.Arbitrary<Transcript> {
  return ADD[noise](transcript);
}

/** A transcript with some of the noises in it, several at once; without any it is the transcript itself. */
export function noisyTranscript(
  clean: fc.Arbitrary<Transcript>,
  noises: readonly Noise[] = NOISES,
): fc.Arbitrary<Transcript & { readonly noises: readonly Noise[] }> {
  return fc.tuple(clean, fc.subarray([...noises])).chain(([transcript, chosen]) => {
    const inOrder = NOISES.filter((noise) => chosen.includes(noise));
    return inOrder
      .reduce<fc.Arbitrary<Transcript>>(
        (made, noise) => made.chain((so) => withNoise(so, noise)),
        fc.constant(transcript),
      )
      .map((noisy) => ({ ...noisy, noises: inOrder }));
  });
}

const ADD: Readonly<Record<Noise, (transcript: Transcript) => fc.Arbitrary<Transcript>>> = {
  "unknown-events": withUnknownEvents,
  respelled: withSpelling,
  entrypoint: withEntrypointText,
  "debug-log": withDebugLog,
  "spliced-stderr": spliced,
  prefix: withPrefix,
  "replayed-lines": withReplayedLines,
  timestamps: withTimestamps,
  crlf: (transcript) => fc.constant(withCrlf(transcript)),
  "byte-order-mark": ({ lines }) => fc.constant(transcriptOf(lines, { mark: true })),
};

/** Lines that an entrypoint script, a shell or git write around the agent's output. */
const FOREIGN_LINES = [
  "Cloning into 'repo'...",
  "[entrypoint] starting agent",
  "progress: 10%\rprogress: 100%",
  '{"level":"info","msg":"a structured line of another program","time":"2026-01-01T00:00:00Z"}',
  "null",
  "",
  "   ",
  "Warning: no stdin data received in 3s, proceeding without it.",
  "error: unknown option '--no-such-flag'",
  "\u001b[33mnpm warn\u001b[39m deprecated",
  "2026-01-01 00:00:00 INFO a clock of its own",
] as const;

/** Foreign lines before the first event and after the last one. */
function withEntrypointText(transcript: Transcript): fc.Arbitrary<Transcript> {
  const foreign = fc.array(fc.constantFrom(...FOREIGN_LINES).map(textLine), { maxLength: 3 });
  return fc
    .tuple(foreign, foreign)
    .map(([before, after]) => transcriptOf([...before, ...transcript.lines, ...after]));
}

/** What `ANTHROPIC_LOG=debug` puts on stdout: objects of JavaScript over several lines, closing brackets included. */
const DEBUG_LINES = [
  "[log_ef5c2f] sending request {",
  "  method: 'post',",
  "  options: {",
  "    body: { model: 'claude', messages: [Array], tools: [Array] },",
  "    timeout: 600000,",
  "    signal: AbortSignal { aborted: false }",
  "  },",
  "  headers: {",
  "    accept: 'application/json',",
  "    'x-api-key': '***'",
  "  }",
  "}",
  "[log_ef5c2f] response 200 post with status 200 in 12ms",
] as const;

/** A dump of a request in the middle of the events. */
function withDebugLog(transcript: Transcript): fc.Arbitrary<Transcript> {
  return fc
    .nat({ max: transcript.lines.length })
    .map((at) => transcriptOf(transcript.lines.toSpliced(at, 0, ...DEBUG_LINES.map(textLine))));
}

/** Events of types that no release knows, at any place; like lines of the control plane they name no session. */
function withUnknownEvents(transcript: Transcript): fc.Arbitrary<Transcript> {
  const wire = recordOf({ type: unknownType(), anything: anyJson() });
  return fc
    .tuple(fc.array(wire, { minLength: 1, maxLength: 3 }), fc.nat({ max: transcript.lines.length }))
    .map(([wires, at]) => transcriptOf(transcript.lines.toSpliced(at, 0, ...wires.map(unknownLine))));
}

function unknownLine(wire: JsonObject): TranscriptLine {
  return { ...textLine(spell(wire, plainSpelling)), kind: "unrecognised", wire };
}

/** The same events in other spellings. */
function withSpelling(transcript: Transcript): fc.Arbitrary<Transcript> {
  return fc.array(spelling(), { maxLength: 3 }).map((spellings) =>
    transcriptOf(
      transcript.lines.map((line, index) => {
        const how = spellings[index % spellings.length];
        return respelled(line, how ?? plainSpelling);
      }),
    ),
  );
}

/** Tags that a wrapper puts before a line, coloured or not. */
const PREFIXES = ["\u001b[32m[entry]\u001b[0m ", "agent | ", "stdout F ", "[entrypoint] running: "] as const;

/** A tag before an event of a known type on the same line: before the first one, or before every one. */
function withPrefix(transcript: Transcript): fc.Arbitrary<Transcript> {
  return fc.tuple(fc.constantFrom(...PREFIXES), fc.boolean()).map(([prefix, every]) => {
    const tagged = ({ wire, kind, suffix }: TranscriptLine) =>
      wire !== null && suffix === null && kind !== "unrecognised";
    const first = transcript.lines.findIndex(tagged);
    return transcriptOf(
      transcript.lines.map((line, index) =>
        tagged(line) && (every || index === first)
          ? { ...line, prefix, bytes: joined([utf8(prefix), line.bytes]) }
          : line,
      ),
    );
  });
}

/** A log that was read again from an earlier line on: events stand there twice, byte for byte. */
function withReplayedLines(transcript: Transcript): fc.Arbitrary<Transcript> {
  const { lines } = transcript;
  const starts = lines.flatMap((line, index) => (line.wire === null ? [] : [index]));
  if (starts.length === 0) return fc.constant(transcript);
  return fc.tuple(fc.constantFrom(...starts), fc.nat({ max: 20 })).map(([from, count]) => {
    const to = Math.min(lines.length, from + count);
    return transcriptOf([...lines.slice(0, to), ...lines.slice(from, to), ...lines.slice(to)]);
  });
}

/** The zones a kubelet may write, and their minutes east of Greenwich. */
const ZONES = [
  ["Z", 0],
  ["+02:00", 120],
  ["-07:30", -450],
] as const;

/** What `timestamps=true` puts before every line: RFC 3339 with 0 to 9 digits of a second, in any zone. */
function withTimestamps(transcript: Transcript): fc.Arbitrary<Transcript> {
  return recordOf({
    startedAt: fc.integer({ min: 1_735_689_600_000, max: 1_893_456_000_000 }),
    stepMs: fc.nat({ max: 10_000 }),
    digits: fc.nat({ max: 9 }),
    zone: fc.constantFrom(...ZONES),
  }).map(({ startedAt, stepMs, digits, zone }) =>
    transcriptOf(
      transcript.lines.map((line, index) => {
        const { text, at } = kubeletTime(startedAt + index * stepMs, digits, zone);
        return { ...line, at, stamp: `${text} `, bytes: joined([utf8(`${text} `), line.bytes]) };
      }),
    ),
  );
}

function kubeletTime(at: number, digits: number, [zone, minutes]: (typeof ZONES)[number]) {
  const [whole = "", millis = ""] = new Date(at + minutes * 60_000).toISOString().replace("Z", "").split(".");
  const fraction = `${millis}456789`.slice(0, digits);
  const lost = digits < 3 ? at % 10 ** (3 - digits) : 0;
  return { text: `${whole}${fraction === "" ? "" : `.${fraction}`}${zone}`, at: at - lost };
}

/** What a terminal or a Windows wrapper makes of the line ends. */
function withCrlf(transcript: Transcript): Transcript {
  return transcriptOf(
    transcript.lines.map((line) => (line.terminator === "\n" ? { ...line, terminator: "\r\n" } : line)),
  );
}
