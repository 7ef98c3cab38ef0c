import { createServer } from "node:http";
import type { AdapterEnvironmentTestContext, AdapterEnvironmentTestResult } from "@paperclipai/adapter-utils";
import {
  createSimulator,
  EVERYTHING,
  type Permission,
  type Simulator,
} from "@runverdict/k8s-runner/simulator";
import { expect, expectTypeOf, onTestFinished, test } from "vitest";
import { testEnvironment } from "../../src/environment/test-environment.ts";
import type { EnvironmentTestContext, EnvironmentTestResult } from "../../src/host/environment-test.ts";

/** As `deploy/rbac.yaml` of the runner grants it. */
const ROLE: readonly Permission[] = [
  ...allow("batch", "jobs", ["create", "delete", "get", "list", "patch", "watch"]),
  ...allow("", "pods", ["delete", "get", "list", "watch"]),
  ...allow("", "pods/log", ["get"]),
  ...allow("", "events", ["list"]),
  ...allow("", "secrets", ["create", "delete"]),
];

const LOOKING: readonly Permission[] = [
  { verb: "get", group: "", resource: "namespaces" },
  ...allow("", "secrets", ["get"]),
  ...allow("", "serviceaccounts", ["get"]),
  ...allow("", "persistentvolumeclaims", ["get"]),
];

function allow(group: string, resource: string, verbs: readonly string[]): readonly Permission[] {
  return verbs.map((verb) => ({ verb, group, resource, namespace: "agents" }));
}

async function aSimulator(
  permissions: readonly Permission[] = EVERYTHING,
  token: string | null = null,
): Promise<Simulator> {
  const simulator = await createSimulator({ controllers: false, access: { permissions, token } });
  onTestFinished(() => simulator.close());
  return simulator;
}

/** Objects as somebody else has created them. */
async function withObjects(simulator: Simulator, ...objects: readonly object[]): Promise<void> {
  const lines = objects.map((object) => JSON.stringify({ type: "ADDED", object }));
  await simulator.replay(lines, Infinity);
}

let uid = 0;

function anObject(kind: string, name: string, more: object = {}): object {
  uid += 1;
  const metadata = { name, namespace: "agents", uid: `u-${uid}`, resourceVersion: String(uid) };
  return { apiVersion: "v1", kind, metadata, ...more };
}

function aClaim(name: string, ...accessModes: readonly string[]): object {
  return anObject("PersistentVolumeClaim", name, { spec: { accessModes }, status: { phase: "Bound" } });
}

const usual = {
  image: "agent:1",
  dataVolume: "claim",
  dataClaimName: "data",
  paperclipApiUrl: "https://pc.example",
};

function asked(config: object, kubeconfig?: string): EnvironmentTestContext {
  return { companyId: "c-1", config: { ...(kubeconfig === undefined ? {} : { kubeconfig }), ...config } };
}

function levels(result: EnvironmentTestResult, level: string): readonly string[] {
  return result.checks.filter((check) => check.level === level).map(({ code }) => code);
}

test("With all that runs need the test passes, and names what it looked at.", async () => {
  const simulator = await aSimulator([...ROLE, ...LOOKING]);
  await withObjects(
    simulator,
    aClaim("data", "ReadWriteMany"),
    anObject("ServiceAccount", "agent"),
    anObject("Secret", "paperclip-secrets", { data: {} }),
  );
  const config = { ...usual, serviceAccountName: "agent", secretRef: "paperclip-secrets" };
  const result = await testEnvironment(asked(config, simulator.kubeconfig), { env: {} });
  expect(result).toMatchObject({ adapterType: "claude_k8s", status: "pass" });
  expect(new Date(result.testedAt).toISOString()).toBe(result.testedAt);
  expect(result.checks.map(({ code }) => code)).toEqual([
    "k8s_api_reachable",
    "k8s_self_pod_outside",
    "k8s_run_possible",
    "k8s_namespace_exists",
    "k8s_service_account_exists",
    "k8s_secret_exists",
    "k8s_pvc_rwx",
    "k8s_rbac_job_create",
    "k8s_rbac_job_delete",
    "k8s_rbac_job_get",
    "k8s_rbac_job_list",
    "k8s_rbac_job_patch",
    "k8s_rbac_job_watch",
    "k8s_rbac_pod_delete",
    "k8s_rbac_pod_get",
    "k8s_rbac_pod_list",
    "k8s_rbac_pod_watch",
    "k8s_rbac_pod_log",
    "k8s_rbac_event_list",
    "k8s_rbac_secret_create",
    "k8s_rbac_secret_delete",
    "k8s_job_accepted",
  ]);
  expect(Object.keys(simulator.counters.requests())).toContain("create jobs");
  expect(simulator.truth.runs()).toEqual([]);
});

