import { setTimeout } from "node:timers/promises";
import type { Cluster } from "@runverdict/k8s-runner";
import { createParser } from "@runverdict/stream-parser";
import { bytes as inBytes } from "@runverdict/stream-parser/describe";
import type { LogConfig } from "../config/adapter-config.ts";
import type { ExecutionContext } from "../host/execution-context.ts";
import { createEventLines } from "./event-lines.ts";
import type { OpenCall } from "./open-calls.ts";
import { createOutbox } from "./outbox.ts";
import { createRedaction } from "./redaction.ts";
import { createSafeText } from "./safe-text.ts";
import { createTextLines, type TextLine } from "./text-lines.ts";
import { spokenLine } from "./voice.ts";

/** What a person reads of a run while it goes on. Nothing that goes wrong with it ends the run, or slows it down. */
export interface LiveLog {
  /** The next bytes of the agent's stdout. It returns at once, however slow the host is. */
  readonly output: (bytes: Uint8Array) => void;
  /** A line of the agent's stderr. */
  readonly stderr: (line: string) => void;
  /** A line of our own. */
  readonly note: (line: string) => void;
  /** The tool that the agent waits for. */
  readonly openCall: () => OpenCall | null;
  /** No more will come. Resolves when the host has taken all, or has been given ten seconds for the rest. */
  readonly end: () => Promise<void>;
}

export interface LiveLogOptions {
  /** `readable`: a short line for each event. `stream-json`: the agent's own lines. */
  readonly format: LogConfig["format"];
  /** Values of this run that are masked wherever they appear; see `createRedaction` for those that can't be. */
  readonly secrets: readonly string[];
  readonly onLog: ExecutionContext["onLog"];
  /** By default the machine's. */
  readonly clock?: Pick<Cluster["clock"], "sleep">;
  /** So much waits for a slow host before lines are left out; 8 MiB by default. */
  readonly mostBytes?: number;
}

/** A longer line of the agent's is not shown: the longest real one seen had 2 MB. */
const LONGEST_LINE_BYTES = 8 * 1024 * 1024;
const LONGEST_NOTE = 2000;

export function createLiveLog(options: LiveLogOptions): LiveLog {
  const { format, onLog, clock = machineClock, mostBytes = LONGEST_LINE_BYTES } = options;
  const redact = createRedaction(options.secrets);
  const safe = createSafeText(redact);
  const outbox = createOutbox({ onLog, clock, mostBytes });
  const lines = createTextLines(LONGEST_LINE_BYTES);
  const events = createEventLines(redact);
  const parser = createParser();

  const note = (line: string): void =>
    outbox.put("stdout", spokenLine("run", safe.begin(line, LONGEST_NOTE)));

  /** A secret may be cut in two where a description is cut, so it goes before anybody reads the line. */
  function take(line: TextLine): void {
    if (line.kind === "oversized") return note(`A line of ${inBytes(line.byteLength)} is not shown`);
    const text = redact(line.text.replaceAll("\0", ""));
    const readable = parser.feed(`${text}\n`).flatMap(events.of);
    for (const shown of format === "readable" ? readable : [text]) outbox.put("stdout", shown);
  }

  return {
    output: (piece) => lines.feed(piece).forEach(take),
    stderr: (line) => outbox.put("stderr", safe.begin(line, LONGEST_NOTE)),
    note,
    openCall: events.openCall,
    async end() {
      lines.end().forEach(take);
      await outbox.end();
    },
  };
}

const machineClock: Pick<Cluster["clock"], "sleep"> = {
  sleep: (ms, signal) => setTimeout(ms, undefined, { signal }).catch(() => {}),
};
