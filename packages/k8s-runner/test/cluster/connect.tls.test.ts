import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import type { Cluster } from "../../src/cluster/cluster.ts";
import { connect, type Connected } from "../../src/cluster/connect.ts";
import { explainProblem } from "../../src/cluster/connection-problem.ts";
import type { Answer } from "../../src/cluster/request/answer.ts";
import { createSimulator, type Simulator } from "../../src/simulator/create-simulator.ts";
import { createAuthority, type Authority, type Certified } from "./support/authority.ts";
import { eventually } from "./support/eventually.ts";
import { openTlsFront, type FrontOptions, type TlsFront } from "./support/tls-front.ts";
import { forever } from "./support/with-cluster.ts";

const token = "eyJhbGciOiJSUzI1NiJ9-THE-TOKEN";
const loopback = { name: "kube-apiserver", ips: ["127.0.0.1"] } as const;
const pods = { method: "GET", path: "/api/v1/namespaces/agents/pods" } as const;

let ours: Authority;
let others: Authority;
let simulator: Simulator;
const fronts: TlsFront[] = [];

beforeAll(async () => {
  [ours, others] = await Promise.all([createAuthority("ours"), createAuthority("another's")]);
  simulator = await createSimulator({ access: { token } });
});
afterEach(async () => {
  await Promise.all(fronts.splice(0).map((opened) => opened.close()));
});
afterAll(() => simulator.close());

/** The simulator behind TLS, as every real API server is. */
async function front(shown: Certified, options: FrontOptions = {}): Promise<TlsFront> {
  const opened = await openTlsFront(simulator.url, shown, options);
  fronts.push(opened);
  return opened;
}

function kubeconfig(
  server: string,
  cluster: object,
  shows: Certified | null = null,
  user: object = { token },
): string {
  const certificate =
    shows === null
      ? {}
      : { "client-certificate-data": base64(shows.cert), "client-key-data": base64(shows.key) };
  return JSON.stringify({
    apiVersion: "v1",
    kind: "Config",
    clusters: [{ name: "safe", cluster: { server, ...cluster } }],
    users: [{ name: "somebody", user: { ...user, ...certificate } }],
    contexts: [{ name: "here", context: { cluster: "safe", user: "somebody", namespace: "agents" } }],
    "current-context": "here",
  });
}

function base64(text: string): string {
  return Buffer.from(text).toString("base64");
}

function trusting({ cert }: Authority): object {
  return { "certificate-authority-data": base64(cert) };
}

function connectTo(text: string): Promise<Connected> {
  return connect({ source: { kind: "text", text } }, forever);
}

/** What a server heard that answered a request; nothing is left of the connection. */
async function heardBy({ heard, openSockets }: TlsFront, text: string): Promise<string> {
  const connected = await connectTo(text);
  if (connected.kind !== "connected") throw new Error(explainProblem(connected));
  expect(await connected.cluster.request(pods, forever)).toMatchObject({ kind: "answered" });
  await connected.cluster.close();
  await eventually(() => openSockets() === 0);
  return heard();
}

test("A server whose certificate is of the kubeconfig's authority is trusted with the token.", async () => {
  const opened = await front(await ours.certify(loopback));
  expect(await heardBy(opened, kubeconfig(opened.url, trusting(ours)))).toContain(`Bearer ${token}`);
});

interface Unsafe {
  readonly shown: () => Promise<Certified>;
  readonly cluster: () => object;
  readonly why: string;
  /** The cure that is named. */
  readonly cure: RegExp;
}

const unsafe: Readonly<Record<string, Unsafe>> = {
  "of another authority": {
    shown: () => others.certify(loopback),
    cluster: () => trusting(ours),
    why: "authority",
    cure: /`certificate-authority-data`/,
  },
  "of an authority that the kubeconfig does not name": {
    shown: () => ours.certify(loopback),
    cluster: () => ({}),
    why: "authority",
    cure: /`certificate-authority-data`/,
  },
  "the authority's own": {
    shown: () => Promise.resolve(others),
    cluster: () => trusting(ours),
    why: "authority",
    cure: /`certificate-authority-data`/,
  },
  "for another address": {
    shown: () => ours.certify({ name: "kube-apiserver", dns: ["cluster.example"] }),
    cluster: () => trusting(ours),
    why: "name",
    cure: /`tls-server-name`/,
  },
  "expired since yesterday": {
    shown: () => ours.certify({ ...loopback, validUntil: new Date(Date.now() - 86_400_000) }),
    cluster: () => trusting(ours),
    why: "time",
    cure: /clock of this machine/,
  },
};

test.each(Object.entries(unsafe))(
  "A server whose certificate is %s is not trusted, and never hears the token.",
  async (_, { shown, cluster, why, cure }) => {
    const opened = await front(await shown());
    const problem = await connectTo(kubeconfig(opened.url, cluster()));
    if (problem.kind !== "untrusted") throw new Error(`It is ${problem.kind}.`);
    expect(problem).toMatchObject({ server: opened.url, why });
    expect(explainProblem(problem)).toMatch(cure);
    expect(JSON.stringify(problem)).not.toContain("THE-TOKEN");
    expect([opened.trusted(), opened.heard()]).toEqual([0, ""]);
    await eventually(() => opened.openSockets() === 0);
  },
);

