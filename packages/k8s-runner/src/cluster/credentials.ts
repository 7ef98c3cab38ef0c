import type { RequestOptions } from "node:https";
import type { KubeConfig, RequestContext } from "@kubernetes/client-node";
import type { Client } from "./client.ts";
import { createConnectionPool } from "./connection-pool.ts";
import type { Method } from "./request/api-request.ts";

/** Puts credentials on requests, and leads them to the connections that fit these. */
export interface Credentials {
  /** Rejects when there are none: a plugin failed, or a file is missing. */
  readonly authorize: (url: string, method: Method) => Promise<Authorized>;
  /** What these credentials were is not accepted any more: read them anew, once for all who ask. */
  readonly renew: (generation: number) => void;
  /** Ends all connections, also those in use. */
  readonly close: () => Promise<void>;
}

export interface Authorized {
  readonly context: RequestContext;
  /** Which reading of the kubeconfig they come from. */
  readonly generation: number;
}

/** `reload` gives the kubeconfig as it is now; null where it can't be used any more. */
export function createCredentials(
  client: Client,
  first: KubeConfig,
  reload: () => KubeConfig | null,
): Credentials {
  const pool = createConnectionPool(client);
  let config = first;
  let generation = 0;
  /** A plugin that is asked by a thousand requests at once runs once. */
  let asking: Promise<RequestOptions> | null = null;

  function ask(asked: KubeConfig): Promise<RequestOptions> {
    if (asking !== null) return asking;
    const answer = optionsOf(asked).finally(() => {
      if (asking === answer) asking = null;
    });
    asking = answer;
    return answer;
  }

  return {
    async authorize(url, method) {
      const [asked, of] = [config, generation];
      const options = await ask(asked);
      const context = new client.RequestContext(url, method);
      for (const [name, value] of headersOf(options)) context.setHeaderParam(name, value);
      const dispatcher = await pool.dispatcherFor(options, asked);
      if (dispatcher !== undefined) context.setDispatcher(dispatcher);
      return { context, generation: of };
    },
    renew(of) {
      if (of !== generation) return;
      generation += 1;
      config = reload() ?? config;
      asking = null;
    },
    close: pool.close,
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
