import fc from "fast-check";
import { expect, test } from "vitest";
import { reached } from "../../../../test/support/reached.ts";
import { follow } from "./follow.ts";
import { readStamp } from "../../src/log/instant.ts";
import type { LogLoss } from "../../src/log/log-cursor.ts";
import { followedLogs, type FollowedLog, type Shape } from "./followed-logs.ts";
import { wholeContent } from "./simulated-kubelet.ts";

const SMALL: Shape = {
  recordBytes: 8,
  longestLine: 40,
  mostLines: 60,
  rotates: false,
  chunkSizes: [1, 3, 17, 4096],
  isDense: false,
};
const DENSE: Shape = { ...SMALL, longestLine: 2, mostLines: 150, isDense: true };
const LARGE: Shape = {
  recordBytes: 16_384,
  longestLine: 90_000,
  mostLines: 8,
  rotates: false,
  chunkSizes: [611, 4096, 1_000_000],
  isDense: false,
};

test("for all rotated logs what comes is of the log and in order, and where something is missing a loss is declared", () => {
  const met = reached(
    "nothing undeclared at the beginning",
    "nothing undeclared at the end",
    "no loss in spite of a rotation",
    "loss",
    "torn",
  );
  fc.assert(
    fc.property(
      fc.oneof(summed({ ...SMALL, rotates: true }), summed({ ...DENSE, rotates: true })),
      ({ log }) => {
        const { output, cursors, losses } = follow(log);
        const whole = text(wholeContent(log.records));
        let from = 0;
        for (const stretch of stretches(text(output), losses)) {
          const at = placeOf(stretch, whole, from);
          expect({ stretch, isInOrder: at !== -1 }).toEqual({ stretch, isInOrder: true });
          from = at + stretch.length;
        }
        // What was rotated away before the first line came, and what came after the last, leave no trace in a log.
        const first = log.connections[cursors.findIndex(({ bytes }) => bytes > 0)];
        const isHeadKept = log.rotations.every((place) => place > (first?.opensAt ?? log.records.length));
        const isTailKept = log.rotations.every((place) => place < log.records.length);
        const isDeclared = losses.length > 0;
        expect(isDeclared || !isHeadKept || whole.startsWith(text(output))).toBe(true);
        expect(isDeclared || !isTailKept || whole.endsWith(text(output))).toBe(true);
        met.when(
          "nothing undeclared at the beginning",
          !isDeclared && isHeadKept && log.rotations.length > 0,
        );
        met.when("nothing undeclared at the end", !isDeclared && isTailKept && log.rotations.length > 0);
        met.when(
          "no loss in spite of a rotation",
          losses.length === 0 && log.rotations.length > 0 && log.connections.length > 0,
        );
        met.when("loss", losses.length > 0);
        met.when(
          "torn",
          losses.some(({ kind }) => kind === "torn"),
        );
      },
    ),
  );
  met.expectAll();
});

test("for all rotated logs the first loss is declared only where a rotation took the newest line that was seen", () => {
  const met = reached(
    "a rotation that left the newest line",
    "one that took it",
    "one inside the newest line",
  );
  fc.assert(
    fc.property(
      fc.oneof(summed({ ...SMALL, rotates: true }), summed({ ...DENSE, rotates: true })),
      ({ log }) => {
        const { cursors } = follow(log);
        const starts = log.records.map((_, place) => wholeContent(log.records.slice(0, place)).length);
        const whole = text(wholeContent(log.records));
        for (const [index, { losses }] of cursors.entries()) {
          const bytes = cursors[index - 1]?.bytes ?? 0;
          const opensAt = log.connections[index]?.opensAt ?? log.records.length;
          const fileStart = Math.max(0, ...log.rotations.filter((place) => place <= opensAt));
          // What was rotated away before anything was seen shifts all places.
          if (bytes === 0 && fileStart > 0) return;
          const lineStart = bytes === 0 ? 0 : whole.lastIndexOf("\n", bytes - 2) + 1;
          const isTaken = (starts[fileStart] ?? whole.length) > lineStart;
          met.when("a rotation that left the newest line", bytes > 0 && fileStart > 0 && !isTaken);
          met.when("one that took it", losses.count > 0);
          met.when("one inside the newest line", losses.count > 0 && (starts[fileStart] ?? 0) < bytes);
          expect(losses.count === 0 || isTaken).toBe(true);
          if (losses.count > 0) return;
        }
      },
    ),
  );
  met.expectAll();
});

/**
 * A file that begins inside a line shows its rest like a line of its own. If that line is the one before the loss, the
 * rest comes twice: this can't be known, and is why a loss is declared there.
 */
function placeOf(stretch: string, whole: string, from: number): number {
  const lineBefore = from === 0 ? 0 : whole.lastIndexOf("\n", from - 2) + 1;
  return whole.indexOf(stretch, lineBefore);
}

