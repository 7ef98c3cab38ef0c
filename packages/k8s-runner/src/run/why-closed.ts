import type { LogRead } from "../cluster/objects/pod-log.ts";
import type { LogEnd } from "../lifecycle/event.ts";

/** In the lifecycle's words, which say only as much as it acts on. */
export function whyClosed(end: LogRead): LogEnd {
  switch (end.kind) {
    case "eof":
    case "reset":
    case "idle":
      return end.kind;
    case "kubelet-error":
    case "aborted":
      return "reset";
    case "waiting":
      return "refused-waiting";
    case "gone":
    case "misnamed":
      return "refused-gone";
    case "unauthenticated":
    case "forbidden":
      return "forbidden";
    case "unreachable":
    case "throttled":
    case "server-error":
    case "refused":
      return "server-error";
  }
}
