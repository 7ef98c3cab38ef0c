import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import type { Timestamps } from "../../src/log/hand-over.ts";
import { beginLog, continueLog, type LogCursor } from "../../src/log/log-cursor.ts";
import { createLogReader, type LogReader } from "../../src/log/log-reader.ts";
import { joined } from "./follow.ts";

const AT = "2026-11-20T20:00";

test("an undisturbed log is handed over as it was written, with or without the kubelet's timestamps", () => {
  const log = [`${AT}:01.000000001Z one\n`, `${AT}:01.000000002Z two\n`];
  expect(read(reader("strip"), log.join(""))).toBe("one\ntwo\n");
  expect(read(reader("keep"), log.join(""))).toBe(log.join(""));
});

test("the first connection asks for all, a resumed one for a second before the newest line", () => {
  const log = reader("strip");
  expect(log.open()).toEqual({ sinceTime: null });
  feed(log, `${AT}:30.5Z one\n`);
  expect(log.open()).toEqual({ sinceTime: "2026-11-20T20:00:29Z" });
});

test("what was seen is sent again and handed over once, also when lines are equal in time and text", () => {
  const log = reader("strip");
  const twin = `${AT}:01.5Z twin\n`;
  expect(read(log, twin + twin)).toBe("twin\ntwin\n");
  expect(read(log, twin + twin + twin)).toBe("twin\n");
  expect(log.cursor().losses.count).toBe(0);
});

test("a file that the kubelet sends twice in one connection is handed over once, also where it goes on", () => {
  const log = reader("strip");
  const line = (number: number): string => `${AT}:01.${String(number).padStart(9, "0")}Z line ${number}\n`;
  const lines = (from: number, to: number): string =>
    Array.from({ length: to - from }, (_, place) => line(from + place)).join("");
  const told = read(log, lines(0, 500) + lines(250, 500) + lines(500, 600));
  expect(told.split("\n").slice(0, -1)).toEqual(Array.from({ length: 600 }, (_, place) => `line ${place}`));
  expect(log.cursor().losses.count).toBe(0);
});

test("a line that steps back a little, as with two streams, is handed over, also beside its twin", () => {
  const [early, late] = [`${AT}:01.4Z early\n`, `${AT}:01.5Z late\n`];
  expect(read(reader("strip"), late + early + early)).toBe("late\nearly\nearly\n");
  // Found with the seed 77123: the clocks of both streams met in one nanosecond.
  expect(read(reader("strip"), early + late + early)).toBe("early\nlate\nearly\n");
});

test("a line that a disconnect cut comes whole, from its beginning, once", () => {
  const log = reader("strip");
  expect(read(log, `${AT}:01Z one\n${AT}:02Z {"type":"res`)).toBe("one\n");
  expect(read(log, `${AT}:01Z one\n${AT}:02Z {"type":"result"}\n`)).toBe('{"type":"result"}\n');
});

test("a line too long to be held back is continued where it was cut", () => {
  const log = reader("strip");
  const line = `${AT}:01Z ${"x".repeat(100_000)}${"y".repeat(100_000)}\n`;
  const first = read(log, line.slice(0, 150_000));
  expect(first.length).toBeGreaterThan(100_000);
  expect(log.cursor().unfinished?.bytes).toBe(first.length);
  expect(first + read(log, line)).toBe(line.slice(line.indexOf("Z") + 2));
});

test("the kubelet's own errors are no output, on a line of their own or behind an unfinished one", () => {
  const recorded = readFileSync(new URL("recorded/crashloop-logs.txt", import.meta.url), "utf8");
  const log = reader("strip");
  log.open();
  expect(feed(log, recorded)).toBe("");
  expect(log.close().inBand).toMatch(/^unable to retrieve container logs for containerd:/);
  log.open();
  expect(feed(log, `${AT}:01Z one\n${AT}:02Z half${recorded}`)).toBe("one\n");
  expect(log.close().inBand).toMatch(/^unable to retrieve container logs for containerd:/);
  expect(Buffer.from(joined(log.finish())).toString()).toBe("half");
});

test("a line of the agent that reads like an error of the kubelet is output", () => {
  const text = "unable to retrieve container logs for containerd://41ab";
  expect(read(reader("strip"), `${AT}:01Z ${text}\n`)).toBe(`${text}\n`);
  const log = reader("strip");
  read(log, `${AT}:01Z ${text}`);
  expect(Buffer.from(joined(log.finish())).toString()).toBe(text);
});

