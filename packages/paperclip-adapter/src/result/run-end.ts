import type { Evidence, Verdict } from "@runverdict/classifier";
import type { ParsedStream } from "@runverdict/stream-parser";

/** All that the host's result is made of. */
export interface RunEnd {
  readonly verdict: Verdict;
  readonly evidence: Evidence;
  /** Null where nothing of the agent's was read. */
  readonly stream: ParsedStream | null;
  readonly run: RunPlace;
  readonly session: SessionEnd;
  readonly billing: Billing;
  /** How often the host has tried the same again before this run. */
  readonly tries: number;
  /** How a cancellation by the host ended, or a run that the host let go of; null where there was none. */
  readonly cancellation: Cancellation | null;
}

/** The Job, and what was configured; null where it was never named. */
export interface RunPlace {
  readonly namespace: string;
  readonly job: string | null;
  /** Milliseconds; 0 is none. */
  readonly runMs: number;
  /** Epoch milliseconds of the first sight of the agent container running; null where it was never seen so. */
  readonly runningAt: number | null;
}

/** What the next run may resume. */
export interface SessionEnd {
  /** Of the run that ended; null where it did not get that far. */
  readonly sessionId: string | null;
  /** What the codec writes for `sessionId`; null with it. */
  readonly params: Record<string, unknown> | null;
  /** Whether the session's files outlive the pod. */
  readonly durable: boolean;
  /** The params of the session that the run resumed, as the host gave them; null or left out for a fresh one. */
  readonly resumed?: Readonly<Record<string, unknown>> | null;
}

export interface Billing {
  readonly biller: "anthropic" | "aws_bedrock";
  readonly billingType: "api" | "metered_api" | "subscription";
  readonly model: string | null;
}

export interface Cancellation {
  /** Whether the pods are known to be gone. */
  readonly confirmed: boolean;
  /** Epoch milliseconds. */
  readonly at: number;
  readonly forced: boolean;
}
