import { describe, expect, test } from "vitest";
import { plainCompanion, type RunSpec } from "../../../src/job/run-spec.ts";
import { aRun, aWrapper, jobOf, problemPaths } from "../support/a-run.ts";

const patched = (podTemplate: unknown, differs: Partial<RunSpec> = {}) =>
  jobOf(aRun({ ...differs, podTemplate })).spec.template;
const agent = (patch: object): object => ({ spec: { containers: [{ name: "agent", ...patch }] } });

describe("a patch of the pod", () => {
  test("adds to the Secrets that images are pulled with, which may be none", () => {
    const patch = { spec: { imagePullSecrets: [{ name: "b" }] } };
    expect(patched(patch).spec.imagePullSecrets).toEqual([{ name: "b" }]);
    expect(patched(patch, { imagePullSecrets: ["a"] }).spec.imagePullSecrets).toEqual([
      { name: "a" },
      { name: "b" },
    ]);
  });

  test("sets for a sidecar what is ours in the agent's container alone", () => {
    const proxy = {
      ...plainCompanion,
      kind: "regular",
      name: "proxy",
      image: "images.example/proxy:1",
    } as const;
    const reserved = { name: "RUNVERDICT_RUN_ID", value: "x" };
    const patch = { spec: { containers: [{ name: "proxy", command: ["proxy"], env: [reserved] }] } };
    const differs = { sidecars: [{ ...proxy, command: [] }], wrapper: aWrapper() };
    const { containers } = patched(patch, differs).spec;
    expect(containers.find(({ name }) => name === "proxy")).toMatchObject({
      command: ["proxy"],
      env: [reserved],
    });
  });

  test("adds to maps, key by key", () => {
    const { metadata, spec } = patched(
      { metadata: { labels: { b: "2" } }, spec: { nodeSelector: { pool: "b", disk: "fast" } } },
      { labels: { a: "1" }, nodeSelector: { pool: "a", zone: "z" } },
    );
    expect(metadata.labels).toMatchObject({ a: "1", b: "2" });
    expect(spec.nodeSelector).toEqual({ pool: "b", zone: "z", disk: "fast" });
  });

  test("changes variables by name, each as a whole", () => {
    const [container] = patched(
      agent({
        env: [
          { name: "A", valueFrom: { fieldRef: { fieldPath: "metadata.name" } } },
          { name: "C", value: "3" },
        ],
      }),
      {
        env: [
          { kind: "value", name: "A", value: "1" },
          { kind: "value", name: "B", value: "2" },
        ],
      },
    ).spec.containers;
    expect(container?.env.slice(2)).toEqual([
      { name: "A", valueFrom: { fieldRef: { fieldPath: "metadata.name" } } },
      { name: "B", value: "2" },
      { name: "C", value: "3" },
    ]);
  });

  test("adds a volume and mounts it", () => {
    const { spec } = patched({
      spec: {
        volumes: [{ name: "ca", configMap: { name: "company-ca" } }],
        containers: [{ name: "agent", volumeMounts: [{ name: "ca", mountPath: "/etc/ca", readOnly: true }] }],
      },
    });
    expect(spec.volumes.at(-1)).toEqual({ name: "ca", configMap: { name: "company-ca" } });
    expect(spec.containers[0]?.volumeMounts.at(-1)).toEqual({
      name: "ca",
      mountPath: "/etc/ca",
      readOnly: true,
    });
  });

  test("raises one limit and leaves the others", () => {
    const [container] = patched(agent({ resources: { limits: { memory: "8Gi" } } })).spec.containers;
    expect(container?.resources).toEqual({
      requests: { cpu: "500m", memory: "1536Mi" },
      limits: { memory: "8Gi" },
    });
  });

  test("replaces lists that have no names", () => {
    const { spec } = patched(
      { spec: { tolerations: [{ key: "b", operator: "Exists" }] } },
      { tolerations: [{ key: "a", operator: "Exists" }] },
    );
    expect(spec.tolerations).toEqual([{ key: "b", operator: "Exists" }]);
  });

  test("says more of a security context without unsaying the rest", () => {
    const { spec } = patched({
      spec: {
        securityContext: { fsGroup: 2000 },
        containers: [{ name: "agent", securityContext: { runAsUser: 2000 } }],
      },
    });
    expect(spec.securityContext).toEqual({
      runAsNonRoot: true,
      runAsUser: 1000,
      runAsGroup: 1000,
      fsGroup: 2000,
      fsGroupChangePolicy: "OnRootMismatch",
      seccompProfile: { type: "RuntimeDefault" },
    });
    expect(spec.containers[0]?.securityContext).toEqual({
      allowPrivilegeEscalation: false,
      capabilities: { drop: ["ALL"] },
      readOnlyRootFilesystem: true,
      runAsUser: 2000,
    });
  });

  test("may start another program, unless the wrapper is started there", () => {
    const wrapper = aWrapper();
    expect(patched(agent({ command: ["other"] })).spec.containers[0]?.command).toEqual(["other"]);
    expect(problemPaths({ wrapper, podTemplate: agent({ command: ["other"], args: [] }) })).toEqual([
      "podTemplate.spec.containers[0].command",
      "podTemplate.spec.containers[0].args",
    ]);
  });
});

