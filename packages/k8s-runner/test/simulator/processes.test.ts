import { existsSync } from "node:fs";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { createSimulator } from "../../src/simulator/create-simulator.ts";
import type { Simulator } from "../../src/simulator/create-simulator.ts";
import type { RunTruth } from "../../src/simulator/truth.ts";
import { agentJob } from "./support/agent-job.ts";
import { clientsOf } from "./support/clients.ts";
import type { Clients } from "./support/clients.ts";
import { eventually } from "./support/eventually.ts";

const namespace = "agents";
let simulator: Simulator;
let clients: Clients;

beforeEach(async () => {
  simulator = await createSimulator();
  clients = clientsOf(simulator);
});
afterEach(() => simulator.close());

const node = (script: string, ...args: readonly string[]): { command: string[] } => ({
  command: ["node", "-e", script, ...args],
});

async function start(...job: Parameters<typeof agentJob>): Promise<void> {
  await clients.batch.createNamespacedJob({ namespace, body: agentJob(...job) });
}

function agentOf(run: RunTruth | undefined) {
  return run?.pods.at(-1)?.containers.find(({ name }) => name === "agent");
}

async function ended() {
  return eventually(() => {
    const agent = agentOf(simulator.truth.runs()[0]);
    return agent?.ended === null ? null : agent;
  });
}

describe("Paths of the container", () => {
  test("Mounts are real folders, and their paths are rewritten in the command and in the environment.", async () => {
    await clients.core.createNamespacedSecret({
      namespace,
      body: { metadata: { name: "prompt" }, stringData: { "prompt.txt": "hello" } },
    });
    const script = `
      const fs = require("fs");
      fs.writeFileSync(process.env.DATA + "/out", "written");
      console.log(fs.readFileSync(process.argv[1], "utf8"), fs.readFileSync(process.argv[2].slice(6), "utf8"));
      console.log(process.env.HOME === process.env.RUNVERDICT_ROOT + "/home", process.env.NOTE);`;
    const env = [
      { name: "DATA", value: "/data" },
      { name: "NOTE", value: "/database and a/data stay" },
    ];
    const volumeMounts = [
      { name: "prompt", mountPath: "/var/run/prompt" },
      { name: "data", mountPath: "/data" },
    ];
    const volumes = [
      { name: "prompt", secret: { secretName: "prompt" } },
      { name: "data", emptyDir: {} },
    ];
    const agent = { ...node(script, "/var/run/prompt/prompt.txt", "--out=/data/out"), env, volumeMounts };
    await start("run-1", agent, { pod: { volumes } });
    expect((await ended()).stdout.text).toBe("hello written\ntrue /database and a/data stay\n");
  });

  test("A claim outlives its pod, and shows only the path below it that was asked for.", async () => {
    const volumes = [{ name: "work", persistentVolumeClaim: { claimName: "work" } }];
    const volumeMounts = [{ name: "work", mountPath: "/work", subPath: "agent-1" }];
    const script = `const fs = require("fs"); const file = process.env.WORK + "/seen";
      console.log(fs.existsSync(file)); fs.writeFileSync(file, "");`;
    const agent = { ...node(script), volumeMounts, env: [{ name: "WORK", value: "/work" }] };
    for (const name of ["run-1", "run-2"]) {
      await start(name, agent, { pod: { volumes } });
      const index = Number(name.at(-1)) - 1;
      await eventually(() => agentOf(simulator.truth.runs()[index])?.ended);
    }
    expect(simulator.truth.runs().map((run) => agentOf(run)?.stdout.text)).toEqual(["false\n", "true\n"]);
  });

  test("The configuration of the in-pod wrapper names real folders too, and no other file is changed.", async () => {
    const told = JSON.stringify({ spoolFolder: "/spool", cgroupFolder: "/sys/fs/cgroup" });
    await clients.core.createNamespacedSecret({
      namespace,
      body: { metadata: { name: "wrapper" }, stringData: { "wrapper.json": told, "prompt.json": told } },
    });
    const script = `
      const fs = require("fs");
      const read = (name) => fs.readFileSync(process.argv[1] + "/" + name, "utf8");
      console.log(read("wrapper.json").replace(process.env.RUNVERDICT_ROOT, "<root>"), read("prompt.json"));`;
    const volumeMounts = [
      { name: "wrapper", mountPath: "/wrapper" },
      { name: "spool", mountPath: "/spool" },
    ];
    const volumes = [
      { name: "wrapper", secret: { secretName: "wrapper" } },
      { name: "spool", emptyDir: {} },
    ];
    await start("run-1", { ...node(script, "/wrapper"), volumeMounts }, { pod: { volumes } });
    expect((await ended()).stdout.text).toBe(`${told.replace("/spool", "<root>/spool")} ${told}\n`);
  });

  test("The termination message is read from the file that stands for its path.", async () => {
    const script = `require("fs").writeFileSync(process.env.MESSAGE, "last words"); process.exit(4);`;
    await start("run-1", { ...node(script), env: [{ name: "MESSAGE", value: "/dev/termination-log" }] });
    await ended();
    const status = await eventually(async () => {
      const [pod] = (await clients.core.listNamespacedPod({ namespace })).items;
      return pod?.status?.containerStatuses?.[0]?.state?.terminated;
    });
    expect(status).toMatchObject({ exitCode: 4, reason: "Error", message: "last words" });
  });
});

