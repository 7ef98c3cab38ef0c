import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { z } from "zod";

/** A headless Chromium with one page, spoken to by its DevTools protocol. */
export interface Browser {
  /** Resolves when `text` stands on the page. */
  readonly open: (url: string, text: string) => Promise<void>;
  readonly scrollTo: (text: string) => Promise<void>;
  readonly picture: (file: string) => Promise<void>;
  readonly close: () => Promise<void>;
}

const answer = z.looseObject({ id: z.number().optional(), result: z.looseObject({}).optional() });
const evaluated = z.looseObject({ result: z.looseObject({ value: z.unknown().optional() }) });
const captured = z.looseObject({ data: z.string() });
const page = z.looseObject({ type: z.string(), webSocketDebuggerUrl: z.string() });

const FLAGS = ["--headless=new", "--no-sandbox", "--disable-gpu", "--hide-scrollbars", "--no-first-run"];

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
  const until = async (what: string, expression: string): Promise<void> => {
    const patience = performance.now() + 60_000;
    while ((await evaluate(expression)) !== true) {
      if (performance.now() > patience)
        throw new Error(`${what} did not come:\n${String(await evaluate("document.body.innerText"))}`);
      await pause(200);
    }
  };
  return {
    open: async (url, text) => {
      await tell("Page.navigate", { url });
      await until(text, `document.body?.innerText.includes(${JSON.stringify(text)})`);
      // What is there may still be moving.
      await pause(1500);
    },
    scrollTo: async (text) => {
      await until(text, `(${scrollTo})(${JSON.stringify(text)})`);
      await pause(500);
    },
    picture: async (file) => {
      const { data } = captured.parse(await tell("Page.captureScreenshot", { format: "png" }));
      writeFileSync(file, Buffer.from(data, "base64"));
    },
    close: async () => {
      child.kill();
      await once(child, "exit");
      rmSync(folder, { recursive: true, force: true });
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
