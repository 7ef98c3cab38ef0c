import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { z } from "zod";
import { untilSo } from "../eventually.ts";

/** A headless Chromium with one page, spoken to by its DevTools protocol. */
export interface Browser {
  readonly open: (url: string) => Promise<void>;
  /** Waits until it stands on the page. */
  readonly sees: (text: string, withinMs?: number) => Promise<void>;
  readonly scrollTo: (text: string) => Promise<void>;
  readonly picture: (file: string) => Promise<void>;
  readonly close: () => Promise<void>;
}

const answer = z.looseObject({ id: z.number().optional(), result: z.looseObject({}).optional() });
const evaluated = z.looseObject({ result: z.looseObject({ value: z.unknown().optional() }) });
const captured = z.looseObject({ data: z.string() });
const page = z.looseObject({ type: z.string(), webSocketDebuggerUrl: z.string() });

/** It asks nobody but this machine: a page that waits for a font from elsewhere is not drawn. */
const FLAGS = [
  "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",
  "--headless=new",
  "--no-sandbox",
  "--disable-gpu",
  "--hide-scrollbars",
  "--no-first-run",
];

export async function openBrowser(width: number, height: number): Promise<Browser> {
  const folder = mkdtempSync(join(tmpdir(), "runverdict-browser-"));
  const flags = [...FLAGS, `--user-data-dir=${folder}`, `--window-size=${width},${height}`];
  const child = spawn("chromium", [...flags, "--remote-debugging-port=0", "about:blank"], {
    stdio: ["ignore", "ignore", "pipe"],
  });
  const devTools = await new Promise<string>((resolve, reject) => {
    let said = "";
    child.stderr.on("data", (bytes: Buffer) => {
      said += bytes.toString();
      const address = /DevTools listening on ws:\/\/([^/\s]+)/.exec(said)?.[1];
      if (address !== undefined) resolve(address);
    });
    child.on("error", reject);
    child.on("exit", () => reject(new Error(`Chromium did not start:\n${said}`)));
  });
  const pages = z.array(page).parse(await (await fetch(`http://${devTools}/json/list`)).json());
  const tell = await connect(pages.find(({ type }) => type === "page")?.webSocketDebuggerUrl ?? "");
  await tell("Emulation.setDeviceMetricsOverride", { width, height, deviceScaleFactor: 1, mobile: false });
  const evaluate = async (expression: string): Promise<unknown> =>
    evaluated.parse(await tell("Runtime.evaluate", { expression })).result.value;
  const until = (what: string, expression: string, withinMs?: number): Promise<void> =>
    untilSo(`${what} on the page`, async () => (await evaluate(expression)) === true, withinMs);
  /** What is there may still be moving, and spinners never rest. */
  const settle = { expression: "new Promise((done) => setTimeout(done, 1500))", awaitPromise: true };
  return {
    open: async (url) => void (await tell("Page.navigate", { url })),
    sees: async (text, withinMs) => {
      await until(text, `document.body?.innerText.includes(${JSON.stringify(text)})`, withinMs);
      await tell("Runtime.evaluate", settle);
    },
    scrollTo: async (text) => {
      await until(text, `(${scrollTo})(${JSON.stringify(text)})`);
      await tell("Runtime.evaluate", settle);
    },
    picture: async (file) => {
      const { data } = captured.parse(await tell("Page.captureScreenshot", { format: "png" }));
      writeFileSync(file, Buffer.from(data, "base64"));
    },
    close: async () => {
      child.kill();
      await once(child, "exit");
      // Its other processes may still be writing.
      rmSync(folder, { recursive: true, force: true, maxRetries: 10 });
    },
  };
}

/** Runs in the page. */
const scrollTo = `(text) => {
  const found = [...document.querySelectorAll("*")].filter((one) => one.innerText?.includes(text)).at(-1);
  found?.scrollIntoView({ block: "end" });
  return found !== undefined;
}`;

type Tell = (method: string, params: object) => Promise<object>;

async function connect(url: string): Promise<Tell> {
  const socket = new WebSocket(url);
  await once(socket, "open");
  const waiting = new Map<number, (result: object) => void>();
  socket.addEventListener("message", ({ data }) => {
    const { id, result } = answer.parse(JSON.parse(String(data)));
    if (id !== undefined) waiting.get(id)?.(result ?? {});
  });
  let asked = 0;
  return (method, params) =>
    new Promise((resolve) => {
      asked += 1;
      waiting.set(asked, resolve);
      socket.send(JSON.stringify({ id: asked, method, params }));
    });
}