test.each<readonly [string, unknown, string]>([
  ["what is no patch", "spec: {}", ""],
  ["a list in a patch's place", [], ""],
  ["null, which would delete", { spec: { volumes: null } }, ".spec.volumes"],
  ["the Job around the pod", { template: {} }, ".template"],
  ["resuming the Job", { suspend: false }, ".suspend"],
  ["another restart policy", { spec: { restartPolicy: "OnFailure" } }, ".spec.restartPolicy"],
  ["the host's network", { spec: { hostNetwork: true } }, ".spec.hostNetwork"],
  [
    "a token of the API server",
    { spec: { automountServiceAccountToken: true } },
    ".spec.automountServiceAccountToken",
  ],
  ["a deadline", { spec: { activeDeadlineSeconds: 5 } }, ".spec.activeDeadlineSeconds"],
  ["a node by name", { spec: { nodeName: "node-1" } }, ".spec.nodeName"],
  [
    "a path of the node",
    { spec: { volumes: [{ name: "v", hostPath: { path: "/" } }] } },
    ".spec.volumes[0].hostPath",
  ],
  [
    "one of our volumes",
    { spec: { volumes: [{ name: "runverdict-home", emptyDir: {} }] } },
    ".spec.volumes[0].name",
  ],
  ["a volume without a name", { spec: { volumes: [{ emptyDir: {} }] } }, ".spec.volumes[0]"],
  ["a container of its own", { spec: { containers: [{ name: "other" }] } }, ".spec.containers[0].name"],
  [
    "the agent among init containers",
    { spec: { initContainers: [{ name: "agent" }] } },
    ".spec.initContainers[0].name",
  ],
  [
    "privileges",
    agent({ securityContext: { privileged: true } }),
    ".spec.containers[0].securityContext.privileged",
  ],
  ["a whole Secret of variables", agent({ envFrom: [] }), ".spec.containers[0].envFrom"],
  ["a probe of the agent", agent({ livenessProbe: {} }), ".spec.containers[0].livenessProbe"],
  ["another HOME", agent({ env: [{ name: "HOME", value: "/" }] }), ".spec.containers[0].env[0].name"],
  [
    "another volume in HOME's place",
    agent({ volumeMounts: [{ name: "v", mountPath: "/home/agent" }] }),
    ".spec.containers[0].volumeMounts[0]",
  ],
  [
    "our volume in another place",
    agent({ volumeMounts: [{ name: "runverdict-data", mountPath: "/x" }] }),
    ".spec.containers[0].volumeMounts[0]",
  ],
  [
    "another run's label",
    { metadata: { labels: { "runverdict.dev/run": "x" } } },
    '.metadata.labels["runverdict.dev/run"]',
  ],
  ["a field that nobody knows", { spec: { constructor: {} } }, ".spec.constructor"],
  ["a prototype", JSON.parse('{"spec":{"__proto__":{"hostNetwork":true}}}'), ".spec.__proto__"],
])("a patch can't be %s", (_, podTemplate, at) => {
  expect(problemPaths({ podTemplate })[0]).toBe(`podTemplate${at}`);
});

test("what makes a pod unsafe is found where it was merged", () => {
  expect(
    problemPaths({ podTemplate: agent({ securityContext: { allowPrivilegeEscalation: true } }) }),
  ).toEqual(["spec.template.spec.containers[0].securityContext.allowPrivilegeEscalation"]);
});
