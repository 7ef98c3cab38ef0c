import type { z } from "zod";
import { eventually } from "../eventually.ts";
import type { PaperclipHost } from "./paperclip-host.ts";
import { logLine, logPage, runRow, type RunRow } from "./rows.ts";

/** A run, as its page shows it. */
export interface Run {
  readonly id: string;
  readonly row: () => Promise<RunRow>;
  /** Its row, once it has ended. */
  readonly ended: () => Promise<RunRow>;
  /** All that stands in its log, or what came by one stream. */
  readonly log: (stream?: Stream) => Promise<string>;
  readonly logSays: (text: string | RegExp) => Promise<string>;
  /** Presses Stop, which is answered when the run has ended. */
  readonly cancel: () => Promise<{ readonly status: number; readonly ms: number }>;
}

type Stream = z.infer<typeof logLine>["stream"];

const OVER = new Set(["succeeded", "failed", "cancelled", "timed_out", "interrupted"]);

export function isOver({ status }: RunRow): boolean {
  return OVER.has(status);
}

/** Beyond it a run hangs, and its log says where. */
const END_MS = 120_000;

export function openRun(host: PaperclipHost, id: string): Run {
  const row = (): Promise<RunRow> => host.get(`/heartbeat-runs/${id}`, runRow);
  const log = async (stream?: Stream): Promise<string> =>
    (await readLog(host, id))
      .filter((line) => stream === undefined || line.stream === stream)
      .map(({ chunk }) => chunk)
      .join("");
  return {
    id,
    row,
    log,
    ended: async () => {
      const over = await eventually(
        `The end of run ${id}`,
        async () => {
          const seen = await row();
          return isOver(seen) ? seen : null;
        },
        END_MS,
      ).catch(async (error: unknown) => {
        throw new Error(`Its log: ${await log()}`, { cause: error });
      });
      return over;
    },
    logSays: (text) =>
      eventually(`"${text}" in the log of run ${id}`, async () => {
        const told = await log();
        const isThere = typeof text === "string" ? told.includes(text) : text.test(told);
        if (isThere) return told;
        if (isOver(await row()))
          throw new Error(`The run ended without "${text}" in its log:\n${await log()}`);
        return null;
      }),
    cancel: async () => {
      const beganAt = performance.now();
      const { status } = await host.send("POST", `/heartbeat-runs/${id}/cancel`, {});
      return { status, ms: Math.round(performance.now() - beganAt) };
    },
  };
}

async function readLog(host: PaperclipHost, id: string): Promise<readonly z.infer<typeof logLine>[]> {
  let content = "";
  for (let offset = 0; ;) {
    const path = `/heartbeat-runs/${id}/log?offset=${offset}&limitBytes=200000`;
    const { status, text } = await host.send("GET", path);
    // A run that is queued has none yet.
    if (status !== 200) break;
    const page = logPage.parse(JSON.parse(text));
    content += page.content;
    const next = page.nextOffset ?? 0;
    if (next <= offset) break;
    offset = next;
  }
  // It is read while it is written.
  const lines = content.slice(0, content.lastIndexOf("\n") + 1).split("\n");
  return lines.flatMap((line) => (line === "" ? [] : [logLine.parse(JSON.parse(line))]));
}
