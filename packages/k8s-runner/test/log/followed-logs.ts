import fc from "fast-check";
import { recordsOf, type LogRecord, type StampFormat, type Write } from "./simulated-kubelet.ts";

/** A log, and how the connections to it went, before one last undisturbed read. */
export interface FollowedLog {
  readonly records: readonly LogRecord[];
  readonly rotations: readonly number[];
  readonly connections: readonly Disturbance[];
}

export interface Disturbance {
  /** Records written when the connection opened, and when it ended. */
  readonly opensAt: number;
  readonly endsAt: number;
  /** How many bytes at the end of the body were lost on the way. */
  readonly lostBytes: number;
  readonly chunkBytes: number;
  readonly format: StampFormat;
  /** What the kubelet wrote into the body before it ended. */
  readonly message: string;
  /** Whether the process that reads was started anew before it. */
  readonly restarted: boolean;
}

export interface Shape {
  readonly recordBytes: number;
  readonly longestLine: number;
  readonly mostLines: number;
  readonly rotates: boolean;
  readonly chunkSizes: readonly number[];
  /** Whether many lines fall into one second, and many of those into one nanosecond. */
  readonly isDense: boolean;
}

const START = 1_767_225_600_000_000_000n;

const formats: fc.Arbitrary<StampFormat> = fc.record({
  offsetMinutes: fc.constantFrom(0, 0, 60, -210, 345),
  trimmed: fc.boolean(),
});

const messages = fc.constantFrom(
  "",
  "",
  "",
  "unable to retrieve container logs for containerd://41aba420dbdb8d83e5f88408",
  "failed to create fsnotify watcher: too many open files",
);

/** Few letters, so that lines are often equal; some look like timestamps or like the kubelet's messages. */
function contents(longest: number): fc.Arbitrary<string> {
  const odd = fc.constantFrom(
    "",
    "\r",
    "2026-01-01T00:00:00.000000000Z x",
    "unable to retrieve container logs for x",
    "context canceled",
    'é{"type":"result"}\u2028',
  );
  const long = fc
    .tuple(fc.constantFrom("a", "xyz", "0123456789abcdefg"), fc.nat({ max: longest }))
    .map(([unit, length]) => unit.repeat(Math.ceil(length / unit.length)).slice(0, length));
  return fc.oneof({ weight: 3, arbitrary: fc.constantFrom("a", "b") }, long, odd);
}

/** Nanoseconds between two writes: none, few, up to seconds, and a little backwards, as with two streams. */
const steps = fc.oneof(
  { weight: 4, arbitrary: fc.constant(0n) },
  { weight: 3, arbitrary: fc.bigInt(1n, 1000n) },
  { weight: 4, arbitrary: fc.bigInt(0n, 700_000_000n) },
  { weight: 1, arbitrary: fc.bigInt(0n, 9_000_000_000n) },
  { weight: 1, arbitrary: fc.bigInt(-300_000_000n, 0n) },
);

const denseSteps = fc.oneof(
  { weight: 80, arbitrary: fc.constant(0n) },
  { weight: 2, arbitrary: fc.bigInt(0n, 30_000_000n) },
  { weight: 1, arbitrary: fc.bigInt(0n, 2_000_000_000n) },
);

/** The records of one write are stamped `between` apart; the clock of the next goes on from the last of them. */
function writes(
  { longestLine, mostLines, recordBytes, isDense }: Shape,
  between: bigint,
): fc.Arbitrary<readonly Write[]> {
  const write = fc.record({
    stream: fc.constantFrom("stdout" as const, "stdout" as const, "stderr" as const),
    text: contents(longestLine),
    step: isDense ? denseSteps : steps,
    ends: fc.integer({ min: 0, max: 9 }).map((die) => die > 0),
  });
  return fc.array(write, { minLength: 1, maxLength: mostLines, size: "max" }).map((drawn) => {
    let at = START;
    let inLine = false;
    return drawn.map(({ stream, text, step, ends }) => {
      const bytes = new TextEncoder().encode(ends ? `${text}\n` : text);
      // The records of one line are not stamped backwards: they are of one stream, but for what is spliced in.
      const written = { stream, at: inLine && step < 0n ? at : at + step, bytes };
      inLine = !ends;
      at = written.at + between * BigInt(Math.floor(bytes.length / recordBytes));
      return written;
    });
  });
}

export function disturbances(
  records: number,
  chunkSizes: readonly number[],
): fc.Arbitrary<readonly Disturbance[]> {
  const one = fc.record({
    opensAt: fc.nat({ max: records }),
    endsAt: fc.nat({ max: records }),
    lostBytes: fc.oneof(fc.constant(0), fc.nat({ max: 40 }), fc.nat({ max: 40_000 })),
    chunkBytes: fc.constantFrom(...chunkSizes),
    format: formats,
    message: messages,
    restarted: fc.boolean(),
  });
  return fc.array(one, { maxLength: 6 }).map((drawn) => {
    const places = drawn.flatMap(({ opensAt, endsAt }) => [opensAt, endsAt]).toSorted((a, b) => a - b);
    return drawn.map((each, index) => ({
      ...each,
      opensAt: places[2 * index] ?? 0,
      endsAt: places[2 * index + 1] ?? 0,
    }));
  });
}

/**
 * Each record later than the one before it: behind a rotation only the timestamps tell what was seen, so that what is
 * equal in time and in content can't be told apart there.
 */
function apart(records: readonly LogRecord[]): readonly LogRecord[] {
  let latest = START;
  return records.map((record) => {
    latest = record.at > latest ? record.at : latest + 1n;
    return { ...record, at: latest };
  });
}

export function followedLogs(shape: Shape): fc.Arbitrary<FollowedLog> {
  return fc
    .constantFrom(0n, 1n, 400_000_000n)
    .chain((between) =>
      writes(shape, between).map((written) => recordsOf(written, shape.recordBytes, between)),
    )
    .map((records) => (shape.rotates ? apart(records) : records))
    .chain((records) =>
      fc.record({
        records: fc.constant(records),
        rotations: shape.rotates
          ? fc.array(fc.integer({ min: 1, max: Math.max(1, records.length) }), { maxLength: 3 })
          : fc.constant([]),
        connections: disturbances(records.length, shape.chunkSizes),
      }),
    );
}
