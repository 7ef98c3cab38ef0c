import { createHash } from "node:crypto";
import fc from "fast-check";
import { expect, test } from "vitest";
import { buildJob } from "@runverdict/k8s-runner";
import type { AdapterConfig, ConfiguredVariable, DataConfig } from "../../src/config/adapter-config.ts";
import type { ExecutionContext } from "../../src/host/execution-context.ts";
import { composeManifest } from "../../src/manifest/compose-manifest.ts";
import type { BuiltManifest, ManifestInput } from "../../src/manifest/manifest.ts";
import type { Bundle } from "../../src/manifest/read-bundle.ts";
import { sessionCodec } from "../../src/session/session-codec.ts";
import type { SelfPodLookup } from "../../src/self-pod/self-pod.ts";
import { reached } from "../../../../test/support/reached.ts";
import { aConfig, aContext, aSelfPod, found, outside, SESSION } from "./support/a-manifest.ts";

const sha256 = (text: string): string => createHash("sha256").update(text).digest("hex");

/** Marked, so that it is found wherever it has got to. */
const secret = fc.uuid().map((id) => `planted-${id}`);
const stranger = fc.string({ unit: "binary", maxLength: 30 });
const word = fc.stringMatching(/^[a-z][a-z0-9-]{0,10}[a-z0-9]$/);

const variable: fc.Arbitrary<ConfiguredVariable> = fc.oneof(
  fc.record({
    kind: fc.constant("value" as const),
    name: fc.constantFrom("A", "TOKEN", "PAPERCLIP_API_KEY", "PAPERCLIP_RUN_ID", "TMPDIR"),
    value: secret,
  }),
  fc.record({
    kind: fc.constant("secret-key" as const),
    name: fc.constantFrom("B", "ANTHROPIC_API_KEY"),
    secret: word,
    key: word,
    optional: fc.boolean(),
  }),
);

const data: fc.Arbitrary<DataConfig> = fc.oneof(
  { weight: 1, arbitrary: fc.constant({ kind: "none" as const }) },
  { weight: 1, arbitrary: fc.constant({ kind: "scratch" as const, path: "/w", sizeLimit: "5Gi" }) },
  {
    weight: 4,
    arbitrary: fc.option(word).map((subPath) => ({ kind: "inherit" as const, path: "/paperclip", subPath })),
  },
  {
    weight: 1,
    arbitrary: fc
      .tuple(word, fc.option(word))
      .map(([claimName, subPath]) => ({ kind: "claim" as const, path: "/d", claimName, subPath })),
  },
);

const config: fc.Arbitrary<AdapterConfig> = fc
  .record({
    env: fc.array(variable, { maxLength: 4 }),
    model: fc.option(fc.constantFrom("opus", "us.anthropic.claude")),
    delivery: fc.constantFrom("shared-volume" as const, "secret" as const),
    promptTemplate: fc.option(fc.constantFrom("Go.", "{{context}}", "{{agent.name}}{{context.wakeReason}}")),
    data,
    wrapper: fc.boolean(),
    labels: fc.dictionary(fc.constantFrom("team", "paperclip.io/x", "app.kubernetes.io/name"), word),
    sidecars: fc.array(fc.record({ image: word, value: secret }), { maxLength: 2 }),
    runMs: fc.constantFrom(0, 1000, 3_600_000, 400 * 24 * 3_600_000),
    graceMs: fc.constantFrom(0, 60_000, 10_000_000),
  })
  .map(
    ({ env, model, delivery, promptTemplate, data: volume, wrapper, labels, sidecars, runMs, graceMs }) => ({
      ...aConfig,
      claude: { ...aConfig.claude, env, model, delivery, promptTemplate },
      pod: {
        ...aConfig.pod,
        data: volume,
        wrapper,
        labels,
        sidecars: sidecars.map(({ image, value }, place) => ({
          name: `s${place}`,
          image,
          env: [{ name: "X", value }],
        })),
      },
      limits: { ...aConfig.limits, runMs, graceMs },
    }),
  );

const wake = fc.record(
  {
    reason: stranger,
    issue: fc.record({ id: stranger, title: stranger, description: stranger }),
    comments: fc.array(fc.record({ id: stranger, body: stranger }), { maxLength: 2 }),
    extra: fc.jsonValue({ maxDepth: 2 }),
    large: fc.constantFrom("", "", "", "x".repeat(140_000)),
  },
  { requiredKeys: [] },
);

/** As the host's database gives it. */
const context: fc.Arbitrary<ExecutionContext> = fc
  .record({
    runId: fc.uuid(),
    name: fc.oneof(stranger, fc.constant("password=hunter2hunter2")),
    companyId: fc.oneof(fc.uuid(), stranger),
    taskKey: fc.option(stranger),
    resumed: fc.boolean(),
    hasServers: fc.boolean(),
    authToken: secret,
    toolToken: secret,
    mcpToken: secret,
    wakeReason: stranger,
    paperclipWake: wake,
    cwd: fc.constantFrom("/paperclip/work/a b", "/var/elsewhere", "relative", ""),
    more: fc.dictionary(
      fc.constantFrom("taskId", "approvalId", "issueIds", "paperclipWorkspaces"),
      fc.jsonValue(),
    ),
  })
  .map(
    ({
      runId,
      name,
      companyId,
      taskKey,
      resumed,
      hasServers,
      authToken,
      toolToken,
      mcpToken,
      cwd,
      more,
      ...told
    }) => ({
      ...aContext,
      runId,
      agent: { ...aContext.agent, name, companyId },
      runtime: { ...aContext.runtime, taskKey, sessionId: resumed ? SESSION : null },
      context: {
        ...more,
        ...told,
        paperclipWorkspace: { cwd },
        paperclipRuntimeTools: { bearerToken: toolToken },
      },
      authToken,
      runtimeMcp: {
        getServers: () =>
          hasServers ? [{ name: "git", url: "https://g", token: mcpToken, connectionId: "c" }] : [],
      },
    }),
  );

