/*
 * Counts what the parser does with an input, where a clock would only guess: how often every piece of its code runs,
 * and how many bytes and characters it hands to native code that reads or copies them all. A process of its own,
 * because the counting of code belongs to the whole engine: `node count-operations.ts` prints JSON.
 */
import { Session } from "node:inspector/promises";
import { createObserver, createParser } from "@runverdict/stream-parser";
import { CHUNKINGS, CONTROL, INPUTS, type Operations, SIZES } from "./workloads.ts";

const native = { scanned: 0, copied: 0 };
countNative();
const session = new Session();
session.connect();
await session.post("Profiler.enable");
await session.post("Profiler.startPreciseCoverage", { callCount: true, detailed: true });

const counted: Record<string, Operations> = {};
for (const [input, make] of Object.entries(INPUTS)) {
  for (const [chunking, chunkBytes] of Object.entries(CHUNKINGS)) {
    for (const size of SIZES) {
      const chunks = chunksOf(make(size), chunkBytes);
      counted[`${input}, ${chunking}, ${size}`] = await operations(chunks, read);
    }
  }
}
for (const size of SIZES) {
  const chunks = chunksOf(new Uint8Array(size), 100);
  counted[`${CONTROL}, ${size}`] = await operations(chunks, readAgainAndAgain);
}
process.stdout.write(JSON.stringify(counted));

async function operations(
  chunks: readonly Uint8Array[],
  reader: (chunks: readonly Uint8Array[]) => void,
): Promise<Operations> {
  const bytes = sum(chunks.map((chunk) => chunk.length));
  await session.post("Profiler.takePreciseCoverage");
  Object.assign(native, { scanned: 0, copied: 0 });
  reader(chunks);
  const { scanned, copied } = native;
  const { result } = await session.post("Profiler.takePreciseCoverage");
  const blocks = result
    .filter(({ url }) => url.includes("/stream-parser/src/") && !url.includes("/arbitraries"))
    .flatMap(({ functions }) => functions.flatMap(({ ranges }) => ranges.map(({ count }) => count)));
  return { bytes, executed: sum(blocks), scanned, copied };
}

/** The control: it joins each chunk to what it holds and searches that from the beginning. */
function readAgainAndAgain(chunks: readonly Uint8Array[]): void {
  let held = new Uint8Array();
  for (const chunk of chunks) {
    const joined = new Uint8Array(held.length + chunk.length);
    joined.set(held);
    joined.set(chunk, held.length);
    joined.indexOf(0x0a);
    held = joined;
  }
}

function read(chunks: readonly Uint8Array[]): void {
  const parser = createParser();
  const observer = createObserver();
  for (const chunk of chunks) for (const event of parser.feed(chunk)) observer.observe(event);
  for (const event of parser.end()) observer.observe(event);
  observer.stream();
}

function chunksOf(bytes: Uint8Array, size: number): readonly Uint8Array[] {
  const count = Math.ceil(bytes.length / size);
  return Array.from({ length: count }, (_, index) => bytes.subarray(index * size, (index + 1) * size));
}

function sum(counts: readonly number[]): number {
  return counts.reduce((total, count) => total + count, 0);
}

/** Puts a counter before every native function that reads or copies as much as it is given. */
function countNative(): void {
  for (const owner of [Uint8Array.prototype, String.prototype]) {
    wrap(owner, "indexOf", (self, [, from], at) => scan(lengthOf(self), from, at));
  }
  wrap(Uint8Array.prototype, "set", (_self, [source]) => copy(lengthOf(source)));
  wrap(Uint8Array.prototype, "slice", (_self, _given, made) => copy(lengthOf(made)));
  wrap(Uint8Array.prototype, "copyWithin", (self) => copy(lengthOf(self)));
  wrap(TextDecoder.prototype, "decode", (_self, [source]) => copy(lengthOf(source)));
  wrap(RegExp.prototype, "exec", (_self, [text]) => scan(lengthOf(text), 0, -1));
  wrap(RegExp.prototype, "test", (_self, [text]) => scan(lengthOf(text), 0, -1));
  wrap(JSON, "parse", (_self, [text]) => scan(lengthOf(text), 0, -1));
  globalThis.Uint8Array = new Proxy(Uint8Array, {
    construct: (target, given, maker) => {
      const made: object = Reflect.construct(target, given, maker);
      copy(lengthOf(made));
      return made;
    },
  });
}

type Count = (self: unknown, given: readonly unknown[], made: unknown) => void;

function wrap(owner: object, name: string, count: Count): void {
  const original: unknown = Reflect.get(owner, name);
  if (typeof original !== "function") throw new TypeError(`There is no function ${name} to count.`);
  const wrapped = function (this: unknown, ...given: unknown[]): unknown {
    const made: unknown = Reflect.apply(original, this, given);
    count(this, given, made);
    return made;
  };
  Object.defineProperty(owner, name, { value: wrapped, configurable: true, writable: true });
}

function scan(length: number, from: unknown, found: unknown): void {
  const start = typeof from === "number" ? from : 0;
  native.scanned += (typeof found === "number" && found !== -1 ? found + 1 : length) - start;
}

function copy(length: number): void {
  native.copied += length;
}

function lengthOf(value: unknown): number {
  return typeof value === "object" && value !== null && "length" in value && typeof value.length === "number"
    ? value.length
    : String(value).length;
}
