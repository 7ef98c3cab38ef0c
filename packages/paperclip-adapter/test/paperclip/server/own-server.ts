import { chmodSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { inject, onTestFinished } from "vitest";
import { paperclipHost } from "../host/paperclip-host.ts";
import { registerAdapter } from "../host/register-adapter.ts";
import { bootServer, type PaperclipServer } from "./boot-server.ts";

/** A server for one story alone, which it may stop. */
export interface OwnServer extends PaperclipServer {
  /** Gone when the story is over. */
  readonly folder: string;
}

export async function ownServer(): Promise<OwnServer> {
  const { install, adapter } = inject("paperclip");
  const folder = mkdtempSync(join(tmpdir(), "runverdict-restart-"));
  chmodSync(folder, 0o755);
  const server = await bootServer({ install, folder });
  onTestFinished(async () => {
    await server.close();
    rmSync(folder, { recursive: true, force: true });
  });
  await registerAdapter(paperclipHost(server.url), adapter);
  return { ...server, folder };
}
