import type { RequestOptions } from "node:https";
import type { KubeConfig, RequestContext } from "@kubernetes/client-node";
import { callOff } from "./call-off.ts";
import type { Client } from "./client.ts";
import type { Clock } from "./clock.ts";
import { createConnectionPool } from "./connection-pool.ts";
import type { CredentialPlugin } from "./credential-plugin.ts";
import type { Method } from "./request/api-request.ts";

/** Puts credentials on requests, and leads them to the connections that fit these. */
export interface Credentials {
  /** Rejects when there are none: a plugin failed, or a file is missing. */
  readonly authorize: (url: string, method: Method) => Promise<Authorized>;
  /** What these credentials were is not accepted any more: read them anew, once for all who ask. */
  readonly renew: (generation: number) => void;
  /** Ends all connections, also those in use, and a plugin that is at work. */
  readonly close: () => Promise<void>;
}

export interface Authorized {
  readonly context: RequestContext;
  /** Which reading of the kubeconfig they come from. */
  readonly generation: number;
}

/** Where credentials come from. */
interface Source {
  readonly config: KubeConfig;
  readonly plugin: CredentialPlugin | null;
}

/**
 * A plugin may open a browser and wait for somebody to log in. One that does not come back in this time is forgotten, so
 * that it can't keep the process from the cluster for good.
 */
const LONGEST_ASK_MS = 60_000;

/** `reload` gives the kubeconfig as it is now; null where it can't be used any more. */
export function createCredentials(
  client: Client,
  clock: Clock,
  first: Source,
  reload: () => Source | null,
): Credentials {
  const pool = createConnectionPool(client);
  let source = first;
  let generation = 0;
  /** A plugin that is asked by a thousand requests at once runs once. */
  let asking: Promise<RequestOptions> | null = null;
  const patience = createPatience(clock);

  function ask(asked: Source): Promise<RequestOptions> {
    if (asking !== null) return asking;
    const answer = patience.ask(asked).finally(() => {
      if (asking === answer) asking = null;
    });
    asking = answer;
    return answer;
  }

  return {
    async authorize(url, method) {
      const [asked, of] = [source, generation];
      const options = await ask(asked);
      const context = new client.RequestContext(url, method);
      for (const [name, value] of headersOf(options)) context.setHeaderParam(name, value);
      const dispatcher = await pool.dispatcherFor(options, asked.config);
      if (dispatcher !== undefined) context.setDispatcher(dispatcher);
      return { context, generation: of };
    },
    renew(of) {
      if (of !== generation) return;
      generation += 1;
      source = reload() ?? source;
      asking = null;
    },
    async close() {
      patience.end();
      await pool.close();
    },
  };
}

interface Patience {
  /** Rejects when it takes too long; the plugin is killed then. */
  readonly ask: (source: Source) => Promise<RequestOptions>;
  readonly end: () => void;
}

function createPatience(clock: Clock): Patience {
  const waits = new Set<AbortController>();
  let isOver = false;
  return {
    async ask({ config, plugin }) {
      if (isOver) throw new Error("The connection was closed.");
      const wait = new AbortController();
      waits.add(wait);
      const late = clock.sleep(LONGEST_ASK_MS, wait.signal).then(() => null);
      try {
        const options = await Promise.race([optionsOf(config), late]);
        if (options === null) throw new Error("The credentials did not come in time.");
        return options;
      } finally {
        waits.delete(wait);
        callOff(wait);
        plugin?.stop();
      }
    },
    end() {
      isOver = true;
      waits.forEach(callOff);
    },
  };
}

async function optionsOf(config: KubeConfig): Promise<RequestOptions> {
  const options: RequestOptions = {};
  await config.applyToHTTPSOptions(options);
  return options;
}

function headersOf({ headers, auth }: RequestOptions): readonly (readonly [string, string])[] {
  const told = Object.entries(headers ?? {}).map(([name, value]) => [name, String(value)] as const);
  if (typeof auth !== "string") return told;
  return [...told, ["Authorization", `Basic ${Buffer.from(auth).toString("base64")}`] as const];
}
