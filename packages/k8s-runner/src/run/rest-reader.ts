import type { LogRead } from "../cluster/objects/pod-log.ts";
import type { IntakeParts, LoggedPod, LogIntake } from "./log-intake.ts";

/** Reads, without following, what the last connection to a log did not bring. */
export interface RestReader {
  /** Hands it over, and tells how that ended. One read at a time: leave the one before. */
  readonly read: (pod: LoggedPod, progressed: () => void, signal: AbortSignal) => Promise<LogRead>;
  /** Ends the read that is under way; nothing more of it is handed over. */
  readonly leave: () => void;
  readonly result: () => RestResult;
}

export type RestResult =
  | "unread"
  /** The log was read to its end. */
  | "whole"
  /** It ended, but what was read before was not in it any more. */
  | "emptied"
  /** More may have come than was waited for. */
  | "left"
  /** The same, and it was the caller who did not take what had come. */
  | "held";

/** Who does not wait for more gets all that there is at once. */
const IDLE_MS = 10_000;

interface Round extends Awaited<ReturnType<LogIntake["read"]>> {
  readonly isNews: boolean;
  readonly isHeld: boolean;
}

export function createRestReader(intake: LogIntake, { reader, spool }: IntakeParts): RestReader {
  let current: AbortController | null = null;
  let isWaiting = false;
  let result: RestResult = "unread";

  /** One that broke off is taken up again as long as each brings something new. */
  async function readAll(pod: LoggedPod, progressed: () => void, signal: AbortSignal): Promise<LogRead> {
    for (let isFirst = true; ; isFirst = false) {
      isWaiting = true;
      await spool.room(signal);
      isWaiting = false;
      if (signal.aborted) return { kind: "aborted" };
      // There is room again, or what was cut had brought something.
      if (!isFirst) progressed();
      const { end, receivedBytes, isNews, isHeld } = await readOnce(pod, progressed, signal);
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

  async function readOnce(pod: LoggedPod, progressed: () => void, given: AbortSignal): Promise<Round> {
    const full = new AbortController();
    let isNews = false;
    const heard = (): void => {
      isNews = true;
      if (spool.isFull()) full.abort();
    };
    const signal = AbortSignal.any([given, full.signal]);
    const how = { follow: false, idleMs: IDLE_MS };
    const round = await intake.read(pod, how, { opened: () => {}, received: progressed, heard }, signal);
    if (full.signal.aborted) reader.close();
    return { ...round, isNews, isHeld: full.signal.aborted };
  }

  return {
    async read(pod, progressed, given) {
      const own = new AbortController();
      current = own;
      const end = await readAll(pod, progressed, AbortSignal.any([given, own.signal]));
      if (current === own) current = null;
      return end;
    },
    leave() {
      if (current === null) return;
      result = isWaiting ? "held" : "left";
      current.abort();
      current = null;
      reader.close();
    },
    result: () => result,
  };
}
