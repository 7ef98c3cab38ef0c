import { machineClock, type Clock } from "./clock.ts";
import { loadClient, type Client } from "./client.ts";
import type { Cluster } from "./cluster.ts";
import type { ConnectionProblem } from "./connection-problem.ts";
import { createCredentials } from "./credentials.ts";
import { loadKubeconfig, type KubeconfigSource, type LoadedKubeconfig } from "./kubeconfig.ts";
import type { Answer } from "./request/answer.ts";
import { openStream } from "./request/open-stream.ts";
import { requestJson } from "./request/request-json.ts";
import type { Sender } from "./request/send.ts";
import { createTurns } from "./request/turns.ts";

export interface ConnectOptions {
  readonly source: KubeconfigSource;
  /** The kubeconfig's current context, if null. */
  readonly context?: string | null;
  /** The context's namespace, if null; `default` where it names none. */
  readonly namespace?: string | null;
  /** The machine's, unless a test brings its own. */
  readonly clock?: Clock;
  /** For the whole of connecting. */
  readonly timeoutMs?: number;
}

export type Connected = { readonly kind: "connected"; readonly cluster: Cluster } | ConnectionProblem;

type Loaded = Extract<LoadedKubeconfig, { kind: "loaded" }>;

/** Answers take some milliseconds, so that these are thousands of requests a second. */
const REQUESTS_AT_ONCE = 100;

/** A plugin may open a browser and wait for somebody to log in. */
const TIMEOUT_MS = 60_000;

/** Reads the kubeconfig, and asks the server for its version, which tells at once whether the credentials are good. */
export async function connect(options: ConnectOptions, signal: AbortSignal): Promise<Connected> {
  const client = await loadClient();
  const clock = options.clock ?? machineClock;
  const loaded = loadKubeconfig(client, options.source, options.context ?? null, clock.now);
  if (loaded.kind !== "loaded") return loaded;
  const sender = senderFor(client, clock, options, loaded);
  const asked = { method: "GET", path: "/version", timeoutMs: options.timeoutMs ?? TIMEOUT_MS } as const;
  const answer = await requestJson(sender, clock, asked, signal);
  const problem = problemIn(answer, sender.server);
  if (problem !== null) {
    await sender.credentials.close();
    return problem;
  }
  const namespace = options.namespace ?? loaded.namespace ?? "default";
  return { kind: "connected", cluster: clusterOver(sender, clock, namespace, versionIn(answer)) };
}

function clusterOver(sender: Sender, clock: Clock, namespace: string, version: string | null): Cluster {
  let isClosed = false;
  return {
    server: withoutPassword(sender.server),
    namespace,
    version,
    clock,
    request: async (request, signal) =>
      isClosed ? { kind: "aborted" } : requestJson(sender, clock, request, signal),
    stream: async (request, signal) =>
      isClosed ? { kind: "aborted" } : openStream(sender, clock, request, signal),
    async close() {
      isClosed = true;
      await sender.credentials.close();
    },
  };
}

function senderFor(client: Client, clock: Clock, { source, context }: ConnectOptions, first: Loaded): Sender {
  const { server, plugin } = first;
  const reload = (): Loaded | null => {
    const again = loadKubeconfig(client, source, context ?? null, clock.now);
    // A kubeconfig that now leads elsewhere is another cluster, and not ours to follow.
    return again.kind === "loaded" && again.server === server ? again : null;
  };
  const user = first.config.getCurrentUser()?.name ?? "";
  return {
    client,
    server,
    credentials: createCredentials(client, clock, first, reload),
    turns: createTurns(REQUESTS_AT_ONCE),
    noCredentials: () => sayNoCredentials(plugin?.name ?? null, user),
  };
}

function sayNoCredentials(plugin: string | null, user: string): string {
  return plugin === null
    ? `There are no credentials for the kubeconfig's user "${user}": check that its certificate and token files exist and can be read.`
    : `The credential plugin \`${plugin}\` of the kubeconfig's user "${user}" gave no credentials: run it by hand to see why, or log in again.`;
}

/** Who may not ask for the version, or gets it from an odd proxy, may do the rest nevertheless. */
function problemIn(answer: Answer, server: string): ConnectionProblem | null {
  switch (answer.kind) {
    case "answered":
    case "garbled":
      return null;
    case "refused": {
      const { refusal } = answer;
      const isUseless = refusal.kind === "unauthenticated" || refusal.status >= 500;
      return isUseless ? { kind: "refused", server: withoutPassword(server), refusal } : null;
    }
    case "unreachable":
      return { kind: "unreachable", server: withoutPassword(server), message: answer.message };
    case "untrusted":
      return { ...answer, server: withoutPassword(server) };
    case "cut":
      return { kind: "hung-up", server: withoutPassword(server), message: answer.message };
    case "timeout":
      return { kind: "unreachable", server: withoutPassword(server), message: "no answer in time" };
    case "no-credentials":
    case "aborted":
      return answer;
  }
}

function withoutPassword(server: string): string {
  const url = new URL(server);
  url.username = "";
  url.password = "";
  return url.href.replace(/\/$/, "");
}

function versionIn(answer: Answer): string | null {
  if (answer.kind !== "answered" || typeof answer.value !== "object" || answer.value === null) return null;
  const version: unknown = Reflect.get(answer.value, "gitVersion");
  return typeof version === "string" && /^v[0-9][\w.+-]{0,63}$/.test(version) ? version : null;
}