test("Wrong fields are told one by one, and nobody is asked.", async () => {
  const simulator = await aSimulator();
  const config = { namespace: "No Namespace", timeoutSec: "soon" };
  const result = await testEnvironment(asked(config, simulator.kubeconfig), { env: {} });
  expect(result).toMatchObject({
    status: "fail",
    checks: [
      { code: "k8s_config_invalid", level: "error", message: expect.stringMatching(/^namespace: /) },
      { code: "k8s_config_invalid", level: "error", message: expect.stringMatching(/^timeoutSec: /) },
    ],
  });
  expect(simulator.counters.total()).toBe(0);
});

test("What is set and does nothing is a warning, with what to use instead.", async () => {
  const simulator = await aSimulator();
  await withObjects(simulator, aClaim("data", "ReadWriteMany"));
  const result = await testEnvironment(asked({ ...usual, enableDocker: true }, simulator.kubeconfig), {
    env: {},
  });
  expect(result.status).toBe("warn");
  expect(result.checks[0]).toMatchObject({
    code: "k8s_config_unused",
    level: "warn",
    message: expect.stringContaining("sidecars"),
  });
});

test.each([
  ["/nowhere/kubeconfig", "There is no kubeconfig at /nowhere/kubeconfig: give the path of one."],
  [
    "apiVersion: v1\nkind: Config",
    "The kubeconfig names no context. It has none. Choose one by name, or with `kubectl config use-context`.",
  ],
])("A cluster that can't be reached by %j fails with the cure.", async (kubeconfig, message) => {
  const result = await testEnvironment(asked(usual, kubeconfig), { env: {} });
  expect(result).toMatchObject({
    status: "fail",
    checks: [{ code: "k8s_api_unreachable", level: "error", message }],
  });
});

test("Each permission that is missing fails by its name, with the rule that grants it.", async () => {
  const less = ROLE.filter(
    ({ verb, resource }) => !(verb === "create" && resource === "jobs") && resource !== "pods/log",
  );
  const simulator = await aSimulator([...less, ...LOOKING]);
  await withObjects(simulator, aClaim("data", "ReadWriteMany"));
  const result = await testEnvironment(asked(usual, simulator.kubeconfig), { env: {} });
  expect(result.status).toBe("fail");
  expect(levels(result, "error")).toEqual(["k8s_rbac_job_create", "k8s_rbac_pod_log"]);
  expect(result.checks.find(({ code }) => code === "k8s_rbac_job_create")).toEqual({
    code: "k8s_rbac_job_create",
    level: "error",
    message: "We have no permission to create jobs.batch in the namespace agents.",
    hint: 'Add the verb "create" on "jobs" of the API group "batch" to the runner\'s Role, or apply deploy/rbac.yaml.',
  });
});

test("What the Role does not let us look at is a warning, and the namespace is proven by a trial.", async () => {
  const simulator = await aSimulator(ROLE);
  const config = {
    ...usual,
    serviceAccountName: "agent",
    secretRef: "paperclip-secrets",
    imagePullSecrets: "registry",
    priorityClassName: "low",
    runtimeClassName: "gvisor",
  };
  const result = await testEnvironment(asked(config, simulator.kubeconfig), { env: {} });
  expect(result.status).toBe("warn");
  expect(levels(result, "warn")).toEqual([
    "k8s_service_account_check_failed",
    "k8s_secret_check_failed",
    "k8s_secret_check_failed",
    "k8s_pvc_check_failed",
    "k8s_runtime_class_check_failed",
    "k8s_priority_class_check_failed",
  ]);
  expect(result.checks.find(({ code }) => code === "k8s_pvc_check_failed")?.message).toBe(
    "The persistent volume claim data: It can't be checked, because we may not get persistentvolumeclaims.",
  );
  expect(levels(result, "info")).toContain("k8s_job_accepted");
});

test("Objects that are missing are told by name; without a pull Secret a pod may start all the same.", async () => {
  const simulator = await aSimulator();
  const config = {
    ...usual,
    serviceAccountName: "agent",
    secretRef: "paperclip-secrets",
    imagePullSecrets: "registry",
    envFromSecrets: "GH_TOKEN=git/token\nSENTRY=sentry/dsn?",
  };
  const result = await testEnvironment(asked(config, simulator.kubeconfig), { env: {} });
  const missing = result.checks.filter(({ code }) => code.endsWith("_missing"));
  expect(missing.map(({ level, message }) => [level, message])).toEqual([
    ["error", "There is no service account agent."],
    ["error", "There is no Secret paperclip-secrets."],
    ["error", "There is no Secret git."],
    ["warn", "There is no Secret registry."],
    ["error", "There is no persistent volume claim data."],
  ]);
  expect(missing.map(({ hint }) => hint)).toContain(
    "Create the Secret git in the namespace agents, or name another.",
  );
});

