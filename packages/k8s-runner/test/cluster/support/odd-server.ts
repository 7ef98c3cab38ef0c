import { createServer } from "node:http";
import type { IncomingMessage, ServerResponse } from "node:http";
import type { AddressInfo, Socket } from "node:net";

/** An HTTP server that does what a test tells it, and knows who is connected. */
export interface OddServer {
  readonly url: string;
  readonly kubeconfig: string;
  readonly requests: readonly Asked[];
  readonly openSockets: () => number;
  /** Breaks all connections. */
  readonly breakAll: () => void;
  readonly close: () => Promise<void>;
}

export interface Asked {
  readonly method: string;
  readonly path: string;
  readonly query: URLSearchParams;
  readonly token: string | null;
  readonly headers: IncomingMessage["headers"];
  readonly body: string;
  /** Whether its connection is closed, which ends whatever was still to be answered. */
  readonly isGone: () => boolean;
}

export type Handler = (asked: Asked, response: ServerResponse) => void;

/** Answers `/version` like an API server, and leaves all else to the handler. */
export async function openOddServer(handler: Handler, token = "first"): Promise<OddServer> {
  const sockets = new Set<Socket>();
  const requests: Asked[] = [];
  const serve = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const asked = askedOf(request, await readAll(request));
    if (asked.path === "/version") return json(response, 200, { gitVersion: "v1.36.2" });
    requests.push(asked);
    handler(asked, response);
  };
  const server = createServer((request, response) => void serve(request, response));
  server.on("connection", (socket) => {
    sockets.add(socket);
    socket.on("close", () => sockets.delete(socket));
    socket.on("error", () => {});
  });
  await new Promise<void>((resolve) => {
    server.listen(0, "127.0.0.1", resolve);
  });
  const { port } = server.address() as AddressInfo;
  const url = `http://127.0.0.1:${port}`;
  const breakAll = (): void => sockets.forEach((socket) => void socket.destroy());
  return {
    url,
    kubeconfig: kubeconfigFor(url, { token }),
    requests,
    openSockets: () => sockets.size,
    breakAll,
    close: async () => {
      breakAll();
      await new Promise((resolve) => {
        server.close(resolve);
      });
    },
  };
}

export function kubeconfigFor(url: string, user: object, namespace = "agents"): string {
  return JSON.stringify({
    apiVersion: "v1",
    kind: "Config",
    clusters: [{ name: "odd", cluster: { server: url, "insecure-skip-tls-verify": true } }],
    users: [{ name: "somebody", user }],
    contexts: [{ name: "here", context: { cluster: "odd", user: "somebody", namespace } }],
    "current-context": "here",
  });
}

export function json(response: ServerResponse, status: number, body: unknown): void {
  response.writeHead(status, { "content-type": "application/json" });
  response.end(JSON.stringify(body));
}

function askedOf(request: IncomingMessage, body: string): Asked {
  const url = new URL(request.url ?? "/", "http://loopback");
  return {
    method: request.method ?? "",
    path: url.pathname,
    query: url.searchParams,
    token: /^Bearer (\S+)$/.exec(request.headers.authorization ?? "")?.[1] ?? null,
    headers: request.headers,
    body,
    isGone: () => request.socket.destroyed,
  };
}

async function readAll(request: IncomingMessage): Promise<string> {
  const pieces: Buffer[] = [];
  try {
    for await (const piece of request) pieces.push(Buffer.from(piece));
  } catch {
    // Whoever asked has gone.
  }
  return Buffer.concat(pieces).toString();
}
