// A stranger's program for Node: runs an agent in a cluster, as Paperclip would, with nothing but the packed tarballs.
import { createServerAdapter } from "@runverdict/paperclip-adapter";
import type { ExecutionContext, ExecutionResult } from "@runverdict/paperclip-adapter";
import { formatStdoutEvent } from "@runverdict/paperclip-adapter/cli";
import { parseStdoutLine } from "@runverdict/paperclip-adapter/ui-parser";
import { createSimulator } from "@runverdict/k8s-runner/simulator";
import type { SimulatorOptions } from "@runverdict/k8s-runner/simulator";

const events = [
  {
    type: "system",
    subtype: "init",
    session_id: "b5a1f6f0-4c1e-4d0b-9b57-2f6c52b1b6aa",
    model: "m",
    tools: [],
  },
  {
    type: "assistant",
    message: { id: "m1", role: "assistant", content: [{ type: "text", text: "Working." }] },
  },
];
const write = {
  kind: "write",
  afterMs: 5,
  text: events.map((event) => `${JSON.stringify(event)}\n`).join(""),
};
const options: SimulatorOptions = {
  script: () => ({
    steps: [
      { ...write, kind: "write" },
      { kind: "oom", afterMs: 5 },
    ],
  }),
};

const simulator = await createSimulator(options);
let log = "";
const context: ExecutionContext = {
  runId: "run-1",
  agent: {
    id: "agent-1",
    companyId: "company-1",
    name: "Reviewer",
    adapterType: "claude_k8s",
    adapterConfig: {},
  },
  runtime: { sessionId: null, sessionParams: null, sessionDisplayId: null, taskKey: "issue-1" },
  config: { kubeconfig: simulator.kubeconfig, image: "agent:1", dataVolume: "scratch" },
  context: {},
  onLog: async (_stream, chunk) => void (log += chunk),
};
const result: ExecutionResult = await createServerAdapter().execute(context);
await simulator.close();

const entries = log.split("\n").flatMap((line) => parseStdoutLine(line, "2026-01-01T00:00:00Z"));
formatStdoutEvent(JSON.stringify(events[1]), false);
if (!entries.some(({ kind }) => kind === "assistant")) throw new Error(log);
if (result.errorCode !== "claude_truncated" || !/OOMKilled/.test(result.errorMessage ?? ""))
  throw new Error(JSON.stringify(result));
