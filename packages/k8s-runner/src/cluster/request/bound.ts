import { callOff } from "../call-off.ts";
import type { Clock } from "../clock.ts";
import { createGate, type Gate } from "./gate.ts";

/** Why an exchange was given up: the caller no longer wanted it, or it took too long. */
export type GivenUp = "aborted" | "timeout" | "idle";

/**
 * The one thing by which an exchange with the server can be ended. Whatever ends it first stays the reason; after
 * `release` nothing of it is left, neither a timer nor a listener on the caller's signal.
 */
export interface Bound {
  /** For the request itself. */
  readonly signal: AbortSignal;
  readonly why: () => GivenUp | null;
  /** Something came; whoever waits for silence begins anew. */
  readonly touch: () => void;
  /** From now on the time for the whole no longer counts, only silence does. */
  readonly allowLongLife: (idleMs: number) => void;
  /** Ends the exchange, for nobody reads it any more. */
  readonly abandon: () => void;
  readonly release: () => void;
  /** What the promise gives; null as soon as the exchange is given up, even if the promise never settles. */
  readonly first: Gate["first"];
}

export function boundBy(clock: Clock, signal: AbortSignal, timeoutMs: number): Bound {
  const request = new AbortController();
  const gate = createGate();
  let timer = new AbortController();
  let why: GivenUp | null = null;
  let touchedAt = clock.now();

  function give(up: GivenUp): void {
    release();
    if (why !== null) return;
    why = up;
    request.abort();
    gate.open();
  }
  const onAbort = (): void => give("aborted");
  function release(): void {
    callOff(timer);
    signal.removeEventListener("abort", onAbort);
  }
  async function giveUpAfter(ms: number, { signal: called }: AbortController): Promise<void> {
    await clock.sleep(ms, called);
    if (!called.aborted) give("timeout");
  }
  async function giveUpInSilence(idleMs: number, { signal: called }: AbortController): Promise<void> {
    // One timer a period, however many pieces come in it.
    for (;;) {
      const quietMs = clock.now() - touchedAt;
      if (quietMs >= idleMs) return give("idle");
      await clock.sleep(idleMs - quietMs, called);
      if (called.aborted) return;
    }
  }

  if (signal.aborted) give("aborted");
  else {
    signal.addEventListener("abort", onAbort);
    void giveUpAfter(timeoutMs, timer);
  }
  return {
    signal: request.signal,
    why: () => why,
    touch: () => {
      touchedAt = clock.now();
    },
    allowLongLife: (idleMs) => {
      if (why !== null) return;
      callOff(timer);
      timer = new AbortController();
      touchedAt = clock.now();
      void giveUpInSilence(idleMs, timer);
    },
    abandon: () => give("aborted"),
    release,
    first: gate.first,
  };
}
