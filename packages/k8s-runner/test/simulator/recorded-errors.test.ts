import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { agentJob } from "./support/agent-job.ts";
import { ask } from "./support/ask.ts";
import { namespace, withSimulator } from "./support/with-simulator.ts";
import type { Stage } from "./support/with-simulator.ts";

const jobs = `/apis/batch/v1/namespaces/${namespace}/jobs`;
const pods = `/api/v1/namespaces/${namespace}/pods`;
const job = agentJob(
  "run-api-errors",
  {},
  { pod: { volumes: [{ name: "creds", secret: { secretName: "none" } }] } },
);

interface Refusal {
  readonly method?: string;
  /** `POD` stands for the name of the Job's pod. */
  readonly path: string;
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
}

/** The requests that a real API server (1.36.2) was sent, each beside the answer that was recorded. */
const refusals: Readonly<Record<string, Refusal>> = {
  "anonymous-403": { path: pods },
  "bad-token-401": { path: pods, headers: { authorization: "Bearer wrong" } },
  "create-job-404-namespace": {
    method: "POST",
    path: "/apis/batch/v1/namespaces/nowhere/jobs",
    body: agentJob("run-api-errors"),
  },
  "create-job-409": { method: "POST", path: jobs, body: job },
  "create-job-422": { method: "POST", path: jobs, body: agentJob("Bad_Name") },
  "delete-job-404": { method: "DELETE", path: `${jobs}/none` },
  "get-job-404": { path: `${jobs}/none` },
  "list-bad-continue": { path: `${pods}?limit=1&continue=abcd!` },
  "log-container-creating": { path: `${pods}/POD/log` },
  "log-no-previous": { path: `${pods}/POD/log?previous=true` },
  "log-no-such-container": { path: `${pods}/POD/log?container=x` },
  "log-no-such-pod": { path: `${pods}/none/log` },
  "update-job-409-conflict": {
    method: "PUT",
    path: `${jobs}/run-api-errors`,
    body: { ...job, metadata: { ...job.metadata, resourceVersion: "1" } },
  },
};

describe("The simulator refuses with the bodies that a real API server sent", () => {
  test.for(Object.entries(refusals))("%s", async ([name, refusal]) => {
    await withSimulator({ access: { token: "right" } }, async (stage) => {
      const pod = await createRun(stage);
      const { method = "GET", path, body } = refusal;
      const isAnonymous = name.startsWith("anonymous");
      const headers = refusal.headers ?? (isAnonymous ? {} : { authorization: "Bearer right" });
      const answer = await ask(stage.simulator.url, method, path.replace("POD", pod), body, headers);
      const recorded = recording(name, pod);
      expect(answer.code).toBe(recorded.code);
      expect(answer.body).toEqual(recorded);
    });
  });

  test("forbidden-403", async () => {
    await withSimulator({ access: { permissions: [] } }, async ({ simulator }) => {
      const answer = await ask(simulator.url, "POST", jobs, agentJob("run-1"));
      expect(answer.body).toEqual(recording("forbidden-403", ""));
    });
  });

  test("update-job-422-immutable, but for the Go values that it quotes", async () => {
    await withSimulator({}, async (stage) => {
      await createRun(stage);
      const { url } = stage.simulator;
      const { body } = await ask(url, "GET", `${jobs}/run-api-errors`);
      body.spec.template.spec.containers[0].image = "other:1";
      const answer = await ask(url, "PUT", `${jobs}/run-api-errors`, body);
      const recorded = recording("update-job-422-immutable", "");
      const [cause] = recorded.details.causes;
      expect(answer.code).toBe(422);
      expect(answer.body.reason).toBe(recorded.reason);
      expect({ ...answer.body.details, causes: [] }).toEqual({ ...recorded.details, causes: [] });
      expect(answer.body.details.causes).toMatchObject([{ reason: cause.reason, field: cause.field }]);
      const words =
        /^(Job\.batch "run-api-errors" is invalid: spec\.template: Invalid value: ).*(: field is immutable)$/s;
      expect(words.exec(answer.body.message)?.slice(1)).toEqual(words.exec(recorded.message)?.slice(1));
    });
  });
});

/** A run whose container waits for ever, for want of a Secret. Answers with the name of its pod. */
async function createRun({ simulator, clock }: Stage): Promise<string> {
  const headers = { authorization: "Bearer right" };
  await ask(simulator.url, "POST", jobs, job, headers);
  await clock.advance(1000);
  const { body } = await ask(simulator.url, "GET", pods, undefined, headers);
  return body.items[0].metadata.name;
}

// oxlint-disable-next-line typescript/no-explicit-any -- compared field by field.
function recording(name: string, pod: string): any {
  const file = new URL(`recorded/api-errors/${name}.json`, import.meta.url);
  return JSON.parse(readFileSync(file, "utf8").replaceAll("run-api-errors-s4ch9", pod));
}
