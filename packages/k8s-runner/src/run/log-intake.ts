import type { Cluster } from "../cluster/cluster.ts";
import { readPodLog, type LogAsk, type LogRead } from "../cluster/objects/pod-log.ts";
import { AGENT_CONTAINER } from "../job/reserved.ts";
import type { AgentWatch } from "./agent-watch.ts";
import type { LoggedContainer, OutputReader } from "./output-reader.ts";
import type { Spool } from "./spool.ts";

/** The pod whose log is read. */
export interface LoggedPod extends LoggedContainer {
  readonly name: string;
}

export type Said = ReturnType<AgentWatch["look"]>;

export interface Listener {
  readonly opened: () => void;
  /** Something came, new or not. */
  readonly received: () => void;
  /** Something new was handed over; for each piece, what the agent says with it. */
  readonly heard: (said: Said) => void;
}

export interface LogRound {
  readonly end: LogRead;
  /** How much the server sent, new or not. */
  readonly receivedBytes: number;
}

export interface IntakeParts {
  readonly cluster: Cluster;
  readonly reader: OutputReader;
  readonly spool: Spool;
  readonly agent: AgentWatch;
}

/** Where connections to the log, one after the other, become output on its way to the caller. */
export interface LogIntake {
  readonly read: (
    pod: LoggedPod,
    how: Pick<LogAsk, "follow" | "idleMs">,
    listener: Listener,
    signal: AbortSignal,
  ) => Promise<LogRound>;
  /** No connection will follow: what the reader still holds is handed over. */
  readonly finish: () => void;
}

export function createLogIntake({ cluster, reader, spool, agent }: IntakeParts): LogIntake {
  function handOver(pieces: readonly Uint8Array[], heard: Listener["heard"]): void {
    const place = reader.place();
    if (place === null) return;
    // Also what is no output, as the wrapper's last frame, is a place in the log.
    spool.put(pieces, place);
    pieces.forEach((bytes) => heard(agent.look(bytes)));
  }

  return {
    async read(pod, how, { opened, received, heard }, signal) {
      let receivedBytes = 0;
      const { sinceTime } = reader.open(pod);
      const ask = { pod: pod.name, container: AGENT_CONTAINER, timestamps: true, sinceTime, ...how };
      const sink = {
        opened,
        take: (chunk: Uint8Array) => {
          // What comes after a connection was given up goes to nobody: the next one may be reading the same.
          if (signal.aborted) return;
          receivedBytes += chunk.length;
          received();
          handOver(reader.feed(chunk), heard);
        },
        closed: () => (signal.aborted ? { inBand: null } : reader.close()),
      };
      return { end: await readPodLog(cluster, ask, sink, signal), receivedBytes };
    },
    finish: () => handOver(reader.finish(), () => {}),
  };
}
