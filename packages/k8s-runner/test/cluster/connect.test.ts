import { spawnSync } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { connect, type ConnectOptions, type Connected } from "../../src/cluster/connect.ts";
import { explainProblem, type ConnectionProblem } from "../../src/cluster/connection-problem.ts";
import { eventually } from "./support/eventually.ts";
import { createHandClock } from "./support/hand-clock.ts";
import { json, kubeconfigFor, openOddServer, type Asked, type OddServer } from "./support/odd-server.ts";
import { forever } from "./support/with-cluster.ts";

const secret = "eyJhbGciOiJSUzI1NiJ9-THE-TOKEN";
const get = { method: "GET", path: "/api/v1/namespaces/agents/pods/one" } as const;

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "connect-"));
});
afterAll(() => {
  rmSync(folder, { recursive: true });
});

function write(name: string, text: string): string {
  const path = join(folder, name);
  writeFileSync(path, text);
  return path;
}

/** What is said when it fails. However it fails, the token is not in it. */
async function failing(
  options: ConnectOptions,
  signal = forever,
): Promise<ConnectionProblem & { sentence: string }> {
  const connected: Connected = await connect(options, signal);
  if (connected.kind === "connected") throw new Error("It is connected.");
  const sentence = explainProblem(connected);
  expect(JSON.stringify(connected) + sentence).not.toContain("THE-TOKEN");
  return { ...connected, sentence };
}

/** The processes that a plugin has written down. */
function processesIn(path: string): readonly number[] {
  return readFileSync(path, "utf8").split(/\s/).filter(Boolean).map(Number);
}

/** A process that nobody has buried yet is not alive. */
function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
  } catch {
    return false;
  }
  const { status, stdout } = spawnSync("ps", ["-o", "stat=", "-p", String(pid)], { encoding: "utf8" });
  return status === 0 && !stdout.startsWith("Z");
}

/** A server that accepts one token, which the test can change. */
async function withTokens(
  act: (server: OddServer, accept: (token: string) => void) => Promise<void>,
): Promise<void> {
  let accepted = secret;
  const server = await openOddServer((asked: Asked, response) => {
    if (asked.token === accepted) json(response, 200, { token: asked.token });
    else json(response, 401, { kind: "Status", message: "Unauthorized", reason: "Unauthorized" });
  });
  try {
    await act(server, (token) => {
      accepted = token;
    });
  } finally {
    await server.close();
  }
}

test("The context's namespace is ours, unless another is asked for.", async () => {
  await withTokens(async ({ url }) => {
    const text = kubeconfigFor(url, { token: secret }, "here");
    for (const [namespace, expected] of [
      [null, "here"],
      ["there", "there"],
    ] as const) {
      const connected = await connect({ source: { kind: "text", text }, namespace }, forever);
      expect(connected).toMatchObject({
        kind: "connected",
        cluster: { namespace: expected, server: url, version: "v1.36.2" },
      });
      if (connected.kind === "connected") await connected.cluster.close();
    }
  });
});

test("A kubeconfig that is not there is told by its path.", async () => {
  const path = join(folder, "nowhere");
  const { kind, sentence } = await failing({ source: { kind: "file", path } });
  expect(kind).toBe("no-kubeconfig");
  expect(sentence).toBe(`There is no kubeconfig at ${path}: give the path of one.`);
});

test("Where nobody says where the cluster is, the ways to say it are told.", async () => {
  const { HOME, KUBECONFIG, KUBERNETES_SERVICE_HOST } = process.env;
  try {
    process.env["HOME"] = folder;
    delete process.env["KUBECONFIG"];
    delete process.env["KUBERNETES_SERVICE_HOST"];
    for (const kind of ["default", "in-cluster"] as const)
      expect((await failing({ source: { kind } })).sentence).toBe(
        "There is no kubeconfig: set KUBECONFIG to a file that is there, write ~/.kube/config, or run in a pod with a service account.",
      );
  } finally {
    Object.assign(process.env, { HOME });
    if (KUBECONFIG !== undefined) process.env["KUBECONFIG"] = KUBECONFIG;
    if (KUBERNETES_SERVICE_HOST !== undefined)
      process.env["KUBERNETES_SERVICE_HOST"] = KUBERNETES_SERVICE_HOST;
  }
});

test("A context that is not in the kubeconfig is told with those that are.", async () => {
  const text = kubeconfigFor("http://127.0.0.1:1", { token: secret });
  const { kind, sentence } = await failing({ source: { kind: "text", text }, context: "prod" });
  expect(kind).toBe("unknown-context");
  expect(sentence).toBe(
    'The kubeconfig has no usable context "prod". It has: here. Choose one by name, or with `kubectl config use-context`.',
  );
});

