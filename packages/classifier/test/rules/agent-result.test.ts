import { classify } from "@runverdict/classifier";
import { describe, expect, test } from "vitest";
import { evidence, exitCode, found } from "../support/evidence.ts";
import { pod, running, terminated } from "../support/kubernetes.ts";
import { apiFailure, init, stream, synthetic } from "../support/stream.ts";
import type { WireLine } from "../support/stream.ts";

const failed = stream([init(), apiFailure("API Error: 500 Internal server error")]);
const reported = stream([init(), synthetic("API Error: 500 Internal server error")]);

describe("how sure the agent's own error makes", () => {
  test("an error result and a non-zero exit confirm each other", () => {
    expect(classify(evidence({ stream: failed, run: exitCode(1) })).confidence).toBe("confirmed");
    const killed = found(pod({ phase: "Failed", agent: terminated(137, "Error") }));
    expect(classify(evidence({ stream: failed, pod: killed })).confidence).toBe("confirmed");
  });

  test("an error result and exit 0 disagree", () => {
    expect(classify(evidence({ stream: failed, run: exitCode(0) })).confidence).toBe("likely");
  });

  test("an error result stands alone where nobody saw the end", () => {
    expect(classify(evidence({ stream: failed })).confidence).toBe("likely");
  });

  test("a message without a result is never more than likely", () => {
    expect(classify(evidence({ stream: reported, run: exitCode(1) })).confidence).toBe("likely");
  });

  test("while the container runs, the error is provisional", () => {
    const { code, competing } = classify(evidence({ stream: failed, pod: found(pod({ agent: running() })) }));
    expect(code).toBe("running");
    expect(competing[0]).toMatchObject({ code: "server_error", decidedBy: "the end of the agent container" });
  });
});

describe("what a verdict by the agent's word cites", () => {
  const cited = (line: WireLine, code: number) =>
    classify(evidence({ stream: stream([init(), line]), run: exitCode(code) })).evidence.map(
      ({ claim, source }) => [claim, source],
    );

  test("the agent's claims come first, and how its process ended last", () => {
    expect(cited(apiFailure("API Error: 500", { api_error_status: 500 }), 1)).toEqual([
      ["the provider's HTTP status", "agent"],
      ["the harness says", "agent"],
      ["how its process ended", "runner"],
    ]);
  });
});
