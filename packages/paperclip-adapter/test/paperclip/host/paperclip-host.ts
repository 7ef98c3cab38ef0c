import type { z } from "zod";

/** Paperclip as whoever uses it over HTTP sees it. On the loopback interface it asks for no login. */
export interface PaperclipHost {
  readonly get: <T>(path: string, shape: z.ZodType<T>) => Promise<T>;
  readonly post: <T>(path: string, body: object, shape: z.ZodType<T>) => Promise<T>;
  /** For what may be refused. */
  readonly send: (method: "GET" | "POST" | "PATCH", path: string, body?: object) => Promise<Answer>;
}

export interface Answer {
  readonly status: number;
  readonly text: string;
}

/** A cancellation is answered when the run has ended, within a minute. */
const ANSWER_MS = 90_000;

/** Paths are given without `/api`. An answer that is no success, or of another shape, is an error that quotes it. */
export function paperclipHost(url: string): PaperclipHost {
  const send: PaperclipHost["send"] = async (method, path, body) => {
    const response = await fetch(`${url}/api${path}`, {
      method,
      headers: { "content-type": "application/json" },
      signal: AbortSignal.timeout(ANSWER_MS),
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    return { status: response.status, text: await response.text() };
  };
  const ask = async <T>(
    method: "GET" | "POST",
    path: string,
    shape: z.ZodType<T>,
    body?: object,
  ): Promise<T> => {
    const { status, text } = await send(method, path, body);
    const read = status < 300 ? shape.safeParse(JSON.parse(text)) : null;
    if (read?.success) return read.data;
    throw new Error(
      `${method} ${path} was answered with ${status}: ${read?.error.message ?? ""} ${text.slice(0, 2000)}`,
    );
  };
  return {
    send,
    get: (path, shape) => ask("GET", path, shape),
    post: (path, body, shape) => ask("POST", path, shape, body),
  };
}
