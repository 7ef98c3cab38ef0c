import type { LogRead } from "../cluster/objects/pod-log.ts";
import type { IntakeParts, LoggedPod, LogIntake } from "./log-intake.ts";

/** Reads, without following, what the last connection to a log did not bring. */
export interface RestReader {
  /** Hands it over, and tells how that ended. */
  readonly read: (pod: LoggedPod, signal: AbortSignal) => Promise<LogRead>;
  /** Resolves when no read is under way any more. */
  readonly settled: () => Promise<unknown>;
  /** `whole`: the log was read to its end. `emptied`: it ended, but what was read before was not in it any more. */
  readonly result: () => "unread" | "whole" | "emptied";
}

/** Who does not wait for more gets all that there is at once. */
const IDLE_MS = 10_000;

export function createRestReader(intake: LogIntake, { reader, spool }: IntakeParts): RestReader {
  let underWay: Promise<unknown> = Promise.resolve();
  let result: ReturnType<RestReader["result"]> = "unread";

  /** One that broke off is taken up again as long as each brings something new. */
  async function readAll(pod: LoggedPod, given: AbortSignal): Promise<LogRead> {
    for (;;) {
      await spool.room(given);
      if (given.aborted) return { kind: "aborted" };
      const { end, receivedBytes, isNews, isHeld } = await readOnce(pod, given);
      if (end.kind === "eof") {
        const hadLines = (reader.place()?.cursor.lines ?? 0) > 0;
        intake.finish();
        // Of a log that was read before, the newest line at least comes again.
        result = hadLines && receivedBytes === 0 ? "emptied" : "whole";
        return end;
      }
      const isCut = end.kind === "reset" || end.kind === "idle" || isHeld;
      if (!isCut || !isNews) return end;
    }
  }

  async function readOnce(
    pod: LoggedPod,
    given: AbortSignal,
  ): Promise<
    Awaited<ReturnType<LogIntake["read"]>> & { readonly isNews: boolean; readonly isHeld: boolean }
  > {
    const full = new AbortController();
    let isNews = false;
    const heard = (): void => {
      isNews = true;
      if (spool.isFull()) full.abort();
    };
    const signal = AbortSignal.any([given, full.signal]);
    const how = { follow: false, idleMs: IDLE_MS };
    const round = await intake.read(pod, how, { opened: () => {}, heard }, signal);
    if (full.signal.aborted) reader.close();
    return { ...round, isNews, isHeld: full.signal.aborted };
  }

  return {
    read(pod, signal) {
      const reading = readAll(pod, signal);
      underWay = reading;
      return reading;
    },
    settled: () => underWay,
    result: () => result,
  };
}
