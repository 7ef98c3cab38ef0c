import type { LogEnd } from "../../../src/log/log-end.ts";

/** One end of each kind, for stories that name only the kind. */
export const logEnds: { readonly [Kind in LogEnd["kind"]]: Extract<LogEnd, { readonly kind: Kind }> } = {
  eof: { kind: "eof" },
  reset: { kind: "reset" },
  idle: { kind: "idle" },
  unreachable: { kind: "unreachable" },
  "kubelet-error": { kind: "kubelet-error", message: "failed to read log file" },
  waiting: { kind: "waiting", reason: "ContainerCreating" },
  gone: { kind: "gone", what: "pod" },
  misnamed: { kind: "misnamed", message: "container agent is not valid for pod run" },
  unauthenticated: { kind: "unauthenticated" },
  forbidden: { kind: "forbidden", message: "pods is forbidden" },
  throttled: { kind: "throttled", retryAfterMs: 45_000 },
  "server-error": { kind: "server-error", status: 503, message: "" },
  refused: { kind: "refused", status: 400, message: "" },
};
