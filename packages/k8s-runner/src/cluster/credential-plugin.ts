import { spawn, type ChildProcess, type SpawnOptions } from "node:child_process";
import type { RequestOptions } from "node:https";
import type { KubeConfig } from "@kubernetes/client-node";
import { member, textOf } from "../member.ts";
import { parsedJson } from "../parsed-json.ts";

/** The program that the kubeconfig's user names under `exec`, and that is asked for his credentials. */
export interface CredentialPlugin {
  /** Its file's name: its path may tell of the machine. */
  readonly name: string;
  /** Kills it, and what it has started, where it is at work. Whoever waits for it is told that it failed. */
  readonly stop: () => void;
}

type KubeUser = KubeConfig["users"][number];

/** A token or a certificate has some thousand bytes. */
const LONGEST_ANSWER = 1024 * 1024;

/**
 * Has the plugin of the kubeconfig's user run by us. The client's own way has no bound, gives the plugin an input that
 * never ends, does not tell it what kubectl does, and leaves nobody who could kill it. Null where there is none.
 */
export function takeOverPlugin(config: KubeConfig, now: () => number): CredentialPlugin | null {
  const user = config.getCurrentUser();
  const command = textOf(user?.exec, "command");
  // What is no plugin the client says no to.
  if (user === null || command === null) return null;
  // The client runs whatever stands there itself, before it asks those that were added.
  const { exec, ...others } = user;
  config.users = config.users.map((one) => (one === user ? others : one));
  const cluster = clusterInfo(config);
  const program = createProgram(() => start(command, exec, cluster));
  let known: unknown = null;
  config.addAuthenticator({
    isAuthProvider: ({ name }: KubeUser) => name === user.name,
    async applyAuthentication(_asked: KubeUser, options: RequestOptions) {
      if (known === null || isExpired(known, now())) known = await program.ask();
      applyTo(options, known);
    },
  });
  return { name: command.split("/").at(-1) ?? "", stop: program.stop };
}

function isExpired(status: unknown, at: number): boolean {
  const expires = textOf(status, "expirationTimestamp");
  return expires !== null && !(Date.parse(expires) > at);
}

function applyTo(options: RequestOptions, status: unknown): void {
  const [cert, key] = [textOf(status, "clientCertificateData"), textOf(status, "clientKeyData")];
  if (cert !== null) options.cert = cert;
  if (key !== null) options.key = key;
  const token = textOf(status, "token");
  if (token !== null) Object.assign((options.headers ??= {}), { Authorization: `Bearer ${token}` });
}

interface Program {
  /** The `status` of the answer. Rejects, without its words, where there is none of use. */
  readonly ask: () => Promise<object>;
  readonly stop: () => void;
}

function createProgram(begin: () => ChildProcess): Program {
  const stops = new Set<() => void>();
  return {
    ask: () =>
      new Promise((resolve, reject) => {
        const child = begin();
        const pieces: Buffer[] = [];
        let bytes = 0;
        const fail = (): void => {
          stops.delete(fail);
          kill(child);
          reject(new Error("The credential plugin gave no credentials."));
        };
        stops.add(fail);
        child.on("error", fail);
        child.stdout?.on("error", fail);
        child.stdout?.on("data", (piece: Buffer) => {
          bytes += piece.length;
          if (bytes > LONGEST_ANSWER) fail();
          else pieces.push(piece);
        });
        child.on("close", (code) => {
          const status = code === 0 ? statusIn(Buffer.concat(pieces).toString("utf8")) : null;
          if (status === null) return fail();
          stops.delete(fail);
          resolve(status);
        });
      }),
    stop: () => stops.forEach((stop) => stop()),
  };
}

function start(command: string, exec: unknown, cluster: object): ChildProcess {
  const args: unknown = member(exec, "args");
  const info = {
    apiVersion: textOf(exec, "apiVersion"),
    kind: "ExecCredential",
    spec: { interactive: false, ...(member(exec, "provideClusterInfo") === true ? { cluster } : {}) },
  };
  const options: SpawnOptions = {
    env: { ...process.env, KUBERNETES_EXEC_INFO: JSON.stringify(info), ...envOf(exec) },
    // What it says to people may hold a token, and nobody could answer it.
    stdio: ["ignore", "pipe", "ignore"],
    // A group of its own, so that what it starts can be killed with it.
    detached: process.platform !== "win32",
    windowsHide: true,
  };
  return spawn(command, Array.isArray(args) ? args.map(String) : [], options);
}

function envOf(exec: unknown): Record<string, string> {
  const env: unknown = member(exec, "env");
  const entries = (Array.isArray(env) ? env : []).map((entry): readonly [string, string] => [
    textOf(entry, "name") ?? "",
    textOf(entry, "value") ?? "",
  ]);
  return Object.fromEntries(entries.filter(([name]) => name !== ""));
}

function clusterInfo(config: KubeConfig): object {
  const cluster = config.getCurrentCluster();
  return {
    server: cluster?.server,
    "tls-server-name": cluster?.tlsServerName,
    "insecure-skip-tls-verify": cluster?.skipTLSVerify === true ? true : undefined,
    "certificate-authority-data": cluster?.caData,
    "proxy-url": cluster?.proxyUrl,
  };
}

function statusIn(text: string): object | null {
  const status = member(parsedJson(text), "status");
  if (typeof status !== "object" || status === null) return null;
  const hasSome = ["token", "clientCertificateData"].some((key) => textOf(status, key) !== null);
  return hasSome ? status : null;
}

function kill(child: ChildProcess): void {
  // What it has started may hold its output open after it.
  child.stdout?.destroy();
  // Once it was waited for, its number may be another's.
  if (child.pid === undefined || child.exitCode !== null || child.signalCode !== null) return;
  try {
    process.kill(process.platform === "win32" ? child.pid : -child.pid, "SIGKILL");
  } catch {
    child.kill("SIGKILL");
  }
}
