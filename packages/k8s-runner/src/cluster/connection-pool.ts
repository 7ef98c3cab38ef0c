import { createHash } from "node:crypto";
import type { RequestOptions } from "node:https";
import type { KubeConfig, RequestContext } from "@kubernetes/client-node";
import type { Client } from "./client.ts";

export type Dispatcher = NonNullable<ReturnType<RequestContext["getDispatcher"]>>;

/**
 * Keeps connections for as long as certificates and keys stay the same. The client makes new ones for each request, which
 * costs a handshake each time.
 */
export interface ConnectionPool {
  readonly dispatcherFor: (options: RequestOptions, config: KubeConfig) => Promise<Dispatcher | undefined>;
  /** Ends all connections, also those in use. */
  readonly close: () => Promise<void>;
}

/** Connections that have the same certificates and keys. */
interface Line {
  readonly key: string;
  readonly dispatcher: Promise<Dispatcher | undefined>;
}

export function createConnectionPool(client: Client): ConnectionPool {
  let current: Line | null = null;
  /** What still reads a log with an old certificate may do so to its end. */
  const retired = new Set<Line>();

  function retire(old: Line): void {
    retired.add(old);
    old.dispatcher
      .then((dispatcher) => dispatcher?.close())
      .catch(() => {})
      .finally(() => retired.delete(old));
  }

  return {
    dispatcherFor(options, config) {
      const key = keyOf(options);
      if (current?.key === key) return current.dispatcher;
      if (current !== null) retire(current);
      const opened: Line = { key, dispatcher: openDispatcher(client, options, config) };
      current = opened;
      // What could not be opened is tried again by the next request.
      opened.dispatcher.catch(() => {
        if (current === opened) current = null;
      });
      return opened.dispatcher;
    },
    async close() {
      const all = [...retired, ...(current === null ? [] : [current])];
      current = null;
      await Promise.allSettled(all.map(async ({ dispatcher }) => (await dispatcher)?.destroy()));
    },
  };
}

/**
 * Only the client can make a dispatcher; it does so for whatever request is to be authenticated. The user is made up of
 * what the credentials are by now: asked once more, a plugin may give a different certificate, or hang.
 */
async function openDispatcher(
  { KubeConfig: Config, RequestContext: Context }: Client,
  { cert, key }: RequestOptions,
  config: KubeConfig,
): Promise<Dispatcher | undefined> {
  const cluster = config.getCurrentCluster();
  if (cluster === null) return undefined;
  const own = new Config();
  own.loadFromClusterAndUser(cluster, { name: "", certData: base64Of(cert), keyData: base64Of(key) });
  const probe = new Context("http://localhost", "GET");
  await own.applySecurityAuthentication(probe);
  const dispatcher = probe.getDispatcher();
  return dispatcher === undefined ? undefined : withOurLimits(dispatcher);
}

/** Empty, which the client takes for none, where there is none. */
function base64Of(material: RequestOptions["cert"] | RequestOptions["key"]): string {
  const isText = typeof material === "string" || Buffer.isBuffer(material);
  return isText ? Buffer.from(material).toString("base64") : "";
}

/**
 * The limits of an exchange are ours; the transport's own would end a quiet log after 300 s. Each stream has an HTTP/1.1
 * connection for itself, so that one that is read slowly, or breaks, can't hold up the others.
 */
function withOurLimits(dispatcher: Dispatcher): Dispatcher {
  return dispatcher.compose((dispatch) => (options, handler) => {
    const ours = { ...options, bodyTimeout: 0, headersTimeout: 0, allowH2: false };
    return dispatch(ours, handler);
  });
}

/** Tells connections apart that must not be shared. What it is made of can't be read from it. */
function keyOf({ ca, cert, key, servername, rejectUnauthorized }: RequestOptions): string {
  const material = JSON.stringify([ca, cert, key, servername, rejectUnauthorized]);
  return createHash("sha256").update(material).digest("hex");
}
