/*
 * The cluster, in a process of its own, so that what it costs counts for nobody: `node cluster.ts <quick or real>`. It
 * prints one line of JSON that says where it is, and serves until its standard input ends. Beside the Kubernetes there
 * is a small server for what is not asked of any Kubernetes.
 */
import { createServer } from "node:http";
import { createSimulator, QUICK_DELAYS, REAL_DELAYS, type RunTruth } from "@runverdict/k8s-runner/simulator";
import { scriptOf } from "./plan.ts";
import type { AgentEnd, Report } from "./report.ts";
import type { Where } from "./where.ts";

const simulator = await createSimulator({
  script: ({ command }) => scriptOf(command),
  delays: process.argv[2] === "real" ? REAL_DELAYS : QUICK_DELAYS,
  // What a slow reader has not read yet is not rotated away.
  log: { rotateBytes: 256 * 1024 * 1024 },
  keepOutputBytes: 0,
});
let before: Report["requests"] = {};
let cancelPolls = 0;

const side = createServer((request, response) => {
  response.setHeader("content-type", "application/json");
  response.end(JSON.stringify(answerTo(request.url ?? "")));
});
side.keepAliveTimeout = 90_000;
side.listen(0, "127.0.0.1", () => {
  const address = side.address();
  if (address === null || typeof address === "string") throw new Error("The side server has no port.");
  const where: Where = { kubeconfig: simulator.kubeconfig, side: `http://127.0.0.1:${address.port}` };
  process.stdout.write(`${JSON.stringify(where)}\n`);
});
process.stdin.resume().once("end", () => process.exit());

function answerTo(path: string): object {
  if (path === "/report") return report();
  if (path.startsWith("/cancels/")) cancelPolls += 1;
  if (path === "/mark") {
    before = simulator.counters.requests();
    cancelPolls = 0;
  }
  return { cancelled: false };
}

function report(): Report {
  const { requests, mostSockets } = simulator.counters;
  const counted = Object.entries(requests()).map(([kind, count]) => [kind, count - (before[kind] ?? 0)]);
  return {
    requests: Object.fromEntries(counted),
    cancelPolls,
    mostSockets: mostSockets(),
    ends: Object.fromEntries(simulator.truth.runs().flatMap(endOf)),
  };
}

function endOf({ job, pods }: RunTruth): readonly (readonly [string, AgentEnd])[] {
  const agent = pods.at(-1)?.containers.at(-1);
  if (agent === undefined || agent.ended === null) return [];
  return [[job.name, { at: agent.ended.at, sha256: agent.stdout.sha256 }]];
}