test("A Secret that holds a variable as well as a login to the registry can't be done without.", async () => {
  const simulator = await aSimulator();
  await withObjects(simulator, aClaim("data", "ReadWriteMany"));
  const config = { ...usual, imagePullSecrets: "registry", envFromSecrets: "REGISTRY_TOKEN=registry/token" };
  const result = await testEnvironment(asked(config, simulator.kubeconfig), { env: {} });
  expect(levels(result, "error")).toEqual(["k8s_secret_missing"]);
});

test("A namespace that does not exist is missing, and a trial says the same.", async () => {
  const simulator = await aSimulator();
  const result = await testEnvironment(asked({ ...usual, namespace: "nowhere" }, simulator.kubeconfig), {
    env: {},
  });
  expect(levels(result, "error")).toEqual(["k8s_namespace_missing", "k8s_pvc_missing", "k8s_job_refused"]);
});

test.each([
  [["ReadWriteMany", "ReadWriteOnce"], "k8s_pvc_rwx", "info"],
  [["ReadWriteOnce"], "k8s_pvc_not_rwx", "warn"],
  [["ReadWriteOncePod"], "k8s_pvc_not_rwx", "error"],
  [["ReadOnlyMany"], "k8s_pvc_not_rwx", "error"],
])("A claim with %o can be shared so far: %s, %s.", async (modes, code, level) => {
  const simulator = await aSimulator();
  await withObjects(simulator, aClaim("data", ...modes));
  const result = await testEnvironment(asked(usual, simulator.kubeconfig), { env: {} });
  expect(result.checks.find((check) => check.code.startsWith("k8s_pvc"))).toMatchObject({ code, level });
});

test("A claim whose volume is lost is as good as none.", async () => {
  const simulator = await aSimulator();
  const lost = { spec: { accessModes: ["ReadWriteMany"] }, status: { phase: "Lost" } };
  await withObjects(simulator, anObject("PersistentVolumeClaim", "data", lost));
  const result = await testEnvironment(asked(usual, simulator.kubeconfig), { env: {} });
  expect(levels(result, "error")).toEqual(["k8s_pvc_missing"]);
});

test("Beside Paperclip's own pod image and claim are found without being configured.", async () => {
  const simulator = await aSimulator();
  const spec = {
    containers: [
      { name: "paperclip", image: "paperclip:9", volumeMounts: [{ name: "data", mountPath: "/paperclip" }] },
    ],
    volumes: [{ name: "data", persistentVolumeClaim: { claimName: "paperclip-data" } }],
  };
  await withObjects(
    simulator,
    anObject("Pod", "paperclip-0", { spec, status: { phase: "Running" } }),
    aClaim("paperclip-data", "ReadWriteMany"),
  );
  const env = { POD_NAMESPACE: "agents", POD_NAME: "paperclip-0" };
  const config = { paperclipApiUrl: "https://pc.example" };
  const result = await testEnvironment(asked(config, simulator.kubeconfig), { env });
  expect(result.status).toBe("pass");
  expect(result.checks.map(({ message }) => message)).toEqual(
    expect.arrayContaining([
      "Paperclip runs in the pod paperclip-0 of the namespace agents; what the configuration leaves open is taken from there.",
      "Runs would have the image paperclip:9.",
      "Pods of all nodes can share the persistent volume claim paperclip-data.",
    ]),
  );
});

test("Without a pod of Paperclip's own and without an image no run is possible.", async () => {
  const simulator = await aSimulator();
  const result = await testEnvironment(asked({}, simulator.kubeconfig), { env: {} });
  expect(levels(result, "error")).toEqual(["k8s_run_impossible"]);
  expect(result.checks.find(({ code }) => code === "k8s_run_impossible")?.message).toContain("Set `image`");
});

test("A pod of Paperclip's own that we may not look at is a warning, and what depends on it fails.", async () => {
  const simulator = await aSimulator(ROLE.filter(({ resource }) => resource !== "pods"));
  const env = { POD_NAMESPACE: "agents", POD_NAME: "paperclip-0" };
  const result = await testEnvironment(asked({}, simulator.kubeconfig), { env });
  expect(levels(result, "warn")).toContain("k8s_self_pod_check_failed");
  expect(levels(result, "error")).toContain("k8s_run_impossible");
});

