import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import stringWidth from "string-width";
import { expect, test } from "vitest";
import { folderWith } from "../support/case-folder.ts";
import { foreignJob, isOver, jobs, pods, testCluster, type TestCluster } from "../support/cluster.ts";
import { inProcess } from "../support/in-process.ts";
import { endOf } from "../support/output-of.ts";
import { jsonLines, linesOf, runverdict, startRunverdict } from "../support/runverdict.ts";
import { init, says, success } from "../support/scenes.ts";

type Script = NonNullable<NonNullable<Parameters<typeof testCluster>[0]>["script"]>;

const written = init + says("Building.");
const outOfMemory: Script = () => ({
  steps: [
    { kind: "write", afterMs: 0, text: written },
    { kind: "oom", afterMs: 1 },
  ],
});

async function finished(cluster: TestCluster, job: object, name: string): Promise<void> {
  await cluster.post(jobs, job);
  await cluster.until(`${jobs}/${name}`, isOver);
}

function asProcess(cluster: TestCluster, ...args: readonly string[]) {
  return endOf(startRunverdict(["diagnose", "--kubeconfig", cluster.kubeconfig, ...args]));
}

function diagnose(cluster: TestCluster, ...args: readonly string[]) {
  return inProcess(["diagnose", "--kubeconfig", cluster.kubeconfig, ...args]);
}

test("a Job that somebody else made is explained from what the cluster has of it, and nothing is changed", async () => {
  const cluster = await testCluster({ script: outOfMemory });
  const limits = { resources: { limits: { memory: "128Mi" } } };
  await finished(cluster, foreignJob("nightly", [limits]), "nightly");
  const before = cluster.simulator.counters.requests();
  const { status, stdout, stderr } = await asProcess(cluster, "job/nightly");
  expect(stdout).toMatch(/^✗ Failed: Out of memory · oom_killed · confirmed\n {2}job\/nightly/);
  expect(stdout).toContain("Last events (times are UTC)");
  expect(stdout).toContain("Building.");
  expect(stderr).toContain("Reading job/nightly in the namespace agents; nothing there is changed.");
  expect(status).toBe(0);
  const after = Object.entries(cluster.simulator.counters.requests());
  const made = after
    .filter(([kind, many]) => many !== Object.fromEntries(Object.entries(before))[kind])
    .map(([kind]) => kind);
  expect(made.filter((kind) => !/^(?:get|list) /.test(kind))).toEqual([]);
  expect(made.length).toBeGreaterThan(3);
});

test("its pod alone gives the same verdict, and so does the case that was saved", async () => {
  const cluster = await testCluster({ script: outOfMemory });
  const env = [{ name: "DB_PASSWORD", value: "correct-horse-battery" }];
  await finished(
    cluster,
    foreignJob("nightly", [{ env, args: ["--say", written], resources: { limits: { memory: "128Mi" } } }]),
    "nightly",
  );
  const [pod] = (await cluster.get(pods))["items"] as readonly {
    readonly metadata: { readonly name: string };
  }[];
  const folder = join(folderWith({}), "case");
  const live = await diagnose(cluster, `pod/${pod?.metadata.name ?? ""}`, "--json", "--save", folder);
  expect(live.status).toBe(0);
  const [verdict] = jsonLines(live.stdout);
  expect(verdict).toMatchObject({ case: `pod/${pod?.metadata.name ?? ""}`, code: "oom_killed" });
  const [again] = jsonLines(runverdict(["explain", "--json", folder]).stdout);
  expect(again).toEqual({ ...verdict, case: "case" });
  expect(readdirSync(folder).toSorted()).toEqual([
    "events.json",
    "job.json",
    "pod.json",
    "run.json",
    "stdout.log",
  ]);
  for (const file of readdirSync(folder))
    expect(readFileSync(join(folder, file), "utf8")).not.toContain("correct-horse");
  expect(readFileSync(join(folder, "pod.json"), "utf8")).toContain("DB_PASSWORD");
});

