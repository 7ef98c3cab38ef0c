import { bootServer } from "/tmp/w/a-paperclip/packages/paperclip-adapter/test/paperclip/server/boot-server.ts";
import { mkdtempSync, chmodSync } from "node:fs";
const folder = mkdtempSync("/tmp/pc-try-"); chmodSync(folder, 0o755);
const s = await bootServer({ install: "/tmp/pc-cache/paperclip-2026.916.1", folder });
console.log(s.url, s.bootMs(), folder, process.pid);
process.on("SIGTERM", async () => { await s.close(); process.exit(0); });
setInterval(()=>{}, 1e6);
