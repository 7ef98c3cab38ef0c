import fc from "fast-check";
import { expect, test } from "vitest";
import { buildJob, type BuiltJob } from "../../src/job/build-job.ts";
import { buildSecret } from "../../src/job/build-secret.ts";
import type { Container, Job, PodSpec } from "../../src/job/manifest.ts";
import type { RunSpec } from "../../src/job/run-spec.ts";
import { aRun, building } from "./support/a-run.ts";
import { anyPatch, anyRun } from "./support/any-run.ts";
import { plantedSecret } from "./support/planted-secret.ts";
import { reached } from "../../../../test/support/reached.ts";
import { restrictedViolations } from "./support/restricted-profile.ts";
import { sha256 } from "./support/sha256.ts";
import { times } from "./support/times.ts";

const DNS_LABEL = /^[a-z0-9]([-a-z0-9]*[a-z0-9])?$/;
const DNS_SUBDOMAIN = /^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$/;
const LABEL_VALUE = /^(([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9])?$/;

test("for all runs and patches that are accepted, the pod satisfies the restricted profile", () => {
  const seen = reached("accepted with a patch", "refused", "a companion", "a user 0");
  fc.assert(
    fc.property(anyRun(), fc.option(anyPatch()), (run, podTemplate) => {
      const built = buildJob({ ...run, podTemplate }, building);
      seen.when("refused", built.kind === "refused");
      seen.when("a user 0", built.kind === "refused" && run.user.uid === 0);
      if (built.kind === "refused") return;
      seen.when("accepted with a patch", podTemplate !== null);
      seen.when("a companion", run.sidecars.length > 0 && run.initContainers.length > 0);
      expect(restrictedViolations(built.job.spec.template)).toEqual([]);
    }),
    times(2),
  );
  seen.expectAll();
});

test("for all runs and patches that the restricted profile denies, there is a problem", () => {
  const seen = reached("root", "capabilities", "escalation");
  const loosened = fc.constantFrom(
    { runAsUser: 0 },
    { runAsNonRoot: false },
    { allowPrivilegeEscalation: true },
    { capabilities: { drop: [] } },
    { capabilities: { drop: ["ALL"], add: ["SYS_ADMIN"] } },
  );
  fc.assert(
    fc.property(anyRun(), loosened, (run, securityContext) => {
      const podTemplate = { spec: { containers: [{ name: "agent", securityContext }] } };
      seen.when("root", "runAsUser" in securityContext);
      seen.when("capabilities", "capabilities" in securityContext);
      seen.when("escalation", "allowPrivilegeEscalation" in securityContext);
      expect(buildJob({ ...run, podTemplate }, building).kind).toBe("refused");
    }),
  );
  seen.expectAll();
});

test("for all runs that are accepted, names and labels are ones that Kubernetes takes", () => {
  const seen = reached("a run id of other letters", "a long run id");
  fc.assert(
    fc.property(anyRun(), (run) => {
      const built = buildJob(run, building);
      if (built.kind === "refused") return;
      const { metadata, spec } = built.job;
      seen.when("a run id of other letters", /^[^a-z0-9]*$/i.test(run.runId));
      seen.when("a long run id", run.runId.length > 30);
      // A pod's name is its Job's with a hyphen and five characters, and is a label value too.
      expect(metadata.name).toMatch(DNS_LABEL);
      expect(metadata.name.length).toBeLessThanOrEqual(63 - 6);
      expect(built.identity.secretName ?? "none").toMatch(DNS_SUBDOMAIN);
      for (const { labels } of [metadata, spec.template.metadata])
        for (const [key, value] of Object.entries(labels)) {
          expect(value).toMatch(LABEL_VALUE);
          expect(Math.max(value.length, key.split("/").at(-1)?.length ?? 0)).toBeLessThanOrEqual(63);
        }
      const names = containersOf(spec.template.spec).map(({ name }) => name);
      expect(new Set(names).size).toBe(names.length);
    }),
    times(1.5),
  );
  seen.expectAll();
});

test("for all secrets that stand where a Job shows them, the run is refused and nobody is told the secret", () => {
  const seen = reached(
    "in an argument",
    "in a variable",
    "in a key",
    "in a patch",
    "in the run's name",
    "nothing else wrong",
  );
  const places: Readonly<Record<string, (secret: string) => Partial<RunSpec>>> = {
    "in an argument": (secret) => ({ args: ["--x", secret] }),
    "in a variable": (secret) => ({ env: [{ kind: "value", name: "A", value: `x ${secret}` }] }),
    "in a key": (secret) => ({ labels: { [secret]: "x" } }),
    "in a label": (secret) => ({ labels: { a: secret } }),
    "in an annotation": (secret) => ({ annotations: { a: secret } }),
    "in the run's name": (secret) => ({ runId: secret }),
    "in the agent's name": (secret) => ({ agent: secret }),
    "in the session": (secret) => ({ session: secret }),
    "in an image": (secret) => ({ image: secret }),
    "in a companion's command": (secret) => ({ initContainers: [companion({ command: [secret] })] }),
    "in a container's name": (secret) => ({ initContainers: [companion({ name: secret })] }),
    "in a variable's name": (secret) => ({ env: [{ kind: "value", name: secret, value: "" }] }),
    "in a limit": (secret) => ({ resources: { limits: { [secret]: "1", memory: secret } } }),
    "in a path": (secret) => ({
      mounts: [{ volume: secret, path: secret, subPath: secret, readOnly: true }],
    }),
    "in a patch": (secret) => ({
      podTemplate: {
        spec: { containers: [{ name: "agent", args: [secret], [secret]: 1 }], nodeSelector: { a: secret } },
      },
    }),
  };
  fc.assert(
    fc.property(anyRun(), plantedSecret(), fc.constantFrom(...Object.keys(places)), (run, secret, place) => {
      const built = buildJob({ ...run, ...places[place]?.(secret.spelled) }, building);
      for (const name of seenNames) seen.when(name, name === place);
      seen.when("nothing else wrong", buildJob(run, building).kind === "built");
      expect(built.kind).toBe("refused");
      expect(JSON.stringify(built)).not.toContain(secret.hidden);
    }),
    times(1.5),
  );
  seen.expectAll();
});

const seenNames = ["in an argument", "in a variable", "in a key", "in a patch", "in the run's name"] as const;

test("for all secrets that are passed as secrets, the Job does not show them and its Secret has them", () => {
  const seen = reached("in the prompt", "in a variable", "in a file");
  fc.assert(
    fc.property(
      anyRun(),
      plantedSecret(),
      fc.constantFrom("prompt", "env", "files"),
      (run, secret, field) => {
        const where: Readonly<Record<typeof field, Partial<RunSpec>>> = {
          prompt: { prompt: secret.spelled },
          env: { env: [{ kind: "secret", name: "API_TOKEN", value: secret.spelled }] },
          files: { files: [{ path: "credentials.json", text: secret.spelled, sensitive: true }] },
        };
        const spec = { ...run, ...where[field] };
        const built = buildJob(spec, building);
        if (built.kind === "refused") return;
        seen.when("in the prompt", field === "prompt");
        seen.when("in a variable", field === "env");
        seen.when("in a file", field === "files");
        const live = { ...built.job, metadata: { ...built.job.metadata, uid: "uid-1" } };
        const secretObject = buildSecret(spec, live, sha256);
        expect(JSON.stringify([built, secretObject?.metadata])).not.toContain(secret.hidden);
        expect(Object.values(secretObject?.stringData ?? {})).toContain(secret.spelled);
      },
    ),
  );
  seen.expectAll();
});

test("for all runs that are accepted, what the pod waits for is in the Secret, and nothing else is", () => {
  const seen = reached("no Secret", "a companion's secret", "a wrapper");
  fc.assert(
    fc.property(anyRun(), (run) => {
      const built = buildJob(run, building);
      if (built.kind === "refused") return;
      const live = JSON.parse(
        JSON.stringify({ ...built.job, metadata: { ...built.job.metadata, uid: "uid-1" } }),
      );
      const secret = buildSecret(run, live, sha256);
      seen.when("no Secret", secret === null);
      seen.when(
        "a companion's secret",
        run.sidecars.some(({ env }) => env.some(({ kind }) => kind === "secret")),
      );
      seen.when("a wrapper", run.wrapper !== null);
      expect(secret?.metadata.name ?? null).toBe(built.identity.secretName);
      expect(Object.keys(secret?.stringData ?? {}).toSorted()).toEqual(
        awaitedKeys(built.job, built.identity.secretName).toSorted(),
      );
    }),
    times(2),
  );
  seen.expectAll();
});

test("for all patches that are accepted, what is ours is as it was without them", () => {
  const seen = reached("a label", "an image", "a volume", "a user", "wrapped", "a wish refused");
  fc.assert(
    fc.property(anyRun(), anyPatch(), (run, podTemplate) => {
      const [plain, patched] = [run, { ...run, podTemplate }].map((spec) => buildJob(spec, building));
      seen.when("a wish refused", plain?.kind === "built" && patched?.kind === "refused");
      if (plain?.kind !== "built" || patched?.kind !== "built") return;
      const spelled = JSON.stringify(podTemplate);
      seen.when("a label", spelled.includes('"team"'));
      seen.when("an image", spelled.includes("images.example/other"));
      seen.when("a volume", spelled.includes('"added"'));
      seen.when("a user", spelled.includes('"runAsUser":2000'));
      seen.when("wrapped", run.wrapper !== null);
      expect(ours(patched, run)).toEqual(ours(plain, run));
    }),
    times(2),
  );
  seen.expectAll();
});

test("for all that anybody may pass as a patch, there is an answer", () => {
  const seen = reached("accepted", "refused");
  fc.assert(
    fc.property(fc.oneof(fc.jsonValue(), anyPatch(), fc.object()), (podTemplate) => {
      const wild = aRun({ podTemplate: JSON.parse(JSON.stringify(podTemplate ?? null)) });
      const { kind } = buildJob(wild, building);
      seen.when("accepted", kind === "built");
      seen.when("refused", kind === "refused");
      expect(["built", "refused"]).toContain(kind);
    }),
    times(2),
  );
  seen.expectAll();
});

test("for all commands and arguments, the agent gets them as they were given", () => {
  const seen = reached("two dollars", "a reference");
  const piece = fc.constantFrom("$", "$$", "(", ")", "$(", "$(A)", "A", " ");
  const dollars = fc.array(piece, { maxLength: 6 }).map((pieces) => pieces.join(""));
  fc.assert(
    fc.property(fc.array(dollars, { minLength: 1 }), (texts) => {
      const built = buildJob(aRun({ command: texts, args: texts }), building);
      if (built.kind === "refused") return;
      const [agent] = built.job.spec.template.spec.containers;
      seen.when(
        "two dollars",
        texts.some((text) => text.includes("$$")),
      );
      seen.when(
        "a reference",
        texts.some((text) => text.includes("$(A)")),
      );
      expect(agent?.command?.map(expand)).toEqual(texts);
      expect(agent?.args?.map(expand)).toEqual(texts);
    }),
    times(2),
  );
  seen.expectAll();
});

function companion(differs: object): RunSpec["initContainers"][number] {
  const plain = { name: "one", image: "i:1", command: [], args: [], env: [], mounts: [], resources: {} };
  return { ...plain, rootFilesystem: "read-only", ...differs };
}

function containersOf(pod: PodSpec): readonly Container[] {
  return [...pod.initContainers, ...pod.containers];
}

function awaitedKeys(job: Job, secretName: string | null): readonly string[] {
  const pod = job.spec.template.spec;
  const variables = containersOf(pod).flatMap(({ env }) =>
    env.map(({ valueFrom }) => valueFrom?.secretKeyRef),
  );
  return [
    ...variables.flatMap((reference) => (reference?.name === secretName ? [reference?.key ?? ""] : [])),
    ...pod.volumes.flatMap(({ secret }) =>
      secret?.secretName === secretName ? (secret?.items ?? []).map(({ key }) => key) : [],
    ),
  ];
}

/** What no patch may change, picked out of a Job by hand. */
function ours(built: Extract<BuiltJob, { kind: "built" }>, { wrapper }: RunSpec): unknown {
  const { template, ...spec } = built.job.spec;
  const pod = template.spec;
  const [agent] = pod.containers;
  const isOurs = (name: string): boolean => name.startsWith("runverdict");
  const pickOurs = (map: object): unknown => Object.entries(map).filter(([key]) => isOurs(key));
  return {
    spec,
    metadata: {
      ...built.job.metadata,
      annotations: { ...built.job.metadata.annotations, "runverdict.dev/spec-hash": "" },
    },
    restart: [pod.restartPolicy, pod.automountServiceAccountToken, pod.enableServiceLinks],
    deadline: [pod.activeDeadlineSeconds, pod.terminationGracePeriodSeconds],
    labels: pickOurs(template.metadata.labels),
    volumes: pod.volumes.filter(({ name }) => isOurs(name)),
    mounts: agent?.volumeMounts.filter(({ name }) => isOurs(name)),
    env: agent?.env.filter(({ name }) => ["HOME", "TMPDIR", "RUNVERDICT_PROMPT_FILE"].includes(name)),
    command: wrapper === null ? null : [agent?.command, agent?.args],
    ending: pod.containers.map(({ name, terminationMessagePolicy }) => [name, terminationMessagePolicy]),
  };
}

/** What the kubelet makes of a text when the container has the variables A to C (k8s.io/kubernetes/third_party/forked/golang/expansion). */
function expand(text: string): string {
  let out = "";
  for (let place = 0; place < text.length; place += 1) {
    const next = text[place + 1];
    if (text[place] !== "$" || next === undefined) out += text[place];
    else if (next === "$") {
      out += "$";
      place += 1;
    } else if (next === "(") {
      const end = text.indexOf(")", place + 2);
      out +=
        end === -1 ? "$(" : /^[A-C]$/.test(text.slice(place + 2, end)) ? "VALUE" : text.slice(place, end + 1);
      place = end === -1 ? place + 1 : end;
    } else {
      out += `$${next}`;
      place += 1;
    }
  }
  return out;
}