test("the rest of a line that began before what was asked for is not taken for a line", () => {
  const log = reader("strip");
  read(log, `${AT}:01Z one\n${AT}:09Z two\n`);
  expect(read(log, `rest of one\n${AT}:09Z two\n${AT}:10Z three\n`)).toBe("three\n");
  expect(log.fragments()).toBe(1);
  // A rest that begins with a timestamp which the agent wrote: no line lies before what was asked for.
  expect(read(log, `${AT}:02Z rest\n${AT}:09Z two\n${AT}:10Z three\n`)).toBe("");
  expect(log.fragments()).toBe(2);
});

test("the last line needs no end", () => {
  const log = reader("strip");
  expect(read(log, `${AT}:01Z one\n${AT}:02Z no end`)).toBe("one\n");
  expect(Buffer.from(joined(log.finish())).toString()).toBe("no end");
  expect(log.finish()).toEqual([]);
});

test("a node that writes timestamps in another way does not make old lines new", () => {
  const log = reader("strip");
  read(log, `${AT}:01.100000000Z one\n`);
  expect(read(log, `2026-11-20T22:00:01.1+02:00 one\n2026-11-20T22:00:02+02:00 two\n`)).toBe("two\n");
});

test("a log that was rotated away between two connections leaves a declared loss", () => {
  const log = reader("strip");
  read(log, `${AT}:01Z one\n${AT}:02Z torn`);
  expect(read(log, `${AT}:05Z six\n`)).toBe("torn\nsix\n");
  expect(log.cursor().losses).toEqual({
    count: 2,
    first: [
      { kind: "not-resent", bytes: 8, lines: 1, before: instant(5) },
      { kind: "torn", bytes: 8, lines: 1, before: instant(5) },
    ],
  });
});

test("a rotation that left nothing but the beginning of the last line leaves that, behind a declared loss", () => {
  const log = reader("strip");
  read(log, `${AT}:01Z one\n`);
  expect(read(log, `${AT}:09Z cut`)).toBe("");
  expect(finished(log)).toBe("cut");
  expect(log.cursor().losses.first).toMatchObject([{ kind: "not-resent", bytes: 4, before: { nanos: 0 } }]);
});

test("the loss before a torn line is declared also when the line comes again, and only once", () => {
  const log = reader("strip");
  read(log, `${AT}:01Z one\n`);
  read(log, `${AT}:09Z cut`);
  expect(read(log, `${AT}:09Z cut and mended\n`)).toBe("cut and mended\n");
  expect(log.cursor().losses).toMatchObject({ count: 1, first: [{ kind: "not-resent", bytes: 4 }] });
});

test("a torn line and the beginning of one behind a rotation are both given", () => {
  const log = reader("strip");
  read(log, `${AT}:01Z one\n${AT}:02Z torn`);
  read(log, `${AT}:09Z cut`);
  expect(finished(log)).toBe("torn\ncut");
  expect(log.cursor().losses.first).toMatchObject([
    { kind: "not-resent", bytes: 8 },
    { kind: "torn", bytes: 8 },
  ]);
});

test("a seen line that a cut catch-up read brought to its half is not taken for a new one", () => {
  const log = reader("strip");
  const [late, early] = [`${AT}:01.9Z late\n`, `${AT}:01.5Z early\n`];
  read(log, early + late + early);
  expect(read(log, `${early}${AT}:01.9Z la`)).toBe("");
  expect(read(log, early + late + early)).toBe("");
  expect(finished(log)).toBe("");
  expect(log.cursor().losses.count).toBe(0);
});

test("the rest of a line that begins with a timestamp of the agent's own is no line, also where it has no end", () => {
  const log = reader("strip");
  read(log, `${AT}:30Z one\n`);
  read(log, "2026-01-01T00:00:00Z the agent's own");
  expect(finished(log)).toBe("");
});

test("a file that begins inside a seen line shows its rest, which is not taken for a new line", () => {
  const log = reader("strip");
  read(log, `${AT}:01Z begun, ended\n${AT}:02Z newest\n`);
  expect(read(log, `${AT}:01.5Z ended\n${AT}:02Z newest\n${AT}:03Z next\n`)).toBe("next\n");
  expect(log.cursor().losses.count).toBe(0);
});

