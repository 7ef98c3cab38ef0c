import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import stringWidth from "string-width";
import { expect, test } from "vitest";
import { agentThat, agentThatWaits, exampleAgent } from "../support/agents.ts";
import { folderWith } from "../support/case-folder.ts";
import { jobs, testCluster } from "../support/cluster.ts";
import { inProcess } from "../support/in-process.ts";
import { endOf, outputOf } from "../support/output-of.ts";
import { jsonLines, linesOf, runverdict, startRunverdict } from "../support/runverdict.ts";
import { init, says, success } from "../support/scenes.ts";

const failure = success.replace(
  '"subtype":"success","is_error":false',
  '"subtype":"error_max_turns","is_error":true',
);

test("a newcomer sees a whole run without a cluster: what the agent does, line by line, and the verdict", async () => {
  const { status, stdout } = await endOf(startRunverdict(["run", "--embedded", "--", ...exampleAgent]));
  const [live, verdict] = stdout.split("\n\n");
  expect(linesOf(live ?? "").map((line) => line.trim().split(/\s+/)[1])).toEqual([
    "init",
    "agent",
    "agent",
    "tool",
    "agent",
    "tool",
    "agent",
    "agent",
    "tool",
    "agent",
    "tool",
    "result",
  ]);
  expect(verdict).toMatch(/^✓ Succeeded · succeeded · confirmed\n/);
  expect(linesOf(stdout).filter((line) => stringWidth(line) > 80)).toEqual([]);
  expect(status).toBe(0);
});

test("a newcomer can have the wrapper too: the log is proven complete, and the prompt is standard input", async () => {
  const prompt = join(folderWith({ "prompt.txt": init + success }), "prompt.txt");
  const saved = join(folderWith({}), "case");
  const wrapped = ["run", "--embedded", "--wrapper", "--prompt", prompt, "--save", saved, "--save-secrets"];
  const { status } = await inProcess([...wrapped, "--", "sh", "-c", "cat; echo for people >&2"]);
  expect(status).toBe(0);
  expect(readFileSync(join(saved, "stdout.log"), "utf8")).toBe(init + success);
  expect(readFileSync(join(saved, "stderr.log"), "utf8")).toBe("for people\n");
  expect(JSON.parse(readFileSync(join(saved, "run.json"), "utf8"))).toMatchObject({
    log: { completeness: "complete" },
  });
});

test.each([
  ["succeeded", () => agentThat(init + success), [], 0],
  ["failed", () => agentThat(init + failure, "exit 1"), [], 1],
  ["timed_out", () => agentThatWaits().command, ["--timeout", "300ms", "--grace", "2s"], 3],
] as const)(
  "a run that %s says so by its exit status, and with --json in one line",
  async (outcome, agent, limits, expected) => {
    const { status, stdout, stderr } = await inProcess([
      "run",
      "--embedded",
      "--json",
      ...limits,
      "--",
      ...agent(),
    ]);
    expect(jsonLines(stdout)).toMatchObject([{ outcome }]);
    expect(stderr).toContain("Claude Code 2.1.329");
    expect(status).toBe(expected);
  },
);

test("a command that is not there is a failure of the run, with the command's name in the verdict", async () => {
  const { status, stdout } = await inProcess(["run", "--embedded", "--", "no-such-agent"]);
  expect(stdout).toMatch(/entrypoint_invalid[^]*no-such-agent/);
  expect(status).toBe(1);
});

test("what was saved gets the same verdict, and no variable, token or prompt stands in it", async () => {
  const token = `sk-ant-${"a1b2".repeat(8)}`;
  const folder = join(folderWith({}), "case");
  const prompt = join(folderWith({ prompt: 'Fix "everything", please.\nAll of it.' }), "prompt");
  const agent = agentThat(
    init + says(`The token is ${token}.`),
    `echo "$PASSPHRASE"; cat "$RUNVERDICT_PROMPT_FILE"; echo; cat ${join(folderWith({ result: success }), "result")}`,
  );
  const args = ["--env", "PASSPHRASE", "--env", "OTHER=battery-staple", "--prompt", prompt, "--save", folder];
  const live = await inProcess(["run", "--embedded", "--json", ...args, "--", ...agent], {
    PASSPHRASE: "correct-horse",
  });
  expect(live.status).toBe(0);
  const [verdict] = jsonLines(live.stdout);
  const [again] = jsonLines(runverdict(["explain", "--json", folder]).stdout);
  expect(again).toMatchObject({ outcome: "succeeded", code: "succeeded" });
  expect(again).toEqual({ ...verdict, case: "case" });
  const files = readdirSync(folder).toSorted();
  expect(files).toEqual(["events.json", "job.json", "pod.json", "run.json", "stdout.log"]);
  const saved = files.map((file) => readFileSync(join(folder, file), "utf8")).join("\n");
  for (const secret of [token, "correct-horse", "battery-staple", "Fix ", "please"])
    expect(saved).not.toContain(secret);
  expect(
    readFileSync(join(folder, "stdout.log"), "utf8").match(/\[redacted\]/g)?.length,
  ).toBeGreaterThanOrEqual(3);
});

