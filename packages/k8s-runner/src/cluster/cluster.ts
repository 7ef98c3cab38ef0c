import type { Clock } from "./clock.ts";
import type { Answer, StreamAnswer } from "./request/answer.ts";
import type { ApiRequest, StreamRequest } from "./request/api-request.ts";

/** A connection to the API server of one cluster, and the namespace that we work in. */
export interface Cluster {
  /** Its address, without credentials. */
  readonly server: string;
  readonly namespace: string;
  /** Such as `v1.36.2`; null where the server doesn't tell. */
  readonly version: string | null;
  readonly clock: Clock;
  /** One request with one answer. It never rejects, and settles within the request's time or at the signal. */
  readonly request: (request: ApiRequest, signal: AbortSignal) => Promise<Answer>;
  /** One request whose answer comes bit by bit. It never rejects. */
  readonly stream: (request: StreamRequest, signal: AbortSignal) => Promise<StreamAnswer>;
  /** Ends all connections. Requests that are under way are answered as cut, and later ones as aborted. */
  readonly close: () => Promise<void>;
}
