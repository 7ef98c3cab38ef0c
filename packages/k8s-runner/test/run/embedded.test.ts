import { expect, test } from "vitest";
import { connect } from "../../src/cluster/connect.ts";
import { runJob } from "../../src/run/run-job.ts";
import { createSimulator } from "../../src/simulator/create-simulator.ts";
import { aSpec } from "./support/a-spec.ts";

const agent = `
  const { readFileSync } = require("node:fs");
  console.log("asked: " + readFileSync(process.env.RUNVERDICT_PROMPT_FILE, "utf8"));
  console.log("key: " + process.env.API_KEY.length);
  process.exit(4);
`;

test("A local process runs as the agent of a Job, with its prompt and its secrets, in the machine's own time.", async () => {
  const simulator = await createSimulator();
  const signal = new AbortController().signal;
  const connected = await connect({ source: { kind: "text", text: simulator.kubeconfig } }, signal);
  if (connected.kind !== "connected") throw new Error(connected.kind);
  const { cluster } = connected;
  const spec = aSpec({
    command: ["node", "-e", agent],
    env: [{ kind: "secret", name: "API_KEY", value: "12345" }],
  });
  const pieces: Uint8Array[] = [];
  const { ending, evidence } = await runJob({ cluster, spec, onOutput: (bytes) => void pieces.push(bytes) })
    .outcome;
  expect(ending).toEqual({ kind: "ended", confirmed: true });
  expect(Buffer.concat(pieces).toString()).toBe("asked: Say hello.\nkey: 5\n");
  expect(evidence.pod).toMatchObject({ value: { agent: { state: { exitCode: 4 } } } });
  await cluster.close();
  await simulator.close();
});