test("What is of no use in a pod is told before a run meets it.", async () => {
  const simulator = await aSimulator();
  const config = { image: "agent:1", dataVolume: "none", paperclipApiUrl: "http://127.0.0.1:3100" };
  const result = await testEnvironment(asked(config, simulator.kubeconfig), { env: {} });
  expect(result.status).toBe("warn");
  expect(levels(result, "warn")).toContain("k8s_pvc_not_detected");
  expect(result.checks.map(({ message }) => message).join("\n")).toContain(
    "can't reach Paperclip at http://127.0.0.1:3100",
  );
});

test("Instructions that can't be read are told before an agent works without them.", async () => {
  const simulator = await aSimulator();
  const config = { ...usual, instructionsFilePath: "/nowhere/AGENTS.md" };
  const result = await testEnvironment(asked(config, simulator.kubeconfig), { env: {} });
  expect(result.checks.find(({ code }) => code === "k8s_run_impossible")?.message).toContain(
    "let `instructionsFilePath` name a file",
  );
});

test("A pod that can't be built is told with the field that is wrong.", async () => {
  const simulator = await aSimulator();
  const config = { ...usual, "resources.requests.memory": "9Gi" };
  const result = await testEnvironment(asked(config, simulator.kubeconfig), { env: {} });
  expect(levels(result, "error")).toContain("k8s_run_impossible");
});

test("A namespace that is no name of one is told with where it may come from.", async () => {
  const simulator = await aSimulator();
  const kubeconfig = simulator.kubeconfig.replace('"agents"', '"../kube-system"');
  const result = await testEnvironment(asked(usual, kubeconfig), { env: {} });
  expect(result.checks.at(-1)).toMatchObject({
    code: "k8s_namespace_missing",
    level: "error",
    message: '"../kube-system" is no name of a namespace.',
    hint: expect.stringContaining("the kubeconfig's context"),
  });
});

test("A server that stops answering ends the test within its time, and proves nothing to be missing.", async () => {
  const server = createServer((request, response) => {
    if (request.url === "/version") response.end('{"gitVersion":"v1.36.2"}');
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  const simulator = await aSimulator();
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("no port");
  const kubeconfig = simulator.kubeconfig.replace(simulator.url, `http://127.0.0.1:${address.port}`);
  const result = await testEnvironment(asked(usual, kubeconfig), { env: {}, timeoutMs: 300 });
  expect(result.status).toBe("warn");
  expect(levels(result, "warn")).toContain("k8s_rbac_job_create");
  expect(levels(result, "warn")).toContain("k8s_job_check_failed");
  server.removeAllListeners("request");
  const silent = await testEnvironment(asked(usual, kubeconfig), { env: {}, timeoutMs: 300 });
  expect(silent.checks).toMatchObject([
    { code: "k8s_api_unreachable", message: expect.stringContaining("did not answer within 0.3 s") },
  ]);
});

test("Whatever befalls the test itself is a failed check, without what was thrown.", async () => {
  const config = {
    get namespace(): string {
      throw new RangeError("sk-ant-secret");
    },
  };
  const result = await testEnvironment({ companyId: "c-1", config }, { env: {} });
  expect(result).toMatchObject({ status: "fail", checks: [{ code: "k8s_environment_test_failed" }] });
  expect(JSON.stringify(result)).not.toContain("sk-ant");
});

test("No secret of the configuration is told, however the test ends.", async () => {
  const simulator = await aSimulator(EVERYTHING, "kube-secret-1");
  const env = { ANTHROPIC_API_KEY: "sk-ant-secret-2", PLAIN: "plain-secret-3" };
  const right = await testEnvironment(asked({ ...usual, env }, simulator.kubeconfig), { env: {} });
  expect(levels(right, "info")).toContain("k8s_job_accepted");
  // The simulator tells its version to anybody.
  const stale = simulator.kubeconfig.replace("kube-secret-1", "kube-secret-4");
  const refused = await testEnvironment(asked({ ...usual, env }, stale), { env: {} });
  expect(levels(refused, "error")).toEqual(["k8s_job_refused"]);
  const wrong = await testEnvironment(asked({ kubeconfig: "kube-secret-5", env: { "A B": "x-secret-6" } }), {
    env: {},
  });
  expect(levels(wrong, "error")).toEqual(["k8s_config_invalid", "k8s_config_invalid"]);
  expect(JSON.stringify([right, refused, wrong])).not.toMatch(/secret-\d/);
});

test("It takes what the host gives, and gives what the host takes.", () => {
  expectTypeOf<AdapterEnvironmentTestContext>().toExtend<EnvironmentTestContext>();
  expectTypeOf<EnvironmentTestResult>().toExtend<AdapterEnvironmentTestResult>();
});