describe("The working directory", () => {
  const where = node("console.log(process.cwd().replace(process.env.RUNVERDICT_ROOT, '<root>'))");

  test.for([
    ["the root, if none is given", undefined, "<root>"],
    ["a folder of the machine, if there is one", "/", "/"],
    ["a new one below the root, otherwise", "/work/space", "<root>/work/space"],
  ] as const)("It is %s.", async ([, workingDir, expected]) => {
    await start("run-1", { ...where, ...(workingDir === undefined ? {} : { workingDir }) });
    expect((await ended()).stdout.text).toBe(`${expected}\n`);
  });
});

describe("Signals", () => {
  const deaf = `process.on("SIGTERM", () => console.log("no")); setInterval(() => {}, 1000); console.log("up");`;

  test("A process that is deleted is told to end, and flushes.", async () => {
    const script = `process.on("SIGTERM", () => { console.log("flushed"); process.exit(0); }); setInterval(() => {}, 1000); console.log("up");`;
    await start("run-1", node(script));
    await eventually(() => agentOf(simulator.truth.runs()[0])?.stdout.text === "up\n");
    await clients.batch.deleteNamespacedJob({ namespace, name: "run-1", propagationPolicy: "Background" });
    const agent = await ended();
    expect([agent.stdout.text, agent.ended]).toMatchObject([
      "up\nflushed\n",
      { exitCode: 0, how: "stopped" },
    ]);
  });

  test("One that does not listen is killed after its grace.", async () => {
    await start("run-1", node(deaf), { pod: { terminationGracePeriodSeconds: 1 } });
    await eventually(() => agentOf(simulator.truth.runs()[0])?.stdout.text === "up\n");
    await clients.batch.deleteNamespacedJob({ namespace, name: "run-1", propagationPolicy: "Background" });
    const agent = await ended();
    expect([agent.stdout.text, agent.ended]).toMatchObject(["up\nno\n", { exitCode: 137, how: "killed" }]);
  });

  test("One that is killed for memory says so in its status.", async () => {
    await start("run-1", node(deaf));
    await eventually(() => agentOf(simulator.truth.runs()[0])?.stdout.text === "up\n");
    simulator.happen({ kind: "oom", job: "run-1" });
    expect((await ended()).ended).toMatchObject({ exitCode: 137, how: "oom" });
    const reason = await eventually(async () => {
      const [pod] = (await clients.core.listNamespacedPod({ namespace })).items;
      return pod?.status?.containerStatuses?.[0]?.state?.terminated?.reason;
    });
    expect(reason).toBe("OOMKilled");
  });

  test("With the first process its children end, and hold no pipe open.", async () => {
    const script = `require("child_process").spawn("sleep", ["600"], { stdio: "inherit" }).on("spawn", () => process.exit(3));`;
    await start("run-1", node(script));
    expect((await ended()).ended).toMatchObject({ exitCode: 3 });
  });

  // Claude Code starts each of its shells so, and a container takes them along. Only Linux tells whose they are.
  test("With the first process those end too that have a process group of their own.", async () => {
    const script = `const child = require("child_process").spawn("sleep", ["600"], { detached: true, stdio: "ignore" });
      child.on("spawn", () => { console.log(child.pid); process.exit(3); });`;
    await start("run-1", node(script));
    const { stdout, ended: ending } = await ended();
    expect(ending).toMatchObject({ exitCode: 3 });
    const isLinux = existsSync("/proc/self/environ");
    await eventually(() => !isLinux || !isAlive(Number(stdout.text)));
    expect(isAlive(Number(stdout.text))).toBe(!isLinux);
    if (!isLinux) process.kill(Number(stdout.text));
  });
});

