/*
 * One contender follows so many runs at once, in a process of its own: `node measure.ts <json of Task>`. It prints one
 * line of JSON.
 */
import { connect, type Cluster } from "@runverdict/k8s-runner";
import type { Where } from "./where.ts";
import type { Finished } from "./contender.ts";
import { CONTENDERS, specOf, type ContenderName } from "./contenders.ts";
import { memoryNow, type Memory } from "./memory.ts";
import type { Plan } from "./plan.ts";
import { markReport, readReport, type Report } from "./report.ts";

export interface Task {
  readonly contender: ContenderName;
  readonly runs: number;
  readonly plan: Plan;
  /** One run begins each time this has passed, as where many people work. */
  readonly startEveryMs: number;
  readonly where: Where;
}

export interface Measured {
  readonly report: Report;
  /** From the end of each agent container to the settled outcome of its run, in no order. */
  readonly latenciesMs: readonly number[];
  /** User and system, of all threads, from the first start to the last outcome. */
  readonly cpuMs: number;
  readonly before: Memory;
  /** When the last of the runs wrote for the first time. */
  readonly during: Memory;
  readonly mostAtOnce: number;
  /** What is not as it should be, if anything. */
  readonly problems: readonly string[];
}

/** What a run needs is loaded and compiled before anything counts, in a few runs that are soon over. */
const WARM_UP = { runs: 5, plan: { writes: 5, everyMs: 20, linesEach: 1, lineBytes: 1000 } } as const;

/** From our own parent. */
const task: Task = JSON.parse(process.argv[2] ?? "");
const cluster = await connected(task.where);
for (let place = 0; place < WARM_UP.runs; place += 1)
  await follow(`warm-up/${place}`, WARM_UP.plan, () => {});

await markReport(task.where);
const settledAt = new Map<string, number>();
const count = { running: 0, most: 0, heard: 0 };
const before = memoryNow();
let during = before;
let lookingMs = 0;
const begun = process.cpuUsage();
const finished = await Promise.all(Array.from({ length: task.runs }, (_, place) => one(place)));
const cpuMs = spentMs(begun) - lookingMs;
const report = await readReport(task.where);
await cluster.close();

const measured: Measured = {
  report,
  latenciesMs: [...settledAt].flatMap(([job, at]) => (report.ends[job] ? [at - report.ends[job].at] : [])),
  cpuMs,
  before,
  during,
  mostAtOnce: count.most,
  problems: finished.flatMap(problemsOf),
};
process.stdout.write(`${JSON.stringify(measured)}\n`);

async function one(place: number): Promise<Finished> {
  await cluster.clock.sleep(place * task.startEveryMs, new AbortController().signal);
  count.running += 1;
  count.most = Math.max(count.most, count.running);
  let isHeard = false;
  const done = await follow(`bench/${place}`, planOf(place), () => {
    if (isHeard) return;
    isHeard = true;
    count.heard += 1;
    if (count.heard === task.runs) lookAtMemory();
  });
  settledAt.set(done.jobName, Date.now());
  count.running -= 1;
  return done;
}

/** The collection that it takes is our doing, and no cost of the runs. */
function lookAtMemory(): void {
  const from = process.cpuUsage();
  during = memoryNow();
  lookingMs = spentMs(from);
}

function spentMs(from: NodeJS.CpuUsage): number {
  const { user, system } = process.cpuUsage(from);
  return (user + system) / 1000;
}

/** Agents of one length would end in step with whoever polls: theirs differ by up to a tenth, evenly. */
function planOf(place: number): Plan {
  const share = (place * 0.618_034) % 1;
  return { ...task.plan, everyMs: Math.round(task.plan.everyMs * (0.95 + 0.1 * share)) };
}

function follow(runId: string, plan: Plan, onOutput: (bytes: Uint8Array) => void): Promise<Finished> {
  const cancelUrl = `${task.where.side}/cancels`;
  return CONTENDERS[task.contender]({ cluster, spec: specOf(runId, plan), cancelUrl, onOutput });
}

function problemsOf({ jobName, exitCode, problems }: Finished): readonly string[] {
  const all = [...problems, ...(exitCode === 0 ? [] : [`exit code ${exitCode}`])];
  return all.map((problem) => `${jobName}: ${problem}`);
}

async function connected({ kubeconfig }: Where): Promise<Cluster> {
  const source = { kind: "text", text: kubeconfig } as const;
  const answer = await connect({ source }, AbortSignal.timeout(30_000));
  if (answer.kind === "connected") return answer.cluster;
  throw new Error(`Not connected to the benchmark's cluster: ${answer.kind}`);
}
