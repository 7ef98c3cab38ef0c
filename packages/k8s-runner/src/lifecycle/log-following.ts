import { backoff } from "./backoff.ts";
import type { LogEnd } from "../log/log-end.ts";
import type { LifecycleEvent } from "./event.ts";

/** How long a connection may take to be opened or refused before it counts as lost. */
const openingMs = 60_000;
/** Rights are mended by people, so asking every few seconds only fills the audit log. */
const forbiddenMs = 300_000;

/** Where it stands with the log. `attempt` counts connections in a row that brought nothing. */
export type LogFollowing =
  | { readonly kind: "due"; readonly at: number; readonly attempt: number }
  | {
      readonly kind: "connected";
      readonly connection: number;
      /** By when the server must have answered; null once it did. */
      readonly byAt: number | null;
      readonly attempt: number;
    }
  /** Nothing more is followed. */
  | { readonly kind: "finished" };

export function connecting(connection: number, at: number, attempt: number): LogFollowing {
  return { kind: "connected", connection, byAt: at + openingMs, attempt };
}

/**
 * The log after an event. Connections are renewed without end as long as the pod may live: a cap of 50 tries, two and a
 * half minutes in all, lost healthy runs.
 */
export function heard(following: LogFollowing, event: LifecycleEvent, dice: number): LogFollowing {
  if (following.kind !== "connected") return following;
  const { attempt, byAt } = following;
  if (event.kind === "restarted") return { kind: "due", at: event.at, attempt };
  if (byAt !== null && event.at >= byAt) {
    return { kind: "due", at: event.at + backoff(attempt, dice), attempt: attempt + 1 };
  }
  if (!("connection" in event)) return following;
  switch (event.kind) {
    case "log-opened":
      return byAt === null ? following : { ...following, byAt: null };
    case "log-progressed":
      return byAt === null && attempt === 0 ? following : { ...following, byAt: null, attempt: 0 };
    case "log-closed":
      return { kind: "due", at: event.at + delayAfter(event.why, attempt, dice), attempt: attempt + 1 };
  }
}

function delayAfter(why: LogEnd, attempt: number, dice: number): number {
  switch (why.kind) {
    case "unauthenticated":
    case "forbidden":
      return forbiddenMs * (0.5 + dice / 2);
    // A server that names a time knows its load better than our dice do.
    case "throttled":
      return Math.max(Math.min(why.retryAfterMs ?? 0, forbiddenMs), backoff(attempt, dice));
    default:
      return backoff(attempt, dice);
  }
}

export function followingInstant(following: LogFollowing): number | null {
  if (following.kind === "finished") return null;
  return following.kind === "due" ? following.at : following.byAt;
}
