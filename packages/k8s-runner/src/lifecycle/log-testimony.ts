import type { LogTestimony } from "@runverdict/classifier";
import type { LifecycleEvent } from "./event.ts";

/** What can be said of the captured log after the event: how the last stream ended, and whether all arrived. */
export function testimonyAfter(log: LogTestimony | null, event: LifecycleEvent): LogTestimony | null {
  const completeness = log?.completeness ?? null;
  switch (event.kind) {
    case "log-opened":
      return { completeness, end: "open" };
    case "log-closed":
      if (event.why.kind === "eof") return { completeness, end: "eof" };
      return log?.end === "open" ? { completeness, end: "reset" } : log;
    case "log-rest-read":
      // It was the last stream: whatever became of the one before, this one came to its end.
      return { completeness: event.completeness, end: event.end ?? log?.end ?? null };
    default:
      return log;
  }
}