test("The name that a certificate is for may be told in the kubeconfig.", async () => {
  const opened = await front(await ours.certify({ name: "kube-apiserver", dns: ["cluster.example"] }));
  const named = { ...trusting(ours), "tls-server-name": "cluster.example" };
  expect(await heardBy(opened, kubeconfig(opened.url, named))).toContain(`Bearer ${token}`);
});

test("Whoever wants a client certificate gets the kubeconfig's.", async () => {
  const opened = await front(await ours.certify(loopback), { clientCa: ours.cert });
  const shows = await ours.certify({ name: "somebody" });
  expect(await heardBy(opened, kubeconfig(opened.url, trusting(ours), shows))).toContain(`Bearer ${token}`);
});

test("A client certificate that a credential plugin gives is shown, and the plugin is asked no second time for the connection.", async () => {
  const opened = await front(await ours.certify(loopback), { clientCa: ours.cert });
  const shows = await ours.certify({ name: "somebody" });
  const status = { clientCertificateData: shows.cert, clientKeyData: shows.key, token };
  // Not even what expires at once is asked for anew in the middle of a request.
  const answer = JSON.stringify({ status: { ...status, expirationTimestamp: "2020-01-01T00:00:00Z" } });
  const runs = join(mkdtempSync(join(tmpdir(), "plugin-")), "runs");
  const script = 'echo run >> "$0"; printf %s "$1"';
  const user = { exec: { command: "sh", args: ["-c", script, runs, answer] } };
  expect(await heardBy(opened, kubeconfig(opened.url, trusting(ours), null, user))).toContain(
    `Bearer ${token}`,
  );
  // One for the version, one for the pods.
  expect(readFileSync(runs, "utf8")).toBe("run\nrun\n");
  rmSync(dirname(runs), { recursive: true });
});

test("Where the client certificate is missing, that is said.", async () => {
  const opened = await front(await ours.certify(loopback), { clientCa: ours.cert, maxVersion: "TLSv1.2" });
  const problem = await connectTo(kubeconfig(opened.url, trusting(ours)));
  expect(problem).toMatchObject({ kind: "untrusted", why: "client-certificate" });
  if (problem.kind !== "connected") expect(explainProblem(problem)).toMatch(/`client-certificate-data`/);
  expect(opened.heard()).toBe("");
});

test.each([
  ["missing", () => Promise.resolve(null)],
  ["of another authority", () => others.certify({ name: "somebody" })],
])(
  "Where the client certificate is %s and the server hangs up, it is told what to check.",
  async (_, show) => {
    // Since TLS 1.3 the handshake is over for us when the server looks; its reason is lost in the client's transport.
    const [shown, shows] = await Promise.all([ours.certify(loopback), show()]);
    const opened = await front(shown, { clientCa: ours.cert });
    const problem = await connectTo(kubeconfig(opened.url, trusting(ours), shows));
    expect(problem).toMatchObject({ kind: "hung-up", server: opened.url });
    if (problem.kind !== "connected") expect(explainProblem(problem)).toMatch(/wants a client certificate/);
    expect([opened.trusted(), opened.heard()]).toEqual([0, ""]);
  },
);

test("A server that speaks no TLS is told from one that is not there.", async () => {
  const server = simulator.url.replace("http:", "https:");
  const problem = await connectTo(kubeconfig(server, trusting(ours)));
  expect(problem).toMatchObject({ kind: "untrusted", why: "protocol" });
  if (problem.kind !== "connected") expect(explainProblem(problem)).toMatch(/does not speak TLS as we do/);
});

test("A certificate that another one takes the place of ends the trust, and a later one restores it.", async () => {
  const opened = await front(await ours.certify(loopback));
  const connected = await connectTo(kubeconfig(opened.url, trusting(ours)));
  if (connected.kind !== "connected") throw new Error(explainProblem(connected));
  const { cluster } = connected;
  opened.show(await others.certify(loopback));
  const before = opened.heard();
  expect(await unbroken(cluster)).toMatchObject({ kind: "untrusted", why: "authority" });
  expect(await cluster.stream({ ...pods, idleMs: 1000 }, forever)).toMatchObject({ kind: "untrusted" });
  expect(opened.heard()).toBe(before);
  opened.show(await ours.certify(loopback));
  expect(await unbroken(cluster)).toMatchObject({ kind: "answered" });
  await cluster.close();
});

/** The answer to the first request that is not sent over a connection that was broken meanwhile. */
async function unbroken(cluster: Cluster): Promise<Answer> {
  const answer = await cluster.request(pods, forever);
  return answer.kind === "cut" ? unbroken(cluster) : answer;
}