test("a torn line that comes again proves that nothing was lost, also when the newest line is gone", () => {
  const log = reader("strip");
  read(log, `${AT}:01Z begun, ended\n${AT}:02Z to`);
  expect(read(log, `${AT}:01.5Z ended\n${AT}:02Z torn\n`)).toBe("torn\n");
  expect(log.cursor().losses.count).toBe(0);
});

test("a long line whose rest was rotated away is ended, and no other line is joined to it", () => {
  const log = reader("strip");
  const first = read(log, `${AT}:01Z ${"x".repeat(50_000)}`);
  const second = read(log, `${AT}:05Z six\n`);
  expect(first + second).toBe(`${"x".repeat(first.length)}\nsix\n`);
  expect(log.cursor().losses.first).toMatchObject([{ kind: "torn", bytes: first.length }]);
});

test.each([
  ["its time", `${AT}:01Z`, "y".repeat(60_000)],
  ["its time, and is shorter", `${AT}:01Z`, "y"],
  ["its beginning", `${AT}:05Z`, "x".repeat(60_000)],
])("a line that has only %s in common with a torn one is another line", (_, stamp, content) => {
  const log = reader("strip");
  read(log, `${AT}:01Z ${"x".repeat(50_000)}`);
  expect(read(log, `${stamp} ${content}\n`)).toBe(`\n${content}\n`);
  expect(log.cursor().losses.count).toBe(1);
});

test("a torn long line that comes again is continued, though the file begins inside the line before it", () => {
  const log = reader("strip");
  const line = "x".repeat(60_000);
  const first = read(log, `${AT}:01Z begun, ended\n${AT}:02Z ${line.slice(0, 50_000)}`);
  const second = read(log, `${AT}:01.5Z ended\n${AT}:02Z ${line}\n`);
  expect(first + second).toBe(`begun, ended\n${line}\n`);
  expect(log.cursor().losses.count).toBe(0);
});

test("what is no line is not joined to a torn one", () => {
  const log = reader("strip");
  read(log, `${AT}:01Z one\n${AT}:02Z ${"x".repeat(50_000)}`);
  read(log, `${AT}:01Z one\n${"y".repeat(60_000)}`);
  expect(Buffer.from(joined(log.finish())).toString()).toMatch(/^x+$/);
});

test("a busy log that was rotated is not counted off as if it began where it did", () => {
  const log = reader("strip");
  const lines = Array.from({ length: 150 }, (_, index) => `${AT}:01.${1000 + index}Z ${index}\n`);
  read(log, lines.slice(0, 100).join(""));
  expect(read(log, lines.slice(90).join("")).split("\n")).toHaveLength(51);
  expect(log.cursor().losses.count).toBe(0);
});

test("a line that was given as the last one, and then comes to less, is ended where it was", () => {
  const log = reader("strip");
  read(log, `${AT}:01Z half, and something strange`);
  expect(Buffer.from(joined(log.finish())).toString()).toBe("half, and something strange");
  expect(read(log, `${AT}:01Z half\n${AT}:02Z next\n`)).toBe("\nhalf\nnext\n");
  expect(log.cursor().losses.first).toMatchObject([{ kind: "torn" }]);
});

test("a line that is continued, and ends before it was torn, is ended", () => {
  const log = reader("strip");
  read(log, `${AT}:01Z ${"x".repeat(3000)}`);
  log.finish();
  expect(read(log, `${AT}:01Z ${"x".repeat(2000)}\n${AT}:02Z next\n`)).toBe("\nnext\n");
  expect(log.cursor()).toMatchObject({ lines: 2, losses: { count: 1, first: [{ kind: "torn" }] } });
});

test("a last line that came in two lengths is given in the longer one", () => {
  const log = reader("strip");
  read(log, `${AT}:01Z one\n${AT}:02Z Error: out of memory`);
  read(log, `${AT}:01Z one\n${AT}:02Z Error`);
  expect(Buffer.from(joined(log.finish())).toString()).toBe("Error: out of memory");
});

test("a last read in which the newest line did not come again is a declared loss", () => {
  const log = reader("strip");
  read(log, `${AT}:01Z one\n${AT}:02Z two\n`);
  read(log, `${AT}:01.5Z rest\n`);
  expect(log.finish()).toEqual([]);
  expect(log.cursor().losses.first).toMatchObject([{ kind: "not-resent", before: null }]);
  expect(log.finish()).toEqual([]);
  expect(log.cursor().losses.count).toBe(1);
});

