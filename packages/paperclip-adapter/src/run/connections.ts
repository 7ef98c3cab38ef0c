import { connect, explainProblem, type Cluster, type KubeconfigSource } from "@runverdict/k8s-runner";
import { createClaims, type Claims } from "./claims.ts";

/** A connection that is lent to one run; runs of the same kubeconfig share it, and with it their watches. */
export type Borrowed =
  | {
      readonly kind: "borrowed";
      readonly cluster: Cluster;
      /** Of all who have borrowed it. */
      readonly claims: Claims;
      readonly giveBack: () => Promise<void>;
    }
  | { readonly kind: "problem"; readonly message: string };

export interface Connections {
  readonly borrow: (source: KubeconfigSource, signal: AbortSignal) => Promise<Borrowed>;
}

interface Shared {
  readonly connected: ReturnType<typeof connect>;
  readonly claims: Claims;
  borrowers: number;
}

/** For connecting, whoever waits for it: the one who came first may have gone by then. */
const CONNECT_MS = 30_000;

/** The last borrower closes the connection, so that a host without runs holds nothing open. */
export function createConnections(): Connections {
  const open = new Map<string, Shared>();

  async function leave(key: string, shared: Shared): Promise<void> {
    shared.borrowers -= 1;
    if (shared.borrowers > 0) return;
    if (open.get(key) === shared) open.delete(key);
    const answer = await shared.connected;
    if (answer.kind === "connected") await answer.cluster.close();
  }

  return {
    async borrow(source, signal) {
      const key = JSON.stringify(source);
      const shared = open.get(key) ?? {
        connected: connect({ source }, AbortSignal.timeout(CONNECT_MS)),
        claims: createClaims(),
        borrowers: 0,
      };
      open.set(key, shared);
      shared.borrowers += 1;
      const answer = await shared.connected;
      if (answer.kind !== "connected" || signal.aborted) {
        // The next who asks tries again: a kubeconfig may be mended meanwhile.
        if (open.get(key) === shared && answer.kind !== "connected") open.delete(key);
        await leave(key, shared);
        return { kind: "problem", message: problemOf(answer) };
      }
      let isLent = true;
      const giveBack = async (): Promise<void> => {
        if (!isLent) return;
        isLent = false;
        await leave(key, shared);
      };
      return { kind: "borrowed", cluster: answer.cluster, claims: shared.claims, giveBack };
    },
  };
}

function problemOf(answer: Awaited<ReturnType<typeof connect>>): string {
  if (answer.kind === "connected") return "The run was cancelled before it began.";
  return answer.kind === "aborted"
    ? `The cluster did not answer within ${CONNECT_MS / 1000} s: check the address, the network and the proxy.`
    : explainProblem(answer);
}