test.each([
  ["no YAML", `{token: ${secret}: ]`],
  ["no kubeconfig", `just ${secret}`],
  ["nothing", ""],
  ["a server that is no URL", kubeconfigFor("nonsense", { token: secret })],
  [
    "plain http that is not allowed",
    kubeconfigFor("http://127.0.0.1:1", { token: secret }).replace(
      '"insecure-skip-tls-verify":true',
      '"x":1',
    ),
  ],
])("A kubeconfig that is %s can't be used, and is not quoted.", async (_, text) => {
  const { sentence } = await failing({ source: { kind: "text", text } });
  expect(sentence).toMatch(/kubeconfig/);
});

test("A server that does not answer is told by its address.", async () => {
  const server = createServer();
  await new Promise<void>((resolve) => {
    server.listen(0, "127.0.0.1", resolve);
  });
  const address = server.address();
  const url = `http://127.0.0.1:${typeof address === "object" ? (address?.port ?? 0) : 0}`;
  await new Promise((resolve) => {
    server.close(resolve);
  });
  const { kind, sentence } = await failing({
    source: { kind: "text", text: kubeconfigFor(url, { token: secret }) },
  });
  expect(kind).toBe("unreachable");
  expect(sentence).toContain(`Nobody answers at ${url} (`);
});

test("A server at a port that nobody asks anything of HTTP is not there.", async () => {
  const text = kubeconfigFor("http://127.0.0.1:1", { token: secret });
  const { sentence } = await failing({ source: { kind: "text", text } });
  expect(sentence).toContain("Nobody answers at http://127.0.0.1:1 (bad port)");
});

test("A server that hangs up is told from one that is not there.", async () => {
  const server = createServer((request) => void request.socket.destroy());
  await new Promise<void>((resolve) => {
    server.listen(0, "127.0.0.1", resolve);
  });
  const address = server.address();
  const url = `http://127.0.0.1:${typeof address === "object" ? (address?.port ?? 0) : 0}`;
  const { kind, sentence } = await failing({
    source: { kind: "text", text: kubeconfigFor(url, { token: secret }) },
  });
  expect(kind).toBe("hung-up");
  expect(sentence).toMatch(/ hung up before it answered \(.*\): check what stands between\.$/);
  await new Promise((resolve) => {
    server.close(resolve);
  });
});

test("A credential plugin that fails is told by its name; what it said may hold a token.", async () => {
  const command = write("plugin.sh", `#!/bin/sh\necho "expired: ${secret}" >&2\nexit 3\n`);
  const exec = { apiVersion: "client.authentication.k8s.io/v1", command: "sh", args: [command] };
  const text = kubeconfigFor("http://127.0.0.1:1", { exec });
  const { kind, sentence } = await failing({ source: { kind: "text", text } });
  expect(kind).toBe("no-credentials");
  expect(sentence).toBe(
    'The credential plugin `sh` of the kubeconfig\'s user "somebody" gave no credentials: run it by hand to see why, or log in again.',
  );
});

test.each([
  ["is not there", { command: "/no/such/plugin", args: [] }],
  ["says nothing of use", { command: "echo", args: ["hello"] }],
  ["gives an object of another kind", { command: "echo", args: ['{"kind":"Pod"}'] }],
  ["gives a status without anything in it", { command: "echo", args: ['{"status":{}}'] }],
  ["has no end", { command: "yes" }],
  ["has no name", { command: 7 }],
  ["has a NUL in its arguments", { command: "echo", args: ["a\0b"] }],
])("A credential plugin that %s gives no credentials.", async (_, plugin) => {
  const text = kubeconfigFor("http://127.0.0.1:1", { exec: plugin });
  expect((await failing({ source: { kind: "text", text } })).kind).toBe("no-credentials");
});

test("A credential plugin that waits for ever is waited for no longer than allowed, and nothing of it is left.", async () => {
  const clock = createHandClock();
  const pids = write("waiting", "");
  const script = `sleep 600 & echo $$ $! > ${pids}; wait`;
  const text = kubeconfigFor("http://127.0.0.1:1", { exec: { command: "sh", args: ["-c", script] } });
  const failed = failing({ source: { kind: "text", text }, clock, timeoutMs: 9000 });
  await eventually(() => processesIn(pids).length === 2);
  clock.advance(9000);
  expect((await failed).kind).toBe("no-credentials");
  expect(clock.sleepers()).toBe(0);
  await eventually(() => !processesIn(pids).some(isAlive));
});