test("a long rest without a timestamp is passed over to its end", () => {
  const log = reader("strip");
  read(log, `${AT}:01Z one\n${AT}:02Z two\n`);
  expect(read(log, `${AT}:02Z two\n${"x".repeat(50_000)}`)).toBe("");
  expect(log.finish()).toEqual([]);
});

test("a rotation that left the newest line loses nothing", () => {
  const log = reader("strip");
  read(log, `${AT}:01Z one\n${AT}:01.5Z two\n${AT}:02Z three\n`);
  expect(read(log, `${AT}:02Z three\n${AT}:03Z four\n`)).toBe("four\n");
  expect(log.cursor().losses.count).toBe(0);
});

test("time that runs backwards is survived also after many seconds", () => {
  const log = reader("strip");
  const early = Array.from({ length: 9 }, (_, second) => `${AT}:1${second}Z ${second}\n`).join("");
  read(log, `${early}${AT}:01Z back\n`);
  expect(log.open()).toEqual({ sinceTime: null });
  expect(feed(log, `${early}${AT}:01Z back\n${AT}:02Z next\n`)).toBe("next\n");
});

test("time that runs backwards by seconds is told, and loses no line", () => {
  const log = reader("strip");
  expect(read(log, `${AT}:30Z one\n${AT}:10Z two\n`)).toBe("one\ntwo\n");
  expect(log.cursor().losses.first).toMatchObject([{ kind: "went-back", bytes: 4 }]);
  // The log from its beginning: no later second is early enough for what may follow.
  expect(log.open()).toEqual({ sinceTime: null });
  expect(feed(log, `${AT}:30Z one\n${AT}:10Z two\n${AT}:11Z three\n`)).toBe("three\n");
});

test("a container that was started anew has a log of its own", () => {
  const log = reader("strip");
  read(log, `${AT}:01Z one\n`);
  const cursor = log.cursor();
  expect(continueLog(cursor, "pod", "container")).toBe(cursor);
  const next = continueLog(cursor, "pod", "another");
  expect(next).toMatchObject({ bytes: 4, lines: 1, losses: { count: 1, first: [{ kind: "restarted" }] } });
  expect(createLogReader(next, "strip").open()).toEqual({ sinceTime: null });
  expect(continueLog(beginLog("pod", "container"), "pod", "another").losses.count).toBe(0);
});

test("a line that the kubelet itself wrote between others is nobody's output, and is told at the end", () => {
  const log = reader("strip");
  log.open();
  const message = "unable to retrieve container logs for containerd://41ab";
  expect(feed(log, `${AT}:01Z one\n${message}\n${AT}:02Z two\n`)).toBe("one\ntwo\n");
  expect(log.fragments()).toBe(0);
  expect(log.close()).toEqual({ inBand: message });
});

test("a cursor that forgot where its log begins asks for all of it", () => {
  const log = reader("strip");
  read(log, `${AT}:30Z one\n`);
  const { seen, ...cursor } = log.cursor();
  const forgetful = { ...cursor, seen: { ...seen, floors: [] } };
  expect(createLogReader(forgetful, "strip").open()).toEqual({ sinceTime: null });
});

test("bytes without a connection are a mistake of the caller", () => {
  expect(() => reader("strip").feed(new Uint8Array())).toThrow("call open() before feed()");
  expect(reader("strip").close()).toEqual({ inBand: null });
});

function reader(timestamps: Timestamps, cursor: LogCursor = beginLog("pod", "container")): LogReader {
  return createLogReader(cursor, timestamps);
}

/** One whole connection. */
function read(log: LogReader, body: string): string {
  log.open();
  const output = feed(log, body);
  log.close();
  return output;
}

function feed(log: LogReader, body: string): string {
  return Buffer.from(joined(log.feed(new Uint8Array(Buffer.from(body))))).toString();
}

function finished(log: LogReader): string {
  return Buffer.from(joined(log.finish())).toString();
}

function instant(second: number): { readonly seconds: number; readonly nanos: number } {
  return { seconds: Date.parse(`${AT}:0${second}Z`) / 1000, nanos: 0 };
}
