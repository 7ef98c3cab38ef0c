import fc from "fast-check";
import {
  plainCompanion,
  type Companion,
  type EnvEntry,
  type RunSpec,
  type Sidecar,
} from "../../../src/job/run-spec.ts";
import { aRun, aWrapper } from "./a-run.ts";

/** Text as people, shells and broken programs write it. */
function anyText(): fc.Arbitrary<string> {
  return fc.oneof(
    fc.string({ maxLength: 20 }),
    fc.string({ unit: "grapheme", maxLength: 12 }),
    fc.stringMatching(/^[$()A-Z{}]{0,12}$/),
    fc.constantFrom("", "-", "a b", "--verbose", "$(HOME)", "$$", "é", "true"),
  );
}

export function anyRunId(): fc.Arbitrary<string> {
  return fc.oneof(
    fc.uuid(),
    fc.stringMatching(/^[A-Za-z0-9 ._/-]{1,40}$/),
    fc.string({ unit: "grapheme", minLength: 1, maxLength: 60 }),
  );
}

const label = (): fc.Arbitrary<string> => fc.stringMatching(/^[a-z][a-z0-9-]{0,8}[a-z0-9]$/);

function anyEnv(prefix: string): fc.Arbitrary<readonly EnvEntry[]> {
  const entry = fc.oneof(
    fc.record({ kind: fc.constant("value" as const), value: anyText() }),
    fc.record({ kind: fc.constant("secret" as const), value: anyText() }),
    fc.record({
      kind: fc.constantFrom("secret-key" as const, "config-map-key" as const),
      from: label(),
      key: label(),
      optional: fc.boolean(),
    }),
    fc.constant({ kind: "pod-field" as const, fieldPath: "metadata.name" }),
  );
  return fc
    .array(entry, { maxLength: 4 })
    .map((entries) => entries.map((one, place): EnvEntry => ({ ...one, name: `${prefix}${place}` })));
}

function anyCompanion(prefix: string): fc.Arbitrary<Companion> {
  return fc.record({
    name: label().map((name) => `${prefix}-${name}`),
    image: fc.constantFrom("images.example/tool:1", "tool"),
    command: fc.array(anyText(), { maxLength: 2 }),
    args: fc.array(anyText(), { maxLength: 2 }),
    env: anyEnv("C"),
    mounts: fc.constantFrom([], [{ volume: "runverdict-data", path: "/data", subPath: "x", readOnly: true }]),
    resources: fc.constant(plainCompanion.resources),
    rootFilesystem: fc.constantFrom("read-only" as const, "writable" as const),
  });
}

function anySidecar(): fc.Arbitrary<Sidecar> {
  return fc
    .tuple(anyCompanion("side"), fc.boolean())
    .map(([one, isNative]) =>
      isNative ? { ...one, kind: "native", startupProbe: null } : { ...one, kind: "regular" },
    );
}

/** A run that mostly is possible, in any combination of what a run may have. */
export function anyRun(): fc.Arbitrary<RunSpec> {
  return fc
    .record(
      {
        runId: anyRunId(),
        attempt: fc.integer({ min: 1, max: 9999 }),
        namePrefix: fc.stringMatching(/^[a-z][a-z0-9]{0,11}$/),
        agent: anyRunId(),
        session: fc.option(anyRunId()),
        args: fc.array(anyText(), { maxLength: 4 }),
        command: fc.array(anyText(), { minLength: 1, maxLength: 3 }),
        env: anyEnv("V"),
        prompt: fc.option(anyText()),
        files: fc.constantFrom([], [{ path: "a/b.json", text: "{}", sensitive: true }]),
        isWrapped: fc.boolean(),
        data: fc.constantFrom(
          { kind: "none" as const },
          { kind: "scratch" as const, path: "/work", sizeLimit: "1Gi" },
          { kind: "claim" as const, path: "/work", claimName: "c", subPath: "t/1" },
        ),
        initContainers: fc.array(anyCompanion("init"), { maxLength: 2 }),
        sidecars: fc.array(anySidecar(), { maxLength: 2 }),
        user: fc.record({
          uid: fc.constantFrom(1000, 1, 0),
          gid: fc.constantFrom(1000, 0),
          fsGroup: fc.constantFrom(null, 1000),
        }),
        rootFilesystem: fc.constantFrom("read-only" as const, "writable" as const),
        deadline: fc.constantFrom(
          null,
          { podMs: 0, backstopMs: 600_000 },
          { podMs: 5000, backstopMs: 600_000 },
        ),
        ttlMs: fc.constantFrom(null, 60_000, 86_400_000),
        labels: fc.dictionary(label(), label(), { maxKeys: 2 }),
        annotations: fc.dictionary(label(), anyText(), { maxKeys: 2 }),
      },
      { requiredKeys: ["runId"] },
    )
    .map(({ isWrapped = false, ...differs }) => {
      const run = aRun(differs);
      return isWrapped ? { ...run, wrapper: aWrapper({ "w.cjs": "//" }, run.command) } : run;
    });
}

