import { expect, test } from "vitest";
import { agentJob } from "./support/agent-job.ts";
import { ask } from "./support/ask.ts";
import { podOf, startRun } from "./support/run.ts";
import { namespace, withSimulator } from "./support/with-simulator.ts";

const jobs = `/apis/batch/v1/namespaces/${namespace}/jobs`;
const pods = `/api/v1/namespaces/${namespace}/pods`;
const mergePatch = { "content-type": "application/merge-patch+json" };
const jsonPatch = { "content-type": "application/json-patch+json" };

interface OddRequest {
  readonly method: string;
  /** `POD` stands for the name of the Job's pod, which has two containers. */
  readonly path: string;
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
  readonly code: number;
  readonly says: RegExp;
}

const requests: Readonly<Record<string, OddRequest>> = {
  "a list where an object belongs": {
    method: "POST",
    path: jobs,
    body: [],
    code: 400,
    says: /the object provided is unrecognized/,
  },
  "an object for another namespace": {
    method: "POST",
    path: jobs,
    body: { ...agentJob("run-2"), metadata: { name: "run-2", namespace: "others" } },
    code: 400,
    says: /does not match the namespace sent on the request/,
  },
  "an unknown way to delete": {
    method: "DELETE",
    path: `${jobs}/run-1`,
    body: { propagationPolicy: "Sideways" },
    code: 400,
    says: /propagationPolicy/,
  },
  "a deletion of a version that is over": {
    method: "DELETE",
    path: `${jobs}/run-1`,
    body: { preconditions: { resourceVersion: "1" }, propagationPolicy: "Background" },
    code: 409,
    says: /the ResourceVersion in the precondition \(1\) does not match/,
  },
  "a change of another object of the same name": {
    method: "PATCH",
    path: `${jobs}/run-1`,
    headers: mergePatch,
    body: { metadata: { uid: "another" } },
    code: 409,
    says: /run-1/,
  },
  "a merge patch that is a list": {
    method: "PATCH",
    path: `${jobs}/run-1`,
    headers: mergePatch,
    body: [],
    code: 400,
    says: /cannot unmarshal array/,
  },
  "a JSON patch that is an object": {
    method: "PATCH",
    path: `${jobs}/run-1`,
    headers: jsonPatch,
    body: {},
    code: 400,
    says: /cannot unmarshal object into Go value of type jsonpatch\.Patch/,
  },
  "a JSON patch whose operations are numbers": {
    method: "PATCH",
    path: `${jobs}/run-1`,
    headers: jsonPatch,
    body: [1],
    code: 400,
    says: /jsonpatch\.Operation/,
  },
  "the log of one of two containers, without saying which": {
    method: "GET",
    path: `${pods}/POD/log`,
    code: 400,
    says: /a container name must be specified for pod .*, choose one of: \[agent tools\]/,
  },
  "a log since a time that is none": {
    method: "GET",
    path: `${pods}/POD/log?container=agent&sinceTime=yesterday`,
    code: 400,
    says: /yesterday/,
  },
  "a log of that many lines": {
    method: "GET",
    path: `${pods}/POD/log?container=agent&tailLines=many`,
    code: 400,
    says: /strconv\.ParseInt: parsing "many"/,
  },
  "a watch from a version that is none": {
    method: "GET",
    path: `${pods}?watch=true&resourceVersion=newest`,
    code: 400,
    says: /"newest": invalid resource version/,
  },
  "a review of nothing": {
    method: "POST",
    path: "/apis/authorization.k8s.io/v1/selfsubjectaccessreviews",
    body: { kind: "SelfSubjectAccessReview", spec: {} },
    code: 400,
    says: /resourceAttributes/,
  },
};

test.each(Object.entries(requests))("The simulator refuses %s.", async (_, request) => {
  await withSimulator({}, async (stage) => {
    const tools = { name: "tools", image: "agent.local/node:1", command: ["true"] };
    const job = agentJob("run-1");
    const agent = job.spec?.template.spec?.containers ?? [];
    const pod = await startRun(stage, "run-1", {}, { pod: { containers: [...agent, tools] } });
    const { method, path, body, headers = {}, code, says } = request;
    const answer = await ask(stage.simulator.url, method, path.replace("POD", pod), body, headers);
    expect(answer.code).toBe(code);
    expect(answer.body).toMatchObject({ kind: "Status", status: "Failure", code });
    expect(answer.body.message).toMatch(says);
    expect(await podOf(stage, "run-1")).not.toBeNull();
  });
});

test("A pod that has no node has no log yet.", async () => {
  await withSimulator({}, async (stage) => {
    const pod = await startRun(stage, "run-1", {}, { pod: { nodeSelector: { pool: "elsewhere" } } });
    const { code, body } = await ask(stage.simulator.url, "GET", `${pods}/${pod}/log`);
    expect([code, body.message]).toEqual([400, `pod ${pod} does not have a host assigned`]);
  });
});

test("A list shows the objects of its own namespace.", async () => {
  await withSimulator({ namespaces: [namespace, "others"] }, async (stage) => {
    await startRun(stage, "run-1");
    await stage.batch.createNamespacedJob({ namespace: "others", body: agentJob("run-2") });
    await stage.clock.advance(20);
    const listed = async (of: string): Promise<readonly (string | undefined)[]> => {
      const { items } = await stage.core.listNamespacedPod({ namespace: of });
      return items.map(({ metadata }) => metadata?.labels?.["job-name"]);
    };
    expect([await listed(namespace), await listed("others")]).toEqual([["run-1"], ["run-2"]]);
  });
});

test("A dry run answers what would be, and nothing is.", async () => {
  await withSimulator({}, async (stage) => {
    await startRun(stage, "run-1");
    const { url } = stage.simulator;
    const body = { metadata: { labels: { tried: "yes" } } };
    const answer = await ask(url, "PATCH", `${jobs}/run-1?dryRun=All`, body, mergePatch);
    expect(answer.body.metadata.labels).toMatchObject({ tried: "yes" });
    const { metadata } = await stage.batch.readNamespacedJob({ namespace, name: "run-1" });
    expect(metadata?.labels).not.toHaveProperty("tried");
  });
});

test("Who takes the last finalizer off an object that is deleted takes the object with it.", async () => {
  await withSimulator({}, async (stage) => {
    const job = agentJob("run-1", {}, { spec: { suspend: true } });
    const metadata = { ...job.metadata, finalizers: ["example.com/ours"] };
    await stage.batch.createNamespacedJob({ namespace, body: { ...job, metadata } });
    const { url } = stage.simulator;
    await ask(url, "DELETE", `${jobs}/run-1`, { propagationPolicy: "Background" });
    expect((await ask(url, "GET", `${jobs}/run-1`)).body.metadata).toHaveProperty("deletionTimestamp");
    await ask(url, "PATCH", `${jobs}/run-1`, { metadata: { finalizers: null } }, mergePatch);
    expect((await ask(url, "GET", `${jobs}/run-1`)).code).toBe(404);
  });
});

test("It says that it lives, as API servers do.", async () => {
  await withSimulator({}, async ({ simulator }) => {
    const answers = await Promise.all(
      ["/readyz", "/livez", "/healthz"].map((path) => ask(simulator.url, "GET", path)),
    );
    expect(answers.map(({ code, body }) => [code, body])).toEqual([
      [200, "ok"],
      [200, "ok"],
      [200, "ok"],
    ]);
  });
});
