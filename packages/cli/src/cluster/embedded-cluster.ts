import { read, type Attempt } from "../explain/attempt.ts";
import { loadSimulator, type Cluster } from "../run/runner.ts";
import { connected } from "./connect-to.ts";

/** A connection, and how to end it with all that it led to. */
export interface Reached {
  readonly cluster: Cluster;
  readonly close: () => Promise<void>;
}

/** A small cluster inside this process, which runs agents as local processes. Closing it ends them all. */
export async function embeddedCluster(
  namespace: string | null,
  signal: AbortSignal,
): Promise<Attempt<Reached>> {
  const createSimulator = await loadSimulator();
  const simulator = await createSimulator(namespace === null ? {} : { namespaces: [namespace] });
  const source = { kind: "text", text: simulator.kubeconfig } as const;
  const found = await connected(source, { context: null, namespace }, signal);
  if (found.kind === "unusable") {
    await simulator.close();
    return found;
  }
  const close = async (): Promise<void> => {
    await found.value.close();
    await simulator.close();
  };
  return read({ cluster: found.value, close });
}