/** A patch as users write it: things that are allowed, things that are not, and things that are nonsense. */
export function anyPatch(): fc.Arbitrary<unknown> {
  const securityContext = fc.record(
    {
      allowPrivilegeEscalation: fc.boolean(),
      capabilities: fc.record(
        {
          drop: fc.constantFrom([], ["ALL"], ["NET_RAW"]),
          add: fc.constantFrom([], ["NET_BIND_SERVICE"], ["SYS_ADMIN"]),
        },
        { requiredKeys: [] },
      ),
      readOnlyRootFilesystem: fc.boolean(),
      runAsNonRoot: fc.boolean(),
      runAsUser: fc.constantFrom(0, 1, 1000),
      privileged: fc.constantFrom(true),
    },
    { requiredKeys: [] },
  );
  const container = fc.record(
    {
      name: fc.constantFrom("agent", "agent", "other"),
      image: fc.constantFrom("images.example/other:2", "not an image"),
      command: fc.constantFrom(["other"]),
      env: fc.constantFrom([{ name: "X", value: "1" }], [{ name: "HOME", value: "/" }]),
      volumeMounts: fc.constantFrom(
        [{ name: "runverdict-home", mountPath: "/h" }],
        [{ name: "added", mountPath: "/added" }],
        [{ name: "added", mountPath: "/tmp" }],
      ),
      securityContext,
    },
    { requiredKeys: ["name"] },
  );
  const spec = fc.record(
    {
      containers: fc.array(container, { maxLength: 2 }),
      securityContext: fc.record(
        {
          runAsNonRoot: fc.boolean(),
          runAsUser: fc.constantFrom(0, 2000),
          fsGroup: fc.constantFrom(0, 2000),
          seccompProfile: fc.constantFrom({ type: "RuntimeDefault" }, { type: "Unconfined" }),
        },
        { requiredKeys: [] },
      ),
      volumes: fc.constantFrom(
        [{ name: "added", emptyDir: { sizeLimit: "1Gi" } }],
        [{ name: "added", hostPath: { path: "/" } }],
        [{ name: "runverdict-inputs", emptyDir: { sizeLimit: "1Gi" } }],
      ),
      nodeSelector: fc.constantFrom({ pool: "b" }),
      restartPolicy: fc.constantFrom("OnFailure"),
      hostNetwork: fc.boolean(),
      automountServiceAccountToken: fc.constantFrom(true),
    },
    { requiredKeys: [] },
  );
  const metadata = fc.record({
    labels: fc.constantFrom({ team: "x" }, { "runverdict.dev/run": "x" }, { "job-name": "x" }),
  });
  const patch = fc.record({ metadata, spec }, { requiredKeys: [] });
  return fc.oneof(
    { weight: 6, arbitrary: modestPatch() },
    { weight: 6, arbitrary: patch },
    { weight: 1, arbitrary: fc.jsonValue() },
  );
}

/** A patch that wants nothing that is not allowed. */
function modestPatch(): fc.Arbitrary<unknown> {
  const securityContext = fc.constantFrom({ runAsUser: 2000 }, { readOnlyRootFilesystem: false }, {});
  const agent = fc.record(
    {
      image: fc.constant("images.example/other:2"),
      env: fc.constant([{ name: "X", value: "1" }]),
      resources: fc.constant({ limits: { memory: "8Gi" } }),
      securityContext,
    },
    { requiredKeys: [] },
  );
  const spec = fc.record(
    {
      containers: agent.map((wishes) => [{ name: "agent", ...wishes }]),
      volumes: fc.constant([{ name: "added", emptyDir: { sizeLimit: "1Gi" } }]),
      securityContext: fc.constantFrom({ runAsUser: 2000 }, { fsGroup: 2000 }),
      nodeSelector: fc.constant({ pool: "b" }),
      tolerations: fc.constant([{ key: "a", operator: "Exists" }]),
    },
    { requiredKeys: [] },
  );
  const metadata = fc.record({ labels: fc.constant({ team: "x" }) });
  return fc.record({ metadata, spec }, { requiredKeys: [] });
}