test("A credential plugin that hung once is killed after a minute, and the next request asks it again.", async () => {
  await withTokens(async (server, accept) => {
    const clock = createHandClock();
    const [token, pids, hanging] = [write("later", secret), write("hung", ""), join(folder, "hanging")];
    const answer = `echo '{"status":{"token":"'$(cat ${token})'"}}'`;
    const script = `if [ -e ${hanging} ]; then echo $$ > ${pids}; exec sleep 600; fi; ${answer}`;
    const text = kubeconfigFor(server.url, { exec: { command: "sh", args: ["-c", script] } });
    const connected = await connect({ source: { kind: "text", text }, clock }, forever);
    if (connected.kind !== "connected") throw new Error(explainProblem(connected));
    const { cluster } = connected;

    accept("second");
    write("later", "second");
    write("hanging", "");
    const stuck = cluster.request(get, forever);
    await eventually(() => processesIn(pids).length === 1);
    clock.advance(15_000);
    expect((await stuck).kind).toBe("no-credentials");
    rmSync(hanging);
    expect(processesIn(pids).filter(isAlive)).toHaveLength(1);
    clock.advance(45_000);
    await eventually(() => !processesIn(pids).some(isAlive));
    expect(await cluster.request(get, forever)).toMatchObject({ kind: "answered" });

    await cluster.close();
    expect(clock.sleepers()).toBe(0);
  });
});

test("A credential plugin that hangs does not outlive the connection.", async () => {
  await withTokens(async (server, accept) => {
    const [pids, hanging] = [write("outliving", ""), join(folder, "hanging too")];
    const script = `if [ -e '${hanging}' ]; then echo $$ > ${pids}; exec sleep 600; fi; echo '{"status":{"token":"${secret}"}}'`;
    const text = kubeconfigFor(server.url, { exec: { command: "sh", args: ["-c", script] } });
    const connected = await connect({ source: { kind: "text", text } }, forever);
    if (connected.kind !== "connected") throw new Error(explainProblem(connected));
    accept("second");
    write("hanging too", "");
    const stuck = connected.cluster.request(get, forever);
    await eventually(() => processesIn(pids).length === 1);
    await connected.cluster.close();
    expect((await stuck).kind).toBe("no-credentials");
    await eventually(() => !processesIn(pids).some(isAlive));
  });
});

test("A credential plugin is told what kubectl tells it, and has nothing to read.", async () => {
  const told = write("told", "");
  const script = `cat; printf %s "$KUBERNETES_EXEC_INFO $GREETING" > ${told}; echo '{"status":{"token":"${secret}"}}'`;
  const exec = {
    apiVersion: "client.authentication.k8s.io/v1",
    command: "sh",
    args: ["-c", script],
    env: [{ name: "GREETING", value: "hello" }],
  };
  await withTokens(async ({ url }) => {
    for (const provideClusterInfo of [false, true]) {
      const text = kubeconfigFor(url, { exec: { ...exec, provideClusterInfo } });
      const connected = await connect({ source: { kind: "text", text } }, forever);
      if (connected.kind !== "connected") throw new Error(explainProblem(connected));
      const cluster = { server: url, "insecure-skip-tls-verify": true };
      const spec = { interactive: false, ...(provideClusterInfo ? { cluster } : {}) };
      const info = { apiVersion: exec.apiVersion, kind: "ExecCredential", spec };
      expect(readFileSync(told, "utf8")).toBe(`${JSON.stringify(info)} hello`);
      await connected.cluster.close();
    }
  });
});

test("A credential plugin is asked again when what it gave has expired, and not before.", async () => {
  await withTokens(async (server) => {
    const clock = createHandClock();
    const runs = write("expiring", "");
    const expirationTimestamp = new Date(clock.now() + 600_000).toISOString();
    const status = JSON.stringify({ token: secret, expirationTimestamp });
    const script = `echo run >> ${runs}; echo '{"status":${status}}'`;
    const text = kubeconfigFor(server.url, { exec: { command: "sh", args: ["-c", script] } });
    const connected = await connect({ source: { kind: "text", text }, clock }, forever);
    if (connected.kind !== "connected") throw new Error(explainProblem(connected));
    clock.advance(599_000);
    expect((await connected.cluster.request(get, forever)).kind).toBe("answered");
    expect(readFileSync(runs, "utf8")).toBe("run\n");
    clock.advance(1000);
    expect((await connected.cluster.request(get, forever)).kind).toBe("answered");
    expect(readFileSync(runs, "utf8")).toBe("run\nrun\n");
    await connected.cluster.close();
  });
});

