import { classify, type Evidence } from "@runverdict/classifier";
import type { RunEnd } from "../../src/result/run-end.ts";
import { instant } from "../../../classifier/test/support/evidence.ts";

/** The end of a run with this evidence: its session was kept on a volume, and nobody cancelled it. */
export function runEnd(evidence: Evidence, parts: Partial<RunEnd> = {}): RunEnd {
  const sessionId = evidence.stream?.session.id ?? null;
  return {
    verdict: classify(evidence),
    evidence,
    stream: evidence.stream,
    run: { namespace: "agents", job: "run-1", runMs: 3_600_000, runningAt: instant(1) },
    session: {
      sessionId,
      params: sessionId === null ? null : { sessionId, cwd: "/workspace" },
      durable: true,
    },
    billing: { biller: "anthropic", billingType: "api", model: null },
    tries: 0,
    cancellation: null,
    ...parts,
  };
}
