import type { Cluster, RunHandle } from "@runverdict/k8s-runner";
import { keepAliveLine } from "../log/keep-alive-line.ts";
import type { LiveLog } from "../log/live-log.ts";

type Followed = Pick<RunHandle, "state">;

/** Tells the reader of the live log what is waited for, as long as the agent says nothing. */
export interface Company {
  readonly follow: (handle: Followed) => void;
  /** The agent has said something. */
  readonly heard: () => void;
  readonly leave: () => void;
}

const LOOK_MS = 1000;
/** A reason that changes every second would fill the log. */
const STEADY_MS = 3000;
/** The host finds a run suspicious that says nothing for an hour. */
const FIRST_MS = 30_000;
const LONGEST_MS = 10 * 60_000;

export function keepCompany(
  log: Pick<LiveLog, "note" | "openCall">,
  clock: Pick<Cluster["clock"], "now" | "sleep">,
): Company {
  const left = new AbortController();
  let [heardAt, saidAt, everyMs] = [clock.now(), clock.now(), FIRST_MS];
  let waitedFor: string | null = null;
  let handle: Followed | null = null;

  const look = (): void => {
    if (handle === null) return;
    const [status, at] = [handle.state(), clock.now()];
    const isNew = status.waitingFor !== null && status.waitingFor !== waitedFor && at - saidAt >= STEADY_MS;
    if (!isNew && at - Math.max(saidAt, heardAt) < everyMs) return;
    log.note(keepAliveLine(status, at - heardAt, log.openCall()));
    everyMs = isNew ? FIRST_MS : Math.min(2 * everyMs, LONGEST_MS);
    waitedFor = status.waitingFor;
    saidAt = at;
  };

  const lookAgainAndAgain = async (): Promise<void> => {
    while (!left.signal.aborted) {
      await clock.sleep(LOOK_MS, left.signal);
      if (!left.signal.aborted) look();
    }
  };

  return {
    follow: (next) => {
      if (handle === null) void lookAgainAndAgain();
      handle = next;
    },
    heard: () => {
      heardAt = clock.now();
      everyMs = FIRST_MS;
    },
    leave: () => left.abort(),
  };
}