/** What has left the process group is found by its environment, which Linux shows of all processes of one's own. */
describe("A child in a session of its own", () => {
  const script = `
    const child = require("child_process").spawn("sleep", ["600"], { detached: true });
    child.on("spawn", () => console.log(child.pid));
    child.on("exit", (code, signal) => { console.log(signal); process.exit(1); });
    setInterval(() => {}, 1000);`;

  async function childOf(): Promise<number> {
    await start("run-1", node(script));
    return Number(
      await eventually(() => agentOf(simulator.truth.runs()[0])?.stdout.text.match(/^\d+\n/)?.[0]),
    );
  }

  test("ends with the container.", async () => {
    const child = await childOf();
    simulator.happen({ kind: "oom", job: "run-1" });
    expect((await ended()).ended).toMatchObject({ exitCode: 137, how: "oom" });
    await eventually(() => !isAlive(child));
  });

  test("can be killed for memory alone, and the container goes on.", async () => {
    const child = await childOf();
    simulator.happen({ kind: "oom-child", job: "run-1" });
    const agent = await ended();
    expect(agent.stdout.text).toBe(`${child}\nSIGKILL\n`);
    expect(agent.ended?.exitCode).toBe(1);
  });
});

test("A command that is not there fails as the runtime says it.", async () => {
  await start("run-1", { command: ["/no/such/binary"] });
  const status = await eventually(async () => {
    const [pod] = (await clients.core.listNamespacedPod({ namespace })).items;
    return pod?.status?.containerStatuses?.[0]?.state?.terminated;
  });
  expect(status).toMatchObject({ exitCode: 128, reason: "StartError", startedAt: new Date(0) });
  expect(status.message).toContain('exec: "/no/such/binary"');
});

test("Closing leaves no process, no folder and no socket behind.", async () => {
  const script = `require("child_process").spawn("sleep", ["600"]).on("spawn", function () { console.log(this.pid, process.pid, process.env.RUNVERDICT_ROOT); }); process.on("SIGTERM", () => {});`;
  await start("run-1", node(script));
  const text = await eventually(() => {
    const { text: written = "" } = agentOf(simulator.truth.runs()[0])?.stdout ?? {};
    return written === "" ? null : written;
  });
  const [child = "", parent = "", root = ""] = text.trim().split(" ");
  expect(existsSync(root)).toBe(true);
  await simulator.close();
  await eventually(() => !isAlive(Number(child)) && !isAlive(Number(parent)));
  expect(existsSync(root)).toBe(false);
  expect(simulator.counters.openSockets()).toBe(0);
});

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}
