import { expect, test } from "vitest";
import { agentThatWaits, deafAgent } from "../support/agents.ts";
import { jobs, pods, testCluster } from "../support/cluster.ts";
import { endOf, outputOf } from "../support/output-of.ts";
import { startRunverdict } from "../support/runverdict.ts";

/** Starts a run of an agent that waits, up to where it does. */
async function waitingRun(...options: readonly string[]) {
  const cluster = await testCluster();
  const agent = agentThatWaits();
  const where = ["--kubeconfig", cluster.kubeconfig];
  const child = startRunverdict(["run", ...where, "--image", "agent:1", ...options, "--", ...agent.command]);
  const output = outputOf(child);
  await output.until("Waiting.");
  return { cluster, agent, where, child, output };
}

test("Ctrl-C stops the agent, waits until it has ended, and leaves nothing behind", async () => {
  const { cluster, child, output } = await waitingRun();
  child.kill("SIGINT");
  expect(await output.status).toBe(130);
  expect(output.stderr()).toContain("Cancelling. Ctrl-C again leaves the Job alone.");
  expect(output.stdout()).toMatch(/⊘ Cancelled · cancelled · confirmed/);
  await cluster.until(pods, ({ items }) => Array.isArray(items) && items.length === 0);
  expect((await cluster.get(jobs))["items"]).toEqual([]);
  const [run] = cluster.simulator.truth.runs();
  expect(run?.pods[0]?.containers[0]?.ended).toMatchObject({ exitCode: 143 });
});

test("Ctrl-C twice leaves the Job running and says how to go on with it; attach shows all of it and judges it", async () => {
  const { cluster, agent, child, output, where } = await waitingRun();
  child.kill("SIGINT");
  await output.until("Cancelling.");
  child.kill("SIGINT");
  expect(await output.status).toBe(5);
  const [, job = ""] =
    /The Job is left alone\. To go on with it:\n {2}runverdict attach (\S+) -n agents /.exec(
      output.stderr(),
    ) ?? [];
  expect(await cluster.get(`${jobs}/${job}`)).toMatchObject({ status: { active: 1 } });
  expect(output.stdout()).not.toContain("Proof");

  const again = outputOf(startRunverdict(["attach", ...where, "-n", "agents", job]));
  await again.until("Waiting.");
  agent.goOn();
  expect(await again.status).toBe(0);
  expect(again.stdout()).toMatch(/ init [^]* agent +Waiting\.[^]* result [^]*✓ Succeeded/);
  expect((await cluster.get(jobs))["items"]).toEqual([]);
});

test("a process that is killed leaves its run to whoever attaches", async () => {
  const { agent, child, output, where } = await waitingRun();
  child.kill("SIGKILL");
  await output.status;
  const [, job = ""] = /^ {2}runverdict attach (\S+) /m.exec(output.stderr()) ?? [];
  const again = outputOf(startRunverdict(["attach", ...where, `job/${job}`, "--json"]));
  await again.until("Waiting.");
  agent.goOn();
  expect(await again.status).toBe(0);
  expect(JSON.parse(again.stdout())).toMatchObject({ case: job, outcome: "succeeded" });
});

test("a run whose process was killed is held to its time limit by whoever attaches", async () => {
  const { child, output, where } = await waitingRun("--timeout", "2s", "--grace", "1s");
  child.kill("SIGKILL");
  await output.status;
  const [, job = ""] = /^ {2}runverdict attach (\S+) /m.exec(output.stderr()) ?? [];
  const again = await endOf(startRunverdict(["attach", ...where, job, "--json"]));
  expect(JSON.parse(again.stdout)).toMatchObject({ case: job, outcome: "timed_out" });
  expect(again.status).toBe(3);
});

test("a process that is told to end leaves its run as well", async () => {
  const { cluster, child, output } = await waitingRun("--json");
  child.kill("SIGTERM");
  expect(await output.status).toBe(5);
  expect(JSON.parse(output.stdout())).toMatchObject({ outcome: "unsettled" });
  expect(cluster.simulator.truth.runs()[0]?.pods[0]?.containers[0]?.ended).toBeNull();
});

test("without a cluster, Ctrl-C twice ends a deaf agent with the cluster that it lives in", async () => {
  const child = startRunverdict(["run", "--embedded", "--", ...deafAgent()]);
  const output = outputOf(child);
  await output.until("Deaf.");
  child.kill("SIGINT");
  await output.until("Cancelling.");
  child.kill("SIGINT");
  expect(await output.status).toBe(130);
  expect(output.stderr()).toContain("The cluster inside this process ends with it, and the agent too.");
});
