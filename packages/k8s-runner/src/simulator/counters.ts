import type { RequestKind } from "./faults/fault-plan.ts";

/** What the server saw, so that a test can say how much a client asked and that it left nothing open. */
export interface Counters {
  /** Requests so far, by kind: `create jobs`, `watch pods`, `get pods/log`, … */
  readonly requests: () => Readonly<Partial<Record<RequestKind, number>>>;
  readonly total: () => number;
  readonly openSockets: () => number;
  /** The most sockets that were open at the same time. */
  readonly mostSockets: () => number;
  /** How many watches and followed logs are open. */
  readonly openStreams: () => number;
  readonly bytesSent: () => number;
}

/** The side of the counters that counts. */
export interface Counting extends Counters {
  readonly request: (kind: RequestKind) => void;
  readonly socket: (by: 1 | -1) => void;
  readonly stream: (by: 1 | -1) => void;
  readonly sent: (bytes: number) => void;
}

export function createCounters(): Counting {
  const requests = new Map<RequestKind, number>();
  let total = 0;
  let sockets = 0;
  let mostSockets = 0;
  let streams = 0;
  let bytes = 0;
  return {
    requests: () => Object.fromEntries(requests),
    total: () => total,
    openSockets: () => sockets,
    mostSockets: () => mostSockets,
    openStreams: () => streams,
    bytesSent: () => bytes,
    request: (kind) => {
      total += 1;
      requests.set(kind, (requests.get(kind) ?? 0) + 1);
    },
    socket: (by) => {
      sockets += by;
      mostSockets = Math.max(mostSockets, sockets);
    },
    stream: (by) => {
      streams += by;
    },
    sent: (count) => {
      bytes += count;
    },
  };
}