test("with --save-secrets the objects are saved as they are", async () => {
  const cluster = await testCluster({ script: outOfMemory });
  await finished(
    cluster,
    foreignJob("nightly", [{ env: [{ name: "A", value: "correct-horse" }] }]),
    "nightly",
  );
  const folder = join(folderWith({}), "case");
  await diagnose(cluster, "job/nightly", "--save", folder, "--save-secrets");
  expect(readFileSync(join(folder, "pod.json"), "utf8")).toContain("correct-horse");
});

test("of a Job that tried several times, the newest pod is explained, and that is said", async () => {
  let tries = 0;
  const cluster = await testCluster({
    delays: { backoffMs: 1 },
    script: () => ({
      steps: [
        { kind: "write", afterMs: 0, text: `try ${(tries += 1)}\n` },
        { kind: "exit", afterMs: 1, code: 3 },
      ],
    }),
  });
  await finished(cluster, foreignJob("nightly", [{}], { backoffLimit: 2 }), "nightly");
  const { stdout, stderr } = await diagnose(cluster, "job/nightly");
  expect(stdout).toContain("try 3");
  expect(stderr).toMatch(/The Job has 3 pods; this is about nightly-\w+, and/);
});

test("a container that was restarted is explained from both its logs", async () => {
  let tries = 0;
  const cluster = await testCluster({
    script: () =>
      (tries += 1) === 1
        ? {
            steps: [
              { kind: "write", afterMs: 0, text: `${init}{"cut` },
              { kind: "exit", afterMs: 1, code: 1 },
            ],
          }
        : {
            steps: [
              { kind: "write", afterMs: 0, text: init + success },
              { kind: "exit", afterMs: 1, code: 0 },
            ],
          },
  });
  const job = foreignJob("nightly") as { spec: { template: { spec: { restartPolicy: string } } } };
  job.spec.template.spec.restartPolicy = "OnFailure";
  await finished(cluster, { ...job, spec: { ...job.spec, backoffLimit: 3 } }, "nightly");
  const { stdout } = await diagnose(cluster, "job/nightly");
  expect(stdout).toMatch(/^✓ Succeeded/);
  expect(stdout.match(/ init {7}/g)).toHaveLength(2);
});

test("a pod of several containers is asked about, and --container answers", async () => {
  const cluster = await testCluster({
    script: ({ container }) => ({
      steps: [{ kind: "exit", afterMs: 0, code: container.name === "worker" ? 7 : 0 }],
    }),
  });
  await finished(cluster, foreignJob("nightly", [{ name: "proxy" }, { name: "worker" }]), "nightly");
  const which = await diagnose(cluster, "job/nightly");
  expect(which.stderr).toContain(
    "Which container of the pod is the agent's? It has proxy, worker; name one with --container.",
  );
  expect([which.status, which.stdout]).toEqual([2, ""]);
  const wrong = await diagnose(cluster, "job/nightly", "--container", "agent");
  expect(wrong.stderr).toContain('The pod has no container "agent"; it has proxy, worker.');
  const right = await diagnose(cluster, "job/nightly", "-c", "worker", "--json");
  expect(jsonLines(right.stdout)[0]).toMatchObject({ outcome: "failed" });
  expect(right.status).toBe(0);
});

test("a run that is not over is told as such, and waits for nothing", async () => {
  const cluster = await testCluster({
    script: () => ({ steps: [{ kind: "write", afterMs: 0, text: init }] }),
  });
  await cluster.post(jobs, foreignJob("nightly"));
  await cluster.until(pods, (list) => JSON.stringify(list).includes('"running":'));
  const { status, stdout } = await diagnose(cluster, "job/nightly");
  expect(stdout).toMatch(/^● Not over/);
  expect(status).toBe(0);
});

test("of a Job that is gone, the pods that it left behind are explained", async () => {
  const cluster = await testCluster({ script: outOfMemory });
  await finished(cluster, foreignJob("nightly", [{ resources: { limits: { memory: "128Mi" } } }]), "nightly");
  cluster.simulator.happen({ kind: "delete-job", job: "nightly", policy: "Orphan" });
  await cluster.until(`${jobs}/nightly`, ({ kind }) => kind === "Status");
  const { status, stdout } = await diagnose(cluster, "job/nightly", "--json");
  expect(jsonLines(stdout)).toMatchObject([{ case: "job/nightly", code: "oom_killed" }]);
  expect(status).toBe(0);
});

