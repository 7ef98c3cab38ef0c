import type { ServerResponse } from "node:http";
import type { Clock } from "../clock/clock.ts";
import type { Counting } from "../counters.ts";
import type { WireFault } from "../faults/fault-plan.ts";

/** The way back to the client of one request, with whatever trouble lies on it. */
export interface Answer {
  /** The whole answer at once. */
  readonly json: (code: number, body: unknown, headers?: Readonly<Record<string, string>>) => void;
  readonly text: (code: number, body: string) => void;
  /** The head of an answer that comes in pieces. */
  readonly open: (contentType: string) => Outlet;
}

export interface Outlet {
  /** False when the client doesn't keep up: wait for `onDrain` before the next piece. */
  readonly write: (piece: string | Uint8Array) => boolean;
  readonly end: () => void;
  readonly onDrain: (resume: () => void) => void;
  readonly onClosed: (stop: () => void) => void;
}

type Cut = Extract<WireFault, { kind: "cut" }>;

export function createAnswer(
  response: ServerResponse,
  fault: WireFault | null,
  counting: Counting,
  clock: Clock,
): Answer {
  const cut = fault?.kind === "cut" ? createCut(response, fault, clock) : null;
  const lost = fault?.kind === "answer-lost";
  const send = (piece: string | Uint8Array): boolean => {
    const bytes = typeof piece === "string" ? Buffer.from(piece) : piece;
    const passed = cut === null ? bytes : cut.pass(bytes);
    counting.sent(passed.length);
    const took = passed.length === 0 || response.write(passed);
    cut?.act();
    return took;
  };
  const whole = (
    code: number,
    type: string,
    body: string,
    headers: Readonly<Record<string, string>> = {},
  ): void => {
    if (lost) return void response.socket?.resetAndDestroy();
    if (response.destroyed) return;
    const length = String(Buffer.byteLength(body));
    response.writeHead(code, { "Content-Type": type, "Content-Length": length, ...headers });
    send(body);
    if (cut === null || !cut.hasActed()) response.end();
  };
  return {
    json: (code, body, headers) => whole(code, "application/json", `${JSON.stringify(body)}\n`, headers),
    text: (code, body) => whole(code, "text/plain", body),
    open: (contentType) => {
      // The connection may have gone while the answer was delayed, and tells it only once.
      if (response.destroyed) return GONE;
      counting.stream(1);
      response.once("close", () => counting.stream(-1));
      if (lost) response.socket?.resetAndDestroy();
      if (!response.destroyed) {
        response.writeHead(200, { "Content-Type": contentType });
        response.flushHeaders();
        cut?.act();
      }
      return {
        write: (piece) => response.destroyed || cut?.hasActed() === true || send(piece),
        // Behind a cut nothing comes, and a clean end least of all.
        end: () => {
          if (cut?.hasActed() !== true) response.end();
        },
        onDrain: (resume) => void response.once("drain", resume),
        onClosed: (stop) => void response.once("close", stop),
      };
    },
  };
}

/** The way back to a client that has left. */
const GONE: Outlet = {
  write: () => true,
  end: () => {},
  onDrain: () => {},
  onClosed: (stop) => stop(),
};

/** Lets so many bytes through, and then does to the connection what the plan says. */
function createCut(
  response: ServerResponse,
  { afterBytes, how }: Cut,
  clock: Clock,
): {
  pass: (bytes: Uint8Array) => Uint8Array;
  act: () => void;
  hasActed: () => boolean;
} {
  let left = afterBytes;
  let acted = false;
  const act = (): void => {
    if (left > 0 || acted) return;
    acted = true;
    if (how === "eof") response.end();
    if (how === "close") response.socket?.destroySoon();
    // What was written before is on its way; a reset at once could overtake it.
    if (how === "reset") clock.after(0, () => response.socket?.resetAndDestroy());
  };
  return {
    pass: (bytes) => {
      const passed = bytes.subarray(0, left);
      left -= passed.length;
      return passed;
    },
    act,
    hasActed: () => acted,
  };
}
