import { spawn, type ChildProcess } from "node:child_process";
import { closeSync, openSync, readFileSync } from "node:fs";
import { createServer } from "node:net";
import { join } from "node:path";
import { z } from "zod";
import { untilSo } from "../eventually.ts";
import { endPostgres, postgresPid } from "./postgres.ts";
import { asServer, folderOfServer } from "./unprivileged.ts";

/** A Paperclip server on the loopback interface, with its own data and its own Postgres. */
export interface PaperclipServer {
  readonly url: string;
  readonly pid: () => number;
  /** How long the last start took, in milliseconds. */
  readonly bootMs: () => number;
  /** As a rolling deployment does it: SIGTERM, and the next one on the same data. */
  readonly restart: () => Promise<void>;
  /** As a node that is gone takes it along: SIGKILL. `restart` starts the next one. */
  readonly kill: () => Promise<void>;
  /** Resolves when neither the server nor its Postgres is there any more. */
  readonly close: () => Promise<void>;
}

export interface ServerPlace {
  /** The folder that `paperclipai` is installed in. */
  readonly install: string;
  /** A folder of the test's own, which everybody may look into. */
  readonly folder: string;
}

const BOOT_MS = 240_000;
const STOP_MS = 45_000;

/** Resolves when the server has begun to take requests and has finished what a start has to clear up. */
export async function bootServer(place: ServerPlace): Promise<PaperclipServer> {
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  let [child, bootMs] = await start(place, port, [
    "onboard",
    "--yes",
    "--bind",
    "loopback",
    "--no-install-service",
  ]);
  // Whatever becomes of the tests, the server does not outlive them.
  process.once("exit", () => child.kill("SIGKILL"));
  return {
    url,
    pid: () => child.pid ?? 0,
    bootMs: () => bootMs,
    restart: async () => {
      await stop(place, child);
      [child, bootMs] = await start(place, port, ["run", "--no-repair"]);
    },
    kill: async () => {
      const postgres = postgresPid(join(place.folder, "data"));
      child.kill("SIGKILL");
      await untilSo("The end of the server", () => hasEnded(child));
      if (postgres !== null) await endPostgres(postgres, 0);
    },
    close: () => stop(place, child),
  };
}

async function start(
  { install, folder }: ServerPlace,
  port: number,
  args: readonly string[],
): Promise<[ChildProcess, number]> {
  const beganAt = performance.now();
  const program = join(install, "node_modules", "paperclipai", "dist", "index.js");
  const [home, data, temporary] = ["home", "data", "tmp"].map((name) => folderOfServer(join(folder, name)));
  const logPath = join(folder, "server.log");
  const log = openSync(logPath, "a");
  const child = spawn(process.execPath, [program, ...args], {
    ...asServer([program, process.execPath]),
    cwd: home,
    env: {
      PATH: process.env["PATH"],
      HOME: home,
      TMPDIR: temporary,
      LANG: "C.UTF-8",
      HOST: "127.0.0.1",
      PORT: String(port),
      PAPERCLIP_HOME: data,
      PAPERCLIP_ANNOUNCEMENTS_ENABLED: "false",
      PAPERCLIP_OPEN_ON_LISTEN: "false",
      DO_NOT_TRACK: "1",
    },
    stdio: ["ignore", log, log],
  });
  closeSync(log);
  await untilSo("The server", async () => hasEnded(child) || (await isReady(port)), BOOT_MS).catch(() => {});
  if (!(await isReady(port))) {
    await stop({ install, folder }, child);
    throw new Error(`The Paperclip server does not start:\n${readFileSync(logPath, "utf8").slice(-4000)}`);
  }
  return [child, Math.round(performance.now() - beganAt)];
}

const health = z.looseObject({
  status: z.literal("ok"),
  // It answers before it has recovered what was going on when it was last stopped.
  startupRecovery: z.looseObject({ phase: z.literal("ready") }).optional(),
});

async function isReady(port: number): Promise<boolean> {
  try {
    const response = await fetch(`http://127.0.0.1:${port}/api/health`, {
      signal: AbortSignal.timeout(3000),
    });
    return health.safeParse(await response.json()).success;
  } catch {
    return false;
  }
}

/** A server that is told to end while it starts leaves its Postgres behind. */
async function stop({ folder }: ServerPlace, child: ChildProcess): Promise<void> {
  const postgres = postgresPid(join(folder, "data"));
  const isGone = (): boolean => hasEnded(child);
  if (!isGone()) child.kill("SIGTERM");
  await untilSo("The end of the server", isGone, STOP_MS).catch(() => child.kill("SIGKILL"));
  await untilSo("The end of the server", isGone);
  if (postgres !== null) await endPostgres(postgres);
}

function hasEnded({ exitCode, signalCode }: ChildProcess): boolean {
  return exitCode !== null || signalCode !== null;
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => {
    server.listen(0, "127.0.0.1", resolve);
  });
  const address = server.address();
  await new Promise((resolve) => {
    server.close(resolve);
  });
  if (typeof address !== "object" || address === null) throw new Error("No port is free.");
  return address.port;
}
