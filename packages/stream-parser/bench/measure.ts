/*
 * One contender reads one file, in a process of its own: `node measure.ts <contender> <file> <chunk bytes> <times>`.
 * It prints one line of JSON. When the file is read several times, it tells after each what is then alive.
 *
 * The file is read once more before, in the same stream. That cold pass is told apart: loading and compiling take the
 * same time however long the stream is, and throughput is what remains of it.
 */
import { closeSync, openSync, readSync } from "node:fs";
import { CONTENDERS, isContender } from "./contenders.ts";
import { aliveMegabytes, peakMegabytes } from "./memory.ts";

/** What one run cost: processor time while it ran, and the process's highest memory. */
export interface Measured {
  /** Of all threads: those that compile and collect beside the main one, too. */
  readonly cpuMs: number;
  readonly mainThreadMs: number;
  /** What the cold pass before took, of all threads. */
  readonly coldMs: number;
  readonly peakMegabytes: number;
  readonly bytes: number;
  readonly events: number;
  /** Megabytes alive after a collection, once each time the file was read; empty when it is read only once. */
  readonly aliveMegabytes: readonly number[];
}

const [name, file = "", chunkBytes = "65536", times = "1"] = process.argv.slice(2);
if (!isContender(name)) throw new TypeError("Name a contender: contenders.ts lists them.");

const alive: number[] = [];
const size = { bytes: 0 };
let thread = process.threadCpuUsage();
let before = process.resourceUsage();
let coldMs = 0;
const events = await CONTENDERS[name](chunks());
const after = process.resourceUsage();
const { user, system } = process.threadCpuUsage(thread);
const measured: Measured = {
  cpuMs: spentMs(before, after),
  mainThreadMs: (user + system) / 1000,
  coldMs,
  peakMegabytes: peakMegabytes(),
  bytes: size.bytes,
  events,
  aliveMegabytes: alive,
};
process.stdout.write(`${JSON.stringify(measured)}\n`);

function* chunks(): Generator<Buffer, void, undefined> {
  const descriptor = openSync(file, "r");
  yield* chunksOf(descriptor);
  const cold = before;
  before = process.resourceUsage();
  thread = process.threadCpuUsage();
  coldMs = spentMs(cold, before);
  for (let time = 0; time < Number(times); time += 1) {
    size.bytes += yield* chunksOf(descriptor);
    if (Number(times) > 1) alive.push(aliveMegabytes());
  }
  closeSync(descriptor);
}

/** Fresh buffers of 64 KiB, as a pipe gives them; smaller chunks are windows on those. Tells how much was read. */
function* chunksOf(descriptor: number): Generator<Buffer, number, undefined> {
  const step = Number(chunkBytes);
  for (let position = 0; ;) {
    const buffer = Buffer.allocUnsafeSlow(65_536);
    const length = readSync(descriptor, buffer, { position });
    if (length === 0) return position;
    for (let at = 0; at < length; at += step) yield buffer.subarray(at, Math.min(length, at + step));
    position += length;
  }
}

function spentMs(from: NodeJS.ResourceUsage, to: NodeJS.ResourceUsage): number {
  return (to.userCPUTime + to.systemCPUTime - from.userCPUTime - from.systemCPUTime) / 1000;
}
