import type { ExecutionContext } from "../host/execution-context.ts";

export interface LiveLog {
  readonly output: (bytes: Uint8Array) => void | Promise<void>;
  readonly note: (line: string) => void;
  readonly end: () => Promise<void>;
}

export function createLiveLog(options: {
  readonly format: "readable" | "stream-json";
  readonly secrets: readonly string[];
  readonly onLog: ExecutionContext["onLog"];
}): LiveLog {
  let last: Promise<void> = Promise.resolve();
  const say = (text: string): void => {
    last = last.then(() => options.onLog("stdout", text)).catch(() => {});
  };
  return {
    output: (bytes) => say(Buffer.from(bytes).toString()),
    note: (line) => say(`${line}\n`),
    end: () => last,
  };
}
