/*
 * One contender reads one file, in a process of its own: `node measure.ts <contender> <file> <chunk bytes> <times>`.
 * It prints one line of JSON. When the file is read several times, it tells after each what is then alive.
 */
import { closeSync, openSync, readSync } from "node:fs";
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { CONTENDERS, isContender } from "./contenders.ts";

/** What one run cost: processor time while it ran, and the process's highest memory. */
export interface Measured {
  /** Of all threads: those that compile and collect beside the main one, too. */
  readonly cpuMs: number;
  readonly mainThreadMs: number;
  readonly peakMegabytes: number;
  readonly bytes: number;
  readonly events: number;
  /** Megabytes alive after a collection, once each time the file was read; empty when it is read only once. */
  readonly aliveMegabytes: readonly number[];
}

const [name, file = "", chunkBytes = "65536", times = "1"] = process.argv.slice(2);
if (!isContender(name)) throw new TypeError("Name a contender: contenders.ts lists them.");

const alive: number[] = [];
// One short round first, so that loading the modules is not part of the figure.
await CONTENDERS[name]([Buffer.from('{"type":"keep_alive"}\n')]);
const thread = process.threadCpuUsage();
const before = process.resourceUsage();
const size = { bytes: 0 };
const events = await CONTENDERS[name](chunksOf(file, Number(chunkBytes)));
const after = process.resourceUsage();
const { user, system } = process.threadCpuUsage(thread);
const measured: Measured = {
  cpuMs: (after.userCPUTime + after.systemCPUTime - before.userCPUTime - before.systemCPUTime) / 1000,
  mainThreadMs: (user + system) / 1000,
  peakMegabytes: after.maxRSS / 1024,
  bytes: size.bytes,
  events,
  aliveMegabytes: alive,
};
process.stdout.write(`${JSON.stringify(measured)}\n`);

/** Fresh buffers of 64 KiB, as a pipe gives them; smaller chunks are windows on those. */
function* chunksOf(path: string, chunk: number): Generator<Buffer, void, undefined> {
  const descriptor = openSync(path, "r");
  for (let time = 0; time < Number(times); time += 1) {
    for (let position = 0; ;) {
      const buffer = Buffer.allocUnsafeSlow(65_536);
      const length = readSync(descriptor, buffer, { position });
      if (length === 0) break;
      for (let at = 0; at < length; at += chunk) yield buffer.subarray(at, Math.min(length, at + chunk));
      position += length;
      size.bytes += length;
    }
    if (Number(times) > 1) alive.push(collected());
  }
  closeSync(descriptor);
}

function collected(): number {
  setFlagsFromString("--expose-gc");
  runInNewContext("gc")();
  const { heapUsed, external, arrayBuffers } = process.memoryUsage();
  return (heapUsed + Math.max(external, arrayBuffers)) / 1024 / 1024;
}
