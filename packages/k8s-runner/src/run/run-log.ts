import type { LifecycleEvent } from "../lifecycle/event.ts";
import { uidOf } from "../lifecycle/seen.ts";
import { frameNonce } from "./frame-nonce.ts";
import { createLogFollower, type LogFollower } from "./log-follower.ts";
import { outputBytes, type LogPlace } from "./log-place.ts";
import { createOutputReader, type OutputReader } from "./output-reader.ts";
import type { Life } from "./life.ts";
import type { RunParts } from "./run-parts.ts";
import { createSpool, type Spool } from "./spool.ts";
import type { StderrLine } from "./text-tail.ts";

/** The log of one run on its way to the caller. */
export interface RunLog {
  readonly spool: Spool;
  /** It begins when the Job is known, whose UID marks the wrapper's frames. */
  readonly follower: () => LogFollower;
  /** How far the caller took the output, in this process or a former one. */
  readonly place: () => LogPlace | null;
  readonly stderr: () => readonly StderrLine[];
}

interface Opened {
  readonly reader: OutputReader;
  readonly follower: LogFollower;
}

/** `onTaken`: the caller took more of the output. */
export function createRunLog(
  parts: RunParts,
  life: Life,
  tell: (event: LifecycleEvent) => void,
  onTaken: () => void,
): RunLog {
  const { cluster, agent, timestamps, framed } = parts;
  const from = parts.from?.log ?? null;
  const consume: typeof parts.onOutput = async (bytes, offset) => {
    await parts.onOutput(bytes, offset);
    onTaken();
  };
  const spool = createSpool(consume, from === null ? 0 : outputBytes(from));
  let opened: Opened | null = null;

  function open(): Opened {
    const uid = uidOf(life.state.job);
    const nonce = framed && uid !== null ? frameNonce(uid) : null;
    const reader = createOutputReader(from, timestamps, nonce);
    return { reader, follower: createLogFollower({ cluster, reader, spool, agent, tell }) };
  }

  return {
    spool,
    follower: () => (opened ??= open()).follower,
    place: () => spool.accepted() ?? from,
    stderr: () => opened?.reader.stderr() ?? [],
  };
}