test("the Events that are saved are those of the cluster, with all that it says of each", async () => {
  const folder = join(folderWith({}), "case");
  const agent = agentThat(init + success);
  const { status } = await inProcess(["run", "--embedded", "--save", folder, "--", ...agent]);
  expect(status).toBe(0);
  const list: { kind: string; items: readonly Record<string, unknown>[] } = JSON.parse(
    readFileSync(join(folder, "events.json"), "utf8"),
  );
  expect(list.kind).toBe("EventList");
  expect(list.items.map(({ reason }) => reason)).toEqual(expect.arrayContaining(["Scheduled", "Started"]));
  // A verdict reads neither, so that a list made of what it reads would have none.
  const whole = { metadata: { name: expect.any(String), uid: expect.any(String) } };
  for (const item of list.items) expect(item).toMatchObject(whole);
});

test("in a cluster the Job is gone when its evidence is kept, and stays with --keep", async () => {
  const cluster = await testCluster();
  const where = ["--kubeconfig", cluster.kubeconfig, "--image", "agent:1"];
  const { status, stderr } = await inProcess(["run", ...where, "--", ...agentThat(init + success)]);
  expect(status).toBe(0);
  expect(stderr).toMatch(
    /To go on with this run from elsewhere:\n {2}runverdict attach runverdict-\S+ -n agents --kubeconfig/,
  );
  await cluster.until(jobs, ({ items }) => Array.isArray(items) && items.length === 0);
  expect(await inProcess(["run", ...where, "--keep", "--", ...agentThat(init + success)])).toMatchObject({
    status: 0,
  });
  expect((await cluster.get(jobs))["items"]).toHaveLength(1);
});

test("values of variables and the prompt stand in no Job, and in no error either", async () => {
  const cluster = await testCluster();
  const prompt = join(folderWith({ prompt: "Fix the secret thing." }), "prompt");
  const args = [
    "--kubeconfig",
    cluster.kubeconfig,
    "--image",
    "agent:1",
    "--keep",
    "--env",
    "PLAIN=correct-horse",
    "--prompt",
    prompt,
  ];
  const { stdout, stderr } = await inProcess(["run", ...args, "--", ...agentThat(init + success)]);
  const job = JSON.stringify(await cluster.get(jobs));
  expect(job).toContain('"name":"PLAIN"');
  for (const text of [job, stdout, stderr]) expect(text).not.toMatch(/correct-horse|secret thing/);
  const wrong = await inProcess(["run", ...args, "--env", "correct-horse-battery", "--", "true"]);
  expect(wrong.stderr).toContain("--env must be NAME or NAME=value");
  expect(wrong.stderr).not.toContain("correct-horse");
});

test("a secret in the command is refused before anybody is asked, in words that do not repeat it, and as a variable it arrives", async () => {
  const key = "sk-ant-api03-abcdefghijklmnopqrst";
  for (const [command, place] of [
    [["agent", "--api-key", "correct-horse"], 3],
    [["agent", `--token=${key}`], 2],
    [[key], 1],
    // Nobody puts a value in its place: each word reaches the agent as it stands.
    [["agent", "--api-key", "$(KEY)"], 3],
  ] as const)
    for (const how of [["--embedded"], ["--image", "agent:1", "--wrapper"]]) {
      const { status, stdout, stderr } = await inProcess(["run", ...how, "--", ...command]);
      expect(status).toBe(2);
      expect(stdout).toBe("");
      expect(stderr).toBe(
        `runverdict: Word ${place} behind -- looks like a secret, and everybody who may list Jobs could read it. ` +
          "Set it here as a variable and give -e NAME, which goes by a Secret; " +
          "a command that can't read it from its environment is started by a shell: sh -c 'agent --key \"$NAME\"'.\n",
      );
    }
  const tell = ["sh", "-c", `sh -c 'echo "it has $2"' agent --api-key "$KEY"`];
  const { stdout } = await inProcess(["run", "--embedded", "--env", "KEY=correct-horse", "--", ...tell]);
  expect(stdout).toContain("it has correct-horse");
});

test("permissions that are missing are named before anything is made", async () => {
  const cluster = await testCluster({
    access: { permissions: [{ verb: "*", group: "batch", resource: "*" }] },
  });
  const args = ["run", "--kubeconfig", cluster.kubeconfig, "--image", "agent:1", "--", "true"];
  const { status, stderr } = await inProcess(args);
  expect(stderr).toMatch(
    /Missing: permission to delete pods in the namespace agents; [^]*permission to create secrets/,
  );
  expect(status).toBe(2);
  expect(Object.keys(cluster.simulator.counters.requests())).not.toContain("create jobs");
});

test("what the run waits for is one plain line a change where there is no terminal", async () => {
  const cluster = await testCluster({ images: { "slow:1": { kind: "slow", ms: 400 } } });
  const agent = agentThatWaits();
  const child = startRunverdict([
    "run",
    "--kubeconfig",
    cluster.kubeconfig,
    "--image",
    "slow:1",
    "--",
    ...agent.command,
  ]);
  const output = outputOf(child);
  await output.until("ContainerCreating");
  await output.until("Waiting.");
  agent.goOn();
  expect(await output.status).toBe(0);
  const waits = linesOf(output.stderr()).filter((line) => line.includes("ContainerCreating"));
  expect(waits).toEqual(["Starting the pod on node-1 (ContainerCreating)"]);
  // eslint-disable-next-line no-control-regex -- escape sequences are what is looked for.
  expect(output.stderr() + output.stdout()).not.toMatch(/[\r\u001b]/);
});
