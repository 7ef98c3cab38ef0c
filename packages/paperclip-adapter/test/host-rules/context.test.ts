import { describe, expect, test } from "vitest";
import { jobsOf, onCluster, happy, writing } from "../support/on-cluster.ts";
import { answer } from "../support/agent-lines.ts";

describe("§0.12, hosts of before and after", () => {
  test.each(["2026.916", "2026.831"] as const)("A run succeeds at a host of %s.", async (era) => {
    await onCluster({}, async ({ simulator, begin }) => {
      expect((await begin({ era }).ended).row.status).toBe("succeeded");
      expect(jobsOf(simulator)).toEqual({ alive: 0, gone: 1 });
    });
  });

  test("A host that reads no events and shows no start is no obstacle.", async () => {
    await onCluster({}, async ({ begin }) => {
      const { onMeta: _, onEvent: __, ...least } = begin().context;
      expect(least).toHaveProperty("onLog");
      expect((await begin({ context: { onMeta: undefined, onEvent: undefined } }).ended).row.status).toBe("succeeded");
    });
  });
});
