import { readFileSync } from "node:fs";
import { classify, CODES, type Code } from "@runverdict/classifier";
import { expect, test } from "vitest";
import { executionResult } from "../../src/result/execution-result.ts";
import { hostWords, isFailureCode } from "../../src/result/error-codes.ts";
import type { RunEnd } from "../../src/result/run-end.ts";
import { stageOf } from "../../src/result/stage.ts";
import { aftermath, type Next } from "../host-double/aftermath.ts";
import { hostRow } from "../support/host-row.ts";
import { recordedEnds, recordedOver } from "../support/recorded-ends.ts";
import { codes } from "../../../classifier/test/support/codes.ts";

/**
 * What Paperclip is told of all recorded runs, and what it does then, by what they are: one line for each ending, with
 * the number of runs that ended so and the first of them. A change of it is a change for whoever routes on it: read it
 * before it is accepted.
 */
test("the recorded runs are told to Paperclip as they were", async () => {
  const groups = new Map<string, string[]>();
  for (const { name, end } of recordedOver) {
    const line = lineOf(end);
    groups.set(line, [...(groups.get(line) ?? []), name]);
  }
  const lines = [...groups]
    .map(([line, names]) => `${line} | ${names.length} | ${names[0] ?? ""}`)
    .toSorted((one, other) => one.localeCompare(other, "en"));
  const head =
    "code | errorCode | family | recovery | goes on | session | sentence | the host then | runs | first";
  await expect(`${[head, ...lines].join("\n")}\n`).toMatchFileSnapshot("__snapshots__/recorded.txt");
  expect(recordedOver.length).toBeGreaterThan(500);
});

function tellNext(next: Next): string {
  return next.kind === "retry" ? next.reason : next.kind;
}

function lineOf(end: RunEnd): string {
  const result = executionResult(end);
  const { code } = end.verdict;
  const sentence = isFailureCode(code) ? hostWords(code, stageOf(end)).sentence : null;
  const isSaid = sentence !== null && result.errorMessage?.includes("\n") === true;
  return [
    code,
    result.errorCode ?? "-",
    result.errorFamily ?? "-",
    result.executionRecovery?.kind ?? "-",
    result.resultJson?.["conversationContinuation"] === undefined ? "-" : "yes",
    result.clearSession === true ? "cleared" : result.sessionId === undefined ? "as it was" : "kept",
    isSaid ? sentence : "-",
    tellNext(aftermath(hostRow(end)).next),
  ].join(" | ");
}

test.each(codes.filter((code) => CODES[code].outcome !== "unsettled"))(
  "a recorded run that is %s is told by its row",
  (code: Code) => {
    const shown = recordedOver.filter(({ end }) => end.verdict.code === code);
    expect(shown.length).toBeGreaterThan(0);
    for (const { end } of shown) {
      const { errorCode, errorFamily } = executionResult(end);
      if (isFailureCode(code))
        expect({ errorCode, errorFamily: errorFamily ?? null }).toEqual(rowFor(code, end));
      else expect(errorCode).toBeUndefined();
    }
  },
);

function rowFor(code: Parameters<typeof hostWords>[0], end: RunEnd): object {
  const { errorCode, errorFamily } = hostWords(code, stageOf(end));
  return { errorCode, errorFamily };
}

test("of recorded runs that are not over nothing is told", () => {
  const going = recordedEnds.filter(({ end }) => end.verdict.outcome === "unsettled");
  expect(going.length).toBeGreaterThan(0);
  for (const { end } of going) expect(() => executionResult(end)).toThrow(TypeError);
});

test("what is stored of a recorded run is small", () => {
  const sizes = recordedOver.map(({ end }) =>
    Buffer.byteLength(JSON.stringify(executionResult(end).resultJson)),
  );
  expect(Math.max(...sizes)).toBeLessThan(16 * 1024);
});

test("a recorded run is told as the classifier judges it", () => {
  for (const { end } of recordedOver) {
    expect(executionResult(end).resultJson).toMatchObject({
      verdict: { code: classify(end.evidence).code, outcome: end.verdict.outcome },
    });
  }
});

test("the README shows what is said of a recorded run", () => {
  const readme = readFileSync(new URL("../../README.md", import.meta.url), "utf8");
  const drained = recordedOver.filter(({ name }) => name === "k8s-evict-api");
  expect(drained).toHaveLength(1);
  for (const { end } of drained) expect(readme).toContain(`\n${executionResult(end).errorMessage}\n`);
});