test("no such Job, no such pod: what was looked for, where, and how to see what there is", async () => {
  const cluster = await testCluster();
  const job = await diagnose(cluster, "job/gone");
  expect(job.stderr).toContain(
    'There is no Job "gone" in the namespace agents; `kubectl get jobs -n agents` lists',
  );
  const pod = await diagnose(cluster, "pod/gone", "-n", "default");
  expect(pod.stderr).toContain('There is no pod "gone" in the namespace default;');
  expect([job.status, pod.status]).toEqual([2, 2]);
});

test("what may not be read is told with verb and resource, and the verdict stands on the rest", async () => {
  const allowed = ["jobs", "pods"].flatMap((resource) =>
    ["get", "list", "create"].map((verb) => ({ verb, group: resource === "jobs" ? "batch" : "", resource })),
  );
  const cluster = await testCluster({ script: outOfMemory, access: { permissions: allowed } });
  await finished(cluster, foreignJob("nightly", [{ resources: { limits: { memory: "128Mi" } } }]), "nightly");
  const { status, stdout, stderr } = await diagnose(cluster, "job/nightly");
  expect(stdout).toContain("oom_killed");
  expect(stderr).toMatch(/may not list events[^]*Grant the verb "list" on the resource "events"/);
  expect(stderr).toMatch(/The log may not be read[^]*"pods\/log"/);
  expect(status).toBe(2);
  const blind = await testCluster({ access: { permissions: [] } });
  const refused = await diagnose(blind, "job/nightly");
  expect(refused.stderr).toMatch(/may not get jobs\.batch in the namespace agents\. Grant the verb "get"/);
  expect([refused.status, refused.stdout]).toEqual([2, ""]);
});

test("no kubeconfig, an unknown context, nobody at the address: a sentence each, and no stack trace", async () => {
  const cluster = await testCluster();
  const nowhere = folderWith({
    kubeconfig: cluster.simulator.kubeconfig.replace(/127\.0\.0\.1:\d+|localhost:\d+/, "127.0.0.1:1"),
  });
  const ends = [
    await inProcess(["diagnose", "job/x", "--kubeconfig", "/nowhere/config"]),
    runverdict(["diagnose", "job/x"], { env: { HOME: "/nowhere" } }),
    await diagnose(cluster, "job/x", "--context", "staging"),
    await inProcess(["diagnose", "job/x", "--kubeconfig", join(nowhere, "kubeconfig")]),
  ];
  expect(ends.map(({ stderr }) => linesOf(stderr).at(-1))).toEqual([
    "runverdict: There is no kubeconfig at /nowhere/config: give the path of one.",
    expect.stringContaining("There is no kubeconfig: set KUBECONFIG"),
    expect.stringContaining('no usable context "staging". It has: simulator.'),
    expect.stringContaining("Nobody answers at http://127.0.0.1:1"),
  ]);
  expect(ends.map(({ status, stdout }) => [status, stdout])).toEqual(ends.map(() => [2, ""]));
});

test("nothing that a cluster says can garble the terminal, or is wider than it", async () => {
  const evil = "\u001b[2J\u001b]0;owned\u0007\r\u202e";
  const cluster = await testCluster({
    script: () => ({
      steps: [
        { kind: "write", afterMs: 0, text: `${evil} ${"wide ".repeat(100)}\n${init}${says(evil.repeat(3))}` },
        { kind: "exit", afterMs: 1, code: 9 },
      ],
      terminationMessage: `${evil} last words`,
    }),
  });
  await finished(cluster, foreignJob("nightly"), "nightly");
  const { stdout, stderr } = await asProcess(cluster, "job/nightly");
  // eslint-disable-next-line no-control-regex -- control characters are what is looked for.
  expect(stdout + stderr).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u202e]/);
  expect(linesOf(stdout).filter((line) => stringWidth(line) > 80)).toEqual([]);
});