/** What lies between the losses; behind a torn line stands a newline that is not the agent's. */
function stretches(output: string, losses: readonly LogLoss[]): readonly string[] {
  let from = 0;
  const places = losses.map(({ kind, bytes }) => {
    const stretch = output.slice(from, bytes);
    from = kind === "torn" ? bytes + 1 : bytes;
    return stretch;
  });
  return [...places, output.slice(from)];
}

test("for all logs that keep their timestamps the lines are the same, each with its timestamp", () => {
  const met = reached("lines");
  fc.assert(
    fc.property(summed(SMALL), ({ log }) => {
      const lines = linesOf(follow(log, "keep").output);
      const contents = lines.map((line) =>
        line.subarray(readStamp(line, 0, line.length)?.end ?? line.length),
      );
      expect(text(Buffer.concat(contents))).toBe(text(wholeContent(log.records)));
      met.when("lines", lines.length > 5);
    }),
  );
  met.expectAll();
});

test("for all moments a cursor is plain JSON of bounded size, and what it counts only grows", () => {
  const met = reached("grew", "unfinished line");
  fc.assert(
    fc.property(fc.oneof(summed(SMALL), summed({ ...LARGE, rotates: true })), ({ log }) => {
      const { cursors, output } = follow(log);
      let before = { bytes: 0, lines: 0 };
      for (const cursor of cursors) {
        expect(JSON.parse(JSON.stringify(cursor))).toEqual(cursor);
        expect(JSON.stringify(cursor).length).toBeLessThan(8000);
        expect(cursor.bytes).toBeGreaterThanOrEqual(before.bytes);
        expect(cursor.lines).toBeGreaterThanOrEqual(before.lines);
        met.when("grew", cursor.bytes > before.bytes && before.bytes > 0);
        met.when("unfinished line", cursor.unfinished !== null);
        before = cursor;
      }
      expect(before.bytes).toBe(output.length);
    }),
  );
  met.expectAll();
});

test("for all logs the pieces tell where lines begin and end, and short lines come whole", () => {
  const met = reached("whole", "in pieces");
  fc.assert(
    fc.property(fc.oneof(summed(SMALL), summed(LARGE)), ({ log }) => {
      const { pieces } = follow(log);
      let inLine = false;
      for (const { bytes, beginsLine, endsLine } of pieces) {
        expect(bytes.length).toBeGreaterThan(0);
        expect(beginsLine).toBe(!inLine);
        expect(endsLine).toBe(bytes.at(-1) === 0x0a);
        expect(bytes.subarray(0, -1).includes(0x0a)).toBe(false);
        if (inLine || !endsLine) met.when("in pieces", true);
        else met.when("whole", true);
        inLine = !endsLine;
      }
    }),
  );
  met.expectAll();
});

/** Whether more lines have one timestamp than are remembered one by one. */
function isCrowded({ records }: FollowedLog): boolean {
  return records.some(({ at }, index) => records[index + 40]?.at === at);
}

function linesOf(bytes: Uint8Array): readonly Uint8Array[] {
  return Buffer.from(bytes)
    .toString("latin1")
    .split(/(?<=\n)/)
    .map((line) => new Uint8Array(Buffer.from(line, "latin1")));
}

/** Long lines in short, where a counterexample is printed. */
function summed(shape: Shape) {
  return followedLogs(shape).map((log) => ({ log, [fc.toStringMethod]: () => inShort(log) }));
}

test("for all logs and disconnects without a rotation the output is the log, whole, in order and once", () => {
  const met = reached("crowd", "replayed", "restarted", "torn", "message");
  fc.assert(
    fc.property(fc.oneof(summed(SMALL), summed(DENSE)), ({ log }) => {
      const { output, losses } = follow(log);
      expect(text(output)).toBe(text(wholeContent(log.records)));
      expect(losses).toEqual([]);
      met.when("crowd", isCrowded(log) && log.connections.length > 1);
      met.when("replayed", log.connections.length > 1 && output.length > 100);
      met.when("restarted", log.connections.some(({ restarted }) => restarted) && output.length > 100);
      met.when("torn", log.connections.some(({ lostBytes }) => lostBytes > 0) && output.length > 100);
      met.when("message", log.connections.some(({ message }) => message !== "") && output.length > 100);
    }),
  );
  met.expectAll();
});

test("for all logs with lines of many records the output is the log, whole, in order and once", () => {
  fc.assert(
    fc.property(summed(LARGE), ({ log }) => {
      const { output, losses } = follow(log);
      expect(Buffer.compare(output, wholeContent(log.records))).toBe(0);
      expect(losses).toEqual([]);
    }),
  );
});

function text(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString("latin1");
}

function inShort({ records, rotations, connections }: FollowedLog): string {
  const lines = records.map(({ stream, at, content }) => {
    const shown = JSON.stringify(text(content.subarray(0, 50)));
    return `${stream} ${at} ${content.length} ${shown}`;
  });
  return [
    ...lines,
    `rotations: ${rotations.join()}`,
    ...connections.map((each) => JSON.stringify(each)),
  ].join("\n");
}
