import { chmodSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { TestProject } from "vitest/node";
import { paperclipHost } from "./host/paperclip-host.ts";
import { registerAdapter } from "./host/register-adapter.ts";
import { bootServer } from "./server/boot-server.ts";
import { installAdapter } from "./server/install-adapter.ts";

declare module "vitest" {
  interface ProvidedContext {
    readonly paperclip: Paperclip;
  }
}

/** What all stories share. */
export interface Paperclip {
  readonly url: string;
  /** Where `paperclipai` is installed, for a story that needs a server of its own. */
  readonly install: string;
  /** Where the adapter is installed, from its tarball. */
  readonly adapter: string;
}

/** One server for all stories: its start takes longer than they do. */
export async function setup({ provide }: TestProject): Promise<() => Promise<void>> {
  const [install, tarballs] = [fromEnv("RUNVERDICT_PAPERCLIP"), fromEnv("RUNVERDICT_TARBALLS")];
  const folder = mkdtempSync(join(tmpdir(), "runverdict-paperclip-"));
  chmodSync(folder, 0o755);
  const beganAt = performance.now();
  const adapter = installAdapter(tarballs, join(folder, "adapter"));
  const installMs = performance.now() - beganAt;
  const server = await bootServer({ install, folder: join(folder, "server") });
  await registerAdapter(paperclipHost(server.url), adapter);
  provide("paperclip", { url: server.url, install, adapter });
  return async () => {
    const memory = memoryOf(server.pid());
    const stopsAt = performance.now();
    await server.close();
    rmSync(folder, { recursive: true, force: true });
    tell(
      `adapter installed in ${seconds(installMs)}`,
      `server ready after ${seconds(server.bootMs())}`,
      `${memory} at the end`,
      `stopped in ${seconds(performance.now() - stopsAt)}`,
    );
  };
}

function fromEnv(name: string): string {
  const value = process.env[name];
  if (value === undefined)
    throw new TypeError(`${name} is not set: start the stories with "pnpm test:paperclip".`);
  return value;
}

function tell(...figures: readonly string[]): void {
  process.stdout.write(`\nPaperclip: ${figures.join(", ")}.\n`);
}

function seconds(ms: number): string {
  return `${(ms / 1000).toFixed(1)} s`;
}

function memoryOf(pid: number): string {
  try {
    const kilobytes = /VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, "utf8"))?.[1] ?? "0";
    return `${Math.round(Number(kilobytes) / 1024)} MB`;
  } catch {
    return "memory unknown";
  }
}
