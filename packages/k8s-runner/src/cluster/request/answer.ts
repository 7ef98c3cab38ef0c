import type { ApiRefusal } from "../refusal/api-refusal.ts";
import type { Distrust } from "./distrust.ts";

/** What became of a request. Nothing of it is thrown: the network and the server may misbehave as they like. */
export type Answer<T = unknown> = { readonly kind: "answered"; readonly value: T } | Trouble;

export type Trouble =
  /** The API server, or something before it, said no. */
  | { readonly kind: "refused"; readonly refusal: ApiRefusal }
  /** Nothing was sent, because there was nobody to send it to. */
  | { readonly kind: "unreachable"; readonly message: string }
  /** There was somebody, and no safe way to speak with him: nothing was sent, or nothing of it was read. */
  | { readonly kind: "untrusted"; readonly why: Distrust; readonly message: string }
  /** There is nothing to authenticate with: no request was sent. */
  | { readonly kind: "no-credentials"; readonly message: string }
  /** The connection broke. What was asked for may have been done. */
  | { readonly kind: "cut"; readonly message: string }
  /** There was no answer in time. What was asked for may have been done. */
  | { readonly kind: "timeout" }
  /** The answer is a success, and not what the API speaks: cut short, too long, or somebody else's. */
  | { readonly kind: "garbled"; readonly message: string }
  /** The caller gave it up. What was asked for may have been done. */
  | { readonly kind: "aborted" };

/**
 * An answer that comes bit by bit. Read `chunks` once; it ends, and never throws, however the stream ends. Leave it
 * early and the connection is closed.
 */
export interface OpenedStream {
  readonly kind: "opened";
  readonly chunks: AsyncIterable<Uint8Array>;
  /** How it ended; null while it goes on. */
  readonly end: () => StreamEnd | null;
}

export type StreamEnd = "eof" | "reset" | "idle" | "aborted";

export type StreamAnswer = OpenedStream | Trouble;

/** The same answer about something else; `garbled` where the reader makes nothing of it. */
export function mapAnswer<A, B>(answer: Answer<A>, read: (value: A) => B | null): Answer<B> {
  if (answer.kind !== "answered") return answer;
  const value = read(answer.value);
  if (value === null) return { kind: "garbled", message: "the answer is not the object that was asked for" };
  return { kind: "answered", value };
}
