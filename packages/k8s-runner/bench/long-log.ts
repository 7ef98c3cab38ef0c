/*
 * One run with a very long log, in a process of its own: `node long-log.ts <json of LongTask>`. It prints one line of
 * JSON: how much memory was alive after each tenth of the log.
 */
import { createHash } from "node:crypto";
import { connect, runJob } from "@runverdict/k8s-runner";
import { peakMegabytes } from "../../stream-parser/bench/memory.ts";
import type { Where } from "./where.ts";
import { specOf } from "./contenders.ts";
import { memoryNow, type Memory } from "./memory.ts";
import type { Plan } from "./plan.ts";
import { readReport } from "./report.ts";

export interface LongTask {
  readonly plan: Plan;
  readonly where: Where;
}

export interface LongMeasured {
  readonly bytes: number;
  /** Whether the output is, to the byte, what the container wrote. */
  readonly isWhole: boolean;
  readonly cpuMs: number;
  readonly tookMs: number;
  readonly memory: readonly Memory[];
  readonly peakMegabytes: number;
}

/** From our own parent. */
const task: LongTask = JSON.parse(process.argv[2] ?? "");
const { plan, where } = task;
const wholeBytes = plan.writes * plan.linesEach * plan.lineBytes;
const source = { kind: "text", text: where.kubeconfig } as const;
const connected = await connect({ source }, AbortSignal.timeout(30_000));
if (connected.kind !== "connected")
  throw new Error(`Not connected to the benchmark's cluster: ${connected.kind}`);
const { cluster } = connected;

const hash = createHash("sha256");
const memory: Memory[] = [];
let bytes = 0;
const begunAt = Date.now();
const spent = process.cpuUsage();
const run = runJob({
  cluster,
  spec: specOf("bench/long-log", plan),
  onOutput: (piece) => {
    hash.update(piece);
    bytes += piece.length;
    if (bytes >= ((memory.length + 1) / 10) * wholeBytes) memory.push(memoryNow());
  },
});
const { problems } = await run.outcome;
const { user, system } = process.cpuUsage(spent);
const { ends } = await readReport(where);
const measured: LongMeasured = {
  bytes,
  isWhole: problems.length === 0 && ends[run.jobName]?.sha256 === hash.digest("hex"),
  cpuMs: (user + system) / 1000,
  tookMs: Date.now() - begunAt,
  memory,
  peakMegabytes: peakMegabytes(),
};
await cluster.close();
process.stdout.write(`${JSON.stringify(measured)}\n`);
