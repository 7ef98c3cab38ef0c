import type { Clock } from "../clock.ts";
import type { OpenedStream, StreamAnswer, StreamEnd } from "./answer.ts";
import type { StreamRequest } from "./api-request.ts";
import { boundBy, type Bound } from "./bound.ts";
import { isSuccess, readRefusal } from "./request-json.ts";
import { send, type Sender } from "./send.ts";

/** For the head of the answer. The API server may have to reach a node first. */
const TIMEOUT_MS = 30_000;

export async function openStream(
  sender: Sender,
  clock: Clock,
  request: StreamRequest,
  signal: AbortSignal,
): Promise<StreamAnswer> {
  const bound = boundBy(clock, signal, request.timeoutMs ?? TIMEOUT_MS);
  const sent = await send(sender, request, bound);
  if (sent.kind !== "response") {
    bound.release();
    return sent;
  }
  if (!isSuccess(sent.response)) {
    const refused = await readRefusal(sent.response, bound, clock);
    bound.release();
    return refused;
  }
  bound.allowLongLife(request.idleMs);
  return streamOf(sent.response.body, bound);
}

function streamOf(body: ReadableStream<Uint8Array> | null, bound: Bound): OpenedStream {
  let end: StreamEnd | null = body === null ? "eof" : null;

  async function* read(): AsyncGenerator<Uint8Array, void> {
    if (body === null) return bound.release();
    const reader = body.getReader();
    try {
      for (;;) {
        const next = await bound.first(reader.read());
        if (next === null) return;
        if (next.done) {
          end = "eof";
          return;
        }
        bound.touch();
        yield next.value;
      }
    } catch {
      end = bound.why() === null ? "reset" : null;
    } finally {
      // After a clean end there is nothing to give up, and the connection is kept for the next request.
      if (end === "eof") bound.release();
      else bound.abandon();
      end ??= endOf(bound);
      reader.cancel().catch(() => {});
    }
  }
  return { kind: "opened", chunks: read(), end: () => end };
}

function endOf(bound: Bound): StreamEnd {
  return bound.why() === "aborted" ? "aborted" : "idle";
}
