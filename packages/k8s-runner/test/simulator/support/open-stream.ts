import { request } from "node:http";
import type { IncomingMessage } from "node:http";

/** One answer that comes in pieces, read as plain HTTP. */
export interface OpenStream {
  readonly status: number;
  readonly headers: IncomingMessage["headers"];
  readonly text: () => string;
  readonly bytes: () => Buffer;
  readonly lines: () => readonly string[];
  /** How it ended: `eof` as if all were well, `reset` in the middle; null while it goes on. */
  readonly end: () => "eof" | "reset" | null;
  readonly ended: Promise<"eof" | "reset">;
  /** Stops and starts reading, as a consumer does who is slow. */
  readonly pause: () => void;
  readonly resume: () => void;
  readonly abort: () => void;
}

export function openStream(url: string, path: string, method = "GET"): Promise<OpenStream> {
  return new Promise((resolve, reject) => {
    const asked = request(new URL(path, url), { method, agent: false }, (response) =>
      resolve(read(response)),
    );
    asked.on("error", reject);
    asked.end();
  });
}

function read(response: IncomingMessage): OpenStream {
  const pieces: Buffer[] = [];
  let end: "eof" | "reset" | null = null;
  response.on("data", (piece: Buffer) => pieces.push(piece));
  const ended = new Promise<"eof" | "reset">((resolve) => {
    response.on("error", () => {});
    response.once("close", () => {
      end = response.complete ? "eof" : "reset";
      resolve(end);
    });
  });
  const text = (): string => Buffer.concat(pieces).toString();
  return {
    status: response.statusCode ?? 0,
    headers: response.headers,
    text,
    bytes: () => Buffer.concat(pieces),
    lines: () =>
      text()
        .split("\n")
        .filter((line) => line !== ""),
    end: () => end,
    ended,
    pause: () => void response.pause(),
    resume: () => void response.resume(),
    abort: () => void response.destroy(),
  };
}
