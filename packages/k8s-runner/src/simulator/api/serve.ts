import type { IncomingMessage } from "node:http";
import type { Cluster } from "../cluster.ts";
import type { WireFault } from "../faults/fault-plan.ts";
import type { Kubelet } from "../kubelet/kubelet.ts";
import { checkAccess, reviewAccess } from "./access.ts";
import type { Access } from "./access.ts";
import type { Answer } from "./answer.ts";
import { create, patch, update } from "./change.ts";
import { deleteObject } from "./delete.ts";
import { evict } from "./evict.ts";
import { parseJson } from "./json.ts";
import type { Json } from "./json.ts";
import { list } from "./list.ts";
import { serveLog } from "./log.ts";
import type { Route } from "./route.ts";
import { badRequest, noSuchPath, notFound, Refusal } from "./status.ts";
import { watch } from "./watch.ts";
import type { WatchLimits } from "./watch.ts";

/** What serves requests, beside the cluster. */
export interface Server {
  readonly cluster: Cluster;
  readonly kubelet: Kubelet;
  readonly access: Access;
  readonly watchLimits: WatchLimits;
}

/** The API server reads no more of a body. */
const BODY_LIMIT = 3 * 1024 * 1024;

/** Serves one request for which there is a route. Throws a `Refusal` for what is refused. */
export async function serve(
  server: Server,
  request: IncomingMessage,
  route: Route,
  answer: Answer,
  fault: WireFault | null,
): Promise<void> {
  const { cluster, kubelet } = server;
  checkAccess(server.access, request, route);
  if (route.subresource === "log") return serveLog(cluster, kubelet, route, answer);
  switch (route.verb) {
    case "list": {
      const behind = fault?.kind === "stale" ? fault.changes : 0;
      return answer.json(200, list(cluster, route, behind));
    }
    case "watch": {
      const lost = fault?.kind === "lost-event" ? fault.event : 0;
      return watch(cluster, route, answer, server.watchLimits, lost);
    }
    case "get": {
      const object = cluster.store.get(route.resource.name, route.namespace, route.name);
      if (object === null) throw notFound(route.resource, route.name);
      return answer.json(200, object);
    }
    case "create": {
      const body = await readBody(request);
      if (route.subresource === "eviction") return answer.json(201, evict(cluster, route));
      if (route.name !== "") throw noSuchPath();
      return answer.json(201, create(cluster, route, body));
    }
    case "update":
      return answer.json(200, update(cluster, route, await readBody(request)));
    case "patch":
      return answer.json(
        200,
        patch(cluster, route, request.headers["content-type"] ?? "", await readBody(request)),
      );
    case "delete": {
      const { body, headers } = deleteObject(cluster, route, await readBody(request));
      return answer.json(200, body, headers);
    }
  }
}

export async function serveReview(access: Access, request: IncomingMessage, answer: Answer): Promise<void> {
  answer.json(201, reviewAccess(access, await readBody(request)));
}

async function readBody(request: IncomingMessage): Promise<Json | undefined> {
  const pieces: Buffer[] = [];
  let size = 0;
  for await (const piece of request) {
    if (!Buffer.isBuffer(piece)) continue;
    size += piece.length;
    if (size > BODY_LIMIT) {
      throw new Refusal(413, "RequestEntityTooLarge", `Request entity too large: limit is ${BODY_LIMIT}`);
    }
    pieces.push(piece);
  }
  const text = Buffer.concat(pieces).toString();
  if (text === "") return undefined;
  const body = parseJson(text);
  if (body === undefined)
    throw badRequest(
      "the object provided is unrecognized (must be of type or contain a kind): couldn't get version/kind; json parse error",
    );
  return body;
}
