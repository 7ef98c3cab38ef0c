import { apiRefusal } from "../refusal/api-refusal.ts";
import { retryAfterMs } from "../refusal/retry-after.ts";
import type { Clock } from "../clock.ts";
import type { Answer, Trouble } from "./answer.ts";
import type { ApiRequest } from "./api-request.ts";
import { boundBy, type Bound } from "./bound.ts";
import type { HttpResponse } from "./http-response.ts";
import { readBody } from "./read-body.ts";
import { givenUp, send, type Sender } from "./send.ts";

/** Answers of the API server come within a second, as a rule; its own limit is 60 s. */
const TIMEOUT_MS = 15_000;

/** A page of 500 pods has about 10 MB. */
const LONGEST_ANSWER = 64 * 1024 * 1024;

/** Of a refusal only the message is of interest. */
const LONGEST_REFUSAL = 64 * 1024;

export async function requestJson(
  sender: Sender,
  clock: Clock,
  request: ApiRequest,
  signal: AbortSignal,
): Promise<Answer> {
  const bound = boundBy(clock, signal, request.timeoutMs ?? TIMEOUT_MS);
  try {
    const answer = await sender.turns.take(bound, () => exchange(sender, clock, request, bound));
    if (answer !== null) return answer;
    return bound.why() === "aborted" ? { kind: "aborted" } : unsent;
  } finally {
    bound.release();
  }
}

const unsent = { kind: "unreachable", message: "too many other requests were under way" } as const;

async function exchange(sender: Sender, clock: Clock, request: ApiRequest, bound: Bound): Promise<Answer> {
  const sent = await send(sender, request, bound);
  if (sent.kind !== "response") return sent;
  if (!isSuccess(sent.response)) return readRefusal(sent.response, bound, clock);
  return readObject(sent.response, bound, request.longestBytes ?? LONGEST_ANSWER);
}

export function isSuccess({ status }: HttpResponse): boolean {
  return status >= 200 && status < 300;
}

async function readObject({ body }: HttpResponse, bound: Bound, longestBytes: number): Promise<Answer> {
  const read = await readBody(body, longestBytes);
  if (bound.why() !== null) return givenUp(bound);
  if (read.kind === "cut")
    return { kind: "cut", message: "the connection broke in the middle of the answer" };
  if (read.kind === "too-long") {
    bound.abandon();
    return { kind: "garbled", message: `the answer is longer than ${longestBytes} bytes` };
  }
  try {
    const value: unknown = JSON.parse(read.text);
    return { kind: "answered", value };
  } catch {
    return {
      kind: "garbled",
      message: "the answer is no JSON; something before the API server may have given it",
    };
  }
}

/** The status is answer enough: if the body breaks off, it is a refusal without words. */
export async function readRefusal(
  { status, headers, body }: HttpResponse,
  bound: Bound,
  clock: Clock,
): Promise<Trouble> {
  const read = await readBody(body, LONGEST_REFUSAL);
  if (bound.why() === "aborted") return { kind: "aborted" };
  if (read.kind !== "read") bound.abandon();
  const text = read.kind === "read" ? read.text : "";
  const refusal = apiRefusal(status, text, retryAfterMs(headers["retry-after"] ?? null, clock.now()));
  return { kind: "refused", refusal };
}
