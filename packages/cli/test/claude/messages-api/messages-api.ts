import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { Socket } from "node:net";
import { json } from "node:stream/consumers";
import { z } from "zod";
import { messageStream, whole } from "./message-stream.ts";
import type { Reply } from "./reply.ts";

/**
 * What the model says at each turn of a conversation, counted from 0 by its own messages so far: a request that is
 * repeated gets the same reply, and a resumed session goes on where it was.
 */
export type Script = (turn: number) => Reply;

/** One reply a turn; the last one is given for all further turns. */
export function inTurn(first: Reply, ...more: readonly Reply[]): Script {
  const replies = [first, ...more];
  return (turn) => replies[Math.min(turn, replies.length - 1)] ?? first;
}

/** A scripted Messages API on the loopback interface. */
export interface MessagesApi {
  readonly url: string;
  /** The requests for a message, in their order. */
  readonly asked: readonly Asked[];
  /** Everything else that was asked for, as `METHOD target`; what is sent here as to a proxy, too. */
  readonly strange: readonly string[];
  /** Breaks all connections. */
  readonly close: () => Promise<void>;
}

export interface Asked {
  readonly credential: string | null;
  readonly turn: number;
}

const requestBody = z.looseObject({
  model: z.string(),
  stream: z.boolean().default(false),
  messages: z.array(z.looseObject({ role: z.string() })),
});

export async function openMessagesApi(script: Script): Promise<MessagesApi> {
  const [asked, strange]: [Asked[], string[]] = [[], []];
  const sockets = new Set<Socket>();
  const server = createServer((request, response) => {
    const target = `${request.method} ${request.url?.split("?")[0]}`;
    if (target === "POST /v1/messages") return void answer(request, response);
    strange.push(target);
    writeError(response, 404, "not_found_error", "Not found");
  });
  const answer = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const read = requestBody.safeParse(await json(request).catch(() => null));
    if (!read.success) return writeError(response, 400, "invalid_request_error", read.error.message);
    const turn = read.data.messages.filter(({ role }) => role === "assistant").length;
    asked.push({ credential: credentialOf(request), turn });
    write(response, script(turn), { ...read.data, id: `msg_${asked.length}` });
  };
  server.on("connect", (request, socket) => {
    strange.push(`CONNECT ${request.url}`);
    socket.end("HTTP/1.1 403 Forbidden\r\n\r\n");
  });
  server.on("connection", (socket) => {
    sockets.add(socket);
    socket.on("close", () => sockets.delete(socket));
    // A client that was killed leaves its connection broken.
    socket.on("error", () => {});
  });
  await new Promise<void>((resolve) => {
    server.listen(0, "127.0.0.1", resolve);
  });
  const address = server.address();
  const port = typeof address === "object" ? address?.port : null;
  return {
    url: `http://127.0.0.1:${port}`,
    asked,
    strange,
    close: async () => {
      sockets.forEach((socket) => socket.destroy());
      await new Promise((resolve) => {
        server.close(resolve);
      });
    },
  };
}

function credentialOf({ headers }: IncomingMessage): string | null {
  const key = headers["x-api-key"];
  return typeof key === "string" ? key : (headers.authorization?.replace(/^Bearer /, "") ?? null);
}

interface Wanted {
  readonly id: string;
  readonly model: string;
  readonly stream: boolean;
}

function write(response: ServerResponse, reply: Reply, wanted: Wanted): void {
  switch (reply.kind) {
    case "silence":
      return;
    case "error":
      return writeError(response, reply.status, reply.type, reply.message, reply.headers);
    case "message":
      if (!wanted.stream) return writeJson(response, 200, whole(reply, wanted));
      response.writeHead(200, { "content-type": "text/event-stream" });
      messageStream(reply, wanted).forEach((event) => response.write(event));
      if (reply.isFinished) response.end();
  }
}

function writeError(
  response: ServerResponse,
  status: number,
  type: string,
  message: string,
  headers: Readonly<Record<string, string>> = {},
): void {
  writeJson(response, status, { type: "error", error: { type, message }, request_id: "req_1" }, headers);
}

function writeJson(
  response: ServerResponse,
  status: number,
  body: object,
  headers: Readonly<Record<string, string>> = {},
): void {
  response.writeHead(status, { "content-type": "application/json", ...headers });
  response.end(JSON.stringify(body));
}