test("Whoever gives up connecting is not connected.", async () => {
  const text = kubeconfigFor("http://127.0.0.1:1", { token: secret });
  expect((await failing({ source: { kind: "text", text } }, AbortSignal.abort())).kind).toBe("aborted");
});

test("A certificate that is not there is a matter of credentials.", async () => {
  const user = { "client-certificate": join(folder, "none.crt"), "client-key": join(folder, "none.key") };
  const text = kubeconfigFor("http://127.0.0.1:1", user);
  expect((await failing({ source: { kind: "text", text } })).kind).toBe("no-credentials");
});

test("A token that was rotated in the kubeconfig is read anew after a 401, and the request is answered.", async () => {
  await withTokens(async (server, accept) => {
    const path = write("rotating", kubeconfigFor(server.url, { token: secret }));
    const connected = await connect({ source: { kind: "file", path } }, forever);
    if (connected.kind !== "connected") throw new Error(explainProblem(connected));
    const { cluster } = connected;
    expect(await cluster.request(get, forever)).toMatchObject({ kind: "answered" });
    accept("second");
    write("rotating", kubeconfigFor(server.url, { token: "second" }));
    const answers = await Promise.all(Array.from({ length: 10 }, () => cluster.request(get, forever)));
    expect(new Set(answers.map(({ kind }) => kind))).toEqual(new Set(["answered"]));
    const { kind } = await cluster.stream({ ...get, idleMs: 60_000 }, forever);
    expect(kind).toBe("opened");
    await cluster.close();
    await eventually(() => server.openSockets() === 0);
  });
});

test("A credential plugin is run once, however many requests wait for it, and once more after a 401.", async () => {
  await withTokens(async (server, accept) => {
    const [token, runs] = [write("token", secret), write("runs", "")];
    const script = `echo run >> ${runs}; echo '{"status":{"token":"'$(cat ${token})'"}}'`;
    const text = kubeconfigFor(server.url, { exec: { command: "sh", args: ["-c", script] } });
    const connected = await connect({ source: { kind: "text", text } }, forever);
    if (connected.kind !== "connected") throw new Error(explainProblem(connected));
    accept("second");
    write("token", "second");
    const asked = Array.from({ length: 10 }, () => connected.cluster.request(get, forever));
    const kinds = (await Promise.all(asked)).map(({ kind }) => kind);
    expect(new Set(kinds)).toEqual(new Set(["answered"]));
    expect(readFileSync(runs, "utf8")).toBe("run\nrun\n");
    await connected.cluster.close();
  });
});

test("A token that is wrong for good is a refusal, after one more try.", async () => {
  await withTokens(async (server, accept) => {
    const text = kubeconfigFor(server.url, { token: secret });
    const connected = await connect({ source: { kind: "text", text } }, forever);
    if (connected.kind !== "connected") throw new Error(explainProblem(connected));
    accept("second");
    const answer = await connected.cluster.request(get, forever);
    expect(answer).toMatchObject({ kind: "refused", refusal: { kind: "unauthenticated" } });
    expect(server.requests).toHaveLength(2);
    expect(JSON.stringify(answer)).not.toContain("THE-TOKEN");
    await connected.cluster.close();
  });
});

test("A kubeconfig that leads elsewhere by now is not followed.", async () => {
  await withTokens(async (server, accept) => {
    const path = write("moving", kubeconfigFor(server.url, { token: secret }));
    const connected = await connect({ source: { kind: "file", path } }, forever);
    if (connected.kind !== "connected") throw new Error(explainProblem(connected));
    accept("second");
    write("moving", kubeconfigFor("http://127.0.0.1:1", { token: "second" }));
    expect(await connected.cluster.request(get, forever)).toMatchObject({ kind: "refused" });
    expect(server.requests.map(({ token }) => token)).toEqual([secret, secret]);
    await connected.cluster.close();
  });
});

test("Nothing but connecting loads the client.", () => {
  const sources = new URL("../../src/cluster/", import.meta.url);
  const names = readdirSync(sources, { recursive: true, encoding: "utf8" }).filter((name) =>
    name.endsWith(".ts"),
  );
  expect(names.length).toBeGreaterThan(30);
  const loading = names.filter((name) =>
    /^(?:import|export)(?! type\b)[^;(]*"@kubernetes\/client-node"/m.test(
      readFileSync(new URL(name, sources), "utf8"),
    ),
  );
  expect(loading).toEqual([]);
});
