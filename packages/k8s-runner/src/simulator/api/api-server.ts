import { createServer } from "node:http";
import type { IncomingMessage, Server as HttpServer, ServerResponse } from "node:http";
import type { AddressInfo, Socket } from "node:net";
import type { Counting } from "../counters.ts";
import type { RequestKind } from "../faults/fault-plan.ts";
import type { WireFaults } from "../faults/wire-faults.ts";
import { createAnswer } from "./answer.ts";
import type { Answer } from "./answer.ts";
import { readRoute } from "./route.ts";
import type { Route } from "./route.ts";
import { serve, serveReview } from "./serve.ts";
import type { Server } from "./serve.ts";
import { failure, noSuchPath, Refusal, trouble } from "./status.ts";

export interface ApiServer {
  readonly url: string;
  /**
   * Stops listening, and listens again at the same address after a while. `sigkill` cuts all connections at once;
   * `sigterm` serves what is open for up to a minute, and ends streams as if all were well.
   */
  readonly restart: (downMs: number, how: "sigkill" | "sigterm") => void;
  readonly close: () => Promise<void>;
}

const GRACE_MS = 60_000;
const RETRY_MS = 100;

/** Listens on the loopback interface, on a port that is free. */
export async function startApiServer(
  server: Server,
  faults: WireFaults,
  counting: Counting,
): Promise<ApiServer> {
  const { clock } = server.cluster;
  const sockets = new Set<Socket>();
  const answering = new Set<ServerResponse>();
  const http = createServer((request, response) => {
    answering.add(response);
    response.once("close", () => answering.delete(response));
    // A client that goes away in the middle of an answer is its own business.
    response.on("error", () => {});
    void receive(server, faults, counting, request, response);
  });
  http.keepAliveTimeout = 90_000;
  http.on("connection", (socket) => {
    sockets.add(socket);
    counting.socket(1);
    socket.on("error", () => {});
    socket.once("close", () => {
      sockets.delete(socket);
      counting.socket(-1);
    });
  });
  const port = await listen(http, 0);
  // Restarts can overlap: the last one says when it is over.
  let restarts = 0;

  return {
    url: `http://127.0.0.1:${port}`,
    restart: (downMs, how) => {
      restarts += 1;
      const own = restarts;
      http.close();
      if (how === "sigkill") sockets.forEach((socket) => socket.resetAndDestroy());
      else clock.after(Math.min(GRACE_MS, downMs), () => answering.forEach((response) => response.end()));
      const comeBack = (): void => {
        if (own !== restarts) return;
        // Somebody may have taken the port meanwhile.
        listen(http, port).catch(() => clock.after(RETRY_MS, comeBack));
      };
      clock.after(downMs, comeBack);
    },
    close: async () => {
      restarts += 1;
      http.close();
      const leaving = [...sockets].map(gone);
      sockets.forEach((socket) => socket.destroy());
      await Promise.all(leaving);
      // The answers hear of it one turn after their sockets.
      await new Promise((resolve) => setImmediate(resolve));
    },
  };
}

function listen(http: HttpServer, port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    http.once("error", reject);
    http.listen(port, "127.0.0.1", () => {
      http.off("error", reject);
      const address: AddressInfo | string | null = http.address();
      resolve(typeof address === "object" && address !== null ? address.port : port);
    });
  });
}

function gone(socket: Socket): Promise<void> {
  return new Promise((resolve) => {
    socket.once("close", () => resolve());
  });
}

async function receive(
  server: Server,
  faults: WireFaults,
  counting: Counting,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const path = request.url?.split("?")[0] ?? "";
  const isReview =
    request.method === "POST" && path === "/apis/authorization.k8s.io/v1/selfsubjectaccessreviews";
  const route = isReview ? null : readRoute(request);
  const kind = isReview ? "create selfsubjectaccessreviews" : route === null ? null : kindOf(route);
  if (kind !== null) counting.request(kind);
  const fault = kind === null ? null : faults.next(kind);
  const answer = createAnswer(response, fault, counting, server.cluster.clock);
  try {
    if (fault?.kind === "hang") return;
    if (fault?.kind === "request-lost") return void request.socket.resetAndDestroy();
    if (fault?.kind === "delay") await delay(server, fault.ms);
    if (fault?.kind === "error") throw trouble(fault.code, fault.retryAfterSeconds);
    if (isReview) return await serveReview(server.access, request, answer);
    if (route === null) return servePlain(path, answer);
    await serve(server, request, route, answer, fault);
  } catch (error) {
    refuse(answer, error, response);
  }
}

function delay({ cluster }: Server, ms: number): Promise<void> {
  return new Promise((resolve) => {
    cluster.clock.after(ms, resolve);
  });
}

/** What belongs to no resource. */
function servePlain(path: string, answer: Answer): void {
  if (path === "/readyz" || path === "/livez" || path === "/healthz") return answer.text(200, "ok");
  if (path !== "/version") throw noSuchPath();
  answer.json(200, {
    major: "1",
    minor: "36",
    gitVersion: "v1.36.2+runverdict-simulator",
    platform: "simulator",
  });
}

function refuse(answer: Answer, error: unknown, response: ServerResponse): void {
  if (response.headersSent) return void response.destroy();
  if (error instanceof Refusal) return answer.json(error.code, error.status, error.headers);
  const message = `Internal error occurred: ${error instanceof Error ? error.message : "unknown"}`;
  answer.json(500, failure(500, "InternalError", message));
}

/** `get pods/log`, `create jobs`. */
function kindOf({ verb, resource, subresource }: Route): RequestKind {
  if (subresource === "log") return "get pods/log";
  if (subresource === "eviction") return "create pods/eviction";
  return `${verb} ${resource.name}`;
}
