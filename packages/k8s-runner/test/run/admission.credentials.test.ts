import { createServer } from "node:http";
import { expect, test } from "vitest";
import { connect } from "../../src/cluster/connect.ts";
import { runJob } from "../../src/run/run-job.ts";
import { writeKubeconfig } from "../../src/simulator/kubeconfig.ts";
import { aSpec } from "./support/a-spec.ts";

const unauthorized = JSON.stringify({ kind: "Status", status: "Failure", reason: "Unauthorized", code: 401 });

test("A run whose credentials are no good before anything was made is refused, and does not wait for better ones.", async () => {
  const server = createServer((request, response) => {
    const isVersion = request.url === "/version";
    response.writeHead(isVersion ? 200 : 401, { "content-type": "application/json" });
    response.end(isVersion ? '{"gitVersion":"v1.36.2"}' : unauthorized);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("The server has no port.");
  const text = writeKubeconfig(`http://127.0.0.1:${address.port}`, "agents", "old");
  const connected = await connect({ source: { kind: "text", text } }, new AbortController().signal);
  if (connected.kind !== "connected") throw new Error(connected.kind);
  const { cluster } = connected;
  const { ending, cleanup } = await runJob({ cluster, spec: aSpec(), onOutput: () => {} }).outcome;
  expect(ending).toMatchObject({ kind: "refused", answer: { outcome: "rejected", http: 401 } });
  expect(cleanup).toBe("nothing");
  await cluster.close();
  await new Promise((resolve) => server.close(resolve));
});
