import type { LogTestimony } from "@runverdict/classifier";
import type { LogRead } from "../cluster/objects/pod-log.ts";
import type { LifecycleEvent } from "../lifecycle/event.ts";
import { testimonyOf, type OutputTotal } from "../log/testimony.ts";
import { createLogIntake, type IntakeParts, type LoggedPod, type LogIntake } from "./log-intake.ts";
import { createRestReader, type RestReader } from "./rest-reader.ts";

/** One run's log, over all connections to it. */
export interface LogFollower {
  /** Follows the log until it ends; what it tells bears the connection's number. */
  readonly follow: (connection: number, pod: LoggedPod, signal: AbortSignal) => Promise<void>;
  readonly close: (connection: number) => void;
  /** What the last connection did not bring. */
  readonly rest: RestReader;
  /** `total`: what the container's last word says of how much it wrote. */
  readonly completeness: (total: OutputTotal | null) => LogTestimony["completeness"];
}

interface Parts extends IntakeParts {
  readonly tell: (event: LifecycleEvent) => void;
}

interface Connection {
  readonly number: number;
  readonly stop: AbortController;
  /** It was given up because the caller is slow; the node keeps what comes meanwhile. */
  isHeld: boolean;
}

/**
 * A connection on which nothing comes for so long is renewed. One that had stalled without being closed was seen on a
 * real cluster; an agent that thinks for ten minutes costs a request by it.
 */
const IDLE_MS = 600_000;

export function createLogFollower(parts: Parts): LogFollower {
  const { reader } = parts;
  const intake = createLogIntake(parts);
  const rest = createRestReader(intake, parts);
  let current: Connection | null = null;
  /** The latest connection broke off. */
  let isTorn = false;

  return {
    async follow(number, pod, given) {
      const connection = { number, stop: new AbortController(), isHeld: false };
      current = connection;
      const end = await readOn(parts, intake, pod, connection, given);
      if (current === connection) current = null;
      if (end.kind === "aborted" && !connection.isHeld) return;
      if (connection.isHeld) reader.close();
      isTorn = end.kind !== "eof";
      const why = end.kind === "aborted" ? ({ kind: "reset" } as const) : end;
      parts.tell({ kind: "log-closed", at: parts.cluster.clock.now(), connection: number, why });
    },
    close(number) {
      if (current?.number !== number) return;
      current.stop.abort();
      current = null;
      isTorn = true;
      reader.close();
    },
    rest,
    completeness(total) {
      const place = reader.place();
      if (place === null) return null;
      const { completeness } = testimonyOf({ ...place, total, end: null });
      const result = rest.result();
      const isEndless = result !== "whole" && (result !== "unread" || isTorn);
      // A clean end proves little, but a stream that broke off, and could not be taken up again, has no end at all.
      return completeness === "unproven" && isEndless ? "tail_lost" : completeness;
    },
  };
}

async function readOn(
  { cluster, spool, tell }: Parts,
  intake: LogIntake,
  pod: LoggedPod,
  connection: Connection,
  given: AbortSignal,
): Promise<LogRead> {
  const { number, stop } = connection;
  const { now } = cluster.clock;
  const signal = AbortSignal.any([given, stop.signal]);
  await spool.room(signal);
  if (signal.aborted) return { kind: "aborted" };
  const how = { follow: true, idleMs: IDLE_MS };
  const listener = {
    opened: () => tell({ kind: "log-opened", at: now(), connection: number }),
    received: () => {},
    heard: (said: "output" | "final-word" | "more-work") => {
      tell({ kind: "log-progressed", at: now(), connection: number, said });
      connection.isHeld ||= spool.isFull();
      if (connection.isHeld) stop.abort();
    },
  };
  const { end } = await intake.read(pod, how, listener, signal);
  return end;
}