const self: fc.Arbitrary<SelfPodLookup> = fc.constantFrom(outside, found, found, {
  kind: "found",
  pod: { ...aSelfPod, mounts: [] },
} as const);

const bundle: fc.Arbitrary<Bundle> = fc.constantFrom(
  { key: "", instructions: null, files: [], skills: [], notes: [] },
  {
    key: "abc",
    instructions: "Be kind.",
    files: [{ path: ".claude/skills/s/SKILL.md", bytes: new TextEncoder().encode("S"), executable: false }],
    skills: ["s"],
    notes: [],
  },
);

const input: fc.Arbitrary<ManifestInput> = fc.record({
  config,
  context,
  self,
  cluster: fc.constant({ server: "https://10.0.0.1", namespace: "agents" }),
  hostEnv: secret.map((value) => ({ ANTHROPIC_AUTH_TOKEN: value, BETTER_AUTH_SECRET: `never-${value}` })),
});

function made(from: ManifestInput, files: Bundle): BuiltManifest {
  const composed = composeManifest(from, files);
  if (composed.kind !== "composed") throw new Error(composed.message);
  return composed.manifest;
}

test("for all valid configurations and runs, the runner takes what was made of them", () => {
  const seen = reached(
    "wrapped",
    "not wrapped",
    "a session goes on",
    "a file for a variable",
    "by the volume",
  );
  fc.assert(
    fc.property(input, bundle, (from, files) => {
      const { spec } = made(from, files);
      expect(buildJob(spec, { sha256, nonce: "0123456789ab" }).kind).toBe("built");
      seen.when("wrapped", spec.wrapper !== null);
      seen.when("not wrapped", spec.wrapper === null);
      seen.when("a session goes on", spec.session !== null);
      seen.when(
        "a file for a variable",
        spec.env.some(({ name }) => name.endsWith("_FILE")),
      );
      seen.when(
        "by the volume",
        spec.args.some((word_) => word_.includes(".runverdict/bundles")),
      );
    }),
    { numRuns: 150 },
  );
  seen.expectAll();
});

test("for all valid configurations and runs, no secret stands anywhere but in the run's Secret", () => {
  const seen = reached("typed", "inherited", "of a sidecar", "shown in a prompt that names all");
  fc.assert(
    fc.property(input, bundle, (from, files) => {
      const { spec, meta, notes, assignment, session, secrets } = made(from, files);
      const built = buildJob(spec, { sha256, nonce: "0123456789ab" });
      const open = JSON.stringify([built, meta, notes, assignment, session.params(SESSION)]);
      const place = open.indexOf("planted-");
      expect(place === -1 ? "" : open.slice(Math.max(0, place - 80), place)).toBe("");
      expect(JSON.stringify(spec)).not.toContain("never-planted-");
      const kept = spec.env.flatMap((entry) => (entry.kind === "secret" ? [entry.value] : []));
      expect(kept).toContain(from.context.authToken);
      seen.when(
        "typed",
        from.config.claude.env.some(({ name }) => name === "TOKEN"),
      );
      seen.when(
        "inherited",
        from.self.kind === "found" && secrets.includes(from.hostEnv["ANTHROPIC_AUTH_TOKEN"] ?? ""),
      );
      seen.when("of a sidecar", from.config.pod.sidecars.length > 0);
      seen.when("shown in a prompt that names all", from.config.claude.promptTemplate === "{{context}}");
    }),
    { numRuns: 100 },
  );
  seen.expectAll();
});

test("for all valid configurations and runs, the same is made of the same", () => {
  const seen = reached("made");
  fc.assert(
    fc.property(input, bundle, (from, files) => {
      const [one, other] = [made(from, files), made(from, files)];
      seen.when("made", true);
      expect(other.spec).toEqual(one.spec);
      expect(other.meta).toEqual(one.meta);
      expect(other.wrapperFiles?.("0123456789ab")).toEqual(one.wrapperFiles?.("0123456789ab"));
    }),
    { numRuns: 30 },
  );
  seen.expectAll();
});

test("for all runs, the next run of the same kind goes on with the session where its files are kept, and not elsewhere", () => {
  const seen = reached("goes on", "begins anew");
  fc.assert(
    fc.property(input, bundle, (from, files) => {
      const first = made(from, files);
      const stored: unknown = JSON.parse(JSON.stringify(first.session.params(SESSION)));
      const runtime = { ...from.context.runtime, sessionParams: sessionCodec.deserialize(stored) };
      const next = made({ ...from, context: { ...from.context, runtime } }, files);
      expect(next.assignment.session.kind).toBe(first.session.durable ? "resume" : "fresh");
      seen.when("goes on", first.session.durable);
      seen.when("begins anew", !first.session.durable);
    }),
    { numRuns: 100 },
  );
  seen.expectAll();
});
