import { expect, test } from "vitest";
import { problemPaths } from "../support/a-run.ts";
import type { NearMisses } from "../support/near-miss.ts";

const day = 86_400_000;

const cases: NearMisses = {
  "a grace of less than a second": { refused: { graceMs: 999 }, at: "graceMs", allowed: { graceMs: 1000 } },
  "a grace that was given in seconds": {
    refused: { graceMs: 60 },
    at: "graceMs",
    allowed: { graceMs: 60_000 },
  },
  "a grace of more than an hour": {
    refused: { graceMs: 3_600_001 },
    at: "graceMs",
    allowed: { graceMs: 3_600_000 },
  },
  "a grace that is no number": {
    refused: { graceMs: Number.NaN },
    at: "graceMs",
    allowed: { graceMs: 30_000 },
  },
  "a deadline of half a second": {
    refused: { deadline: { podMs: 500, backstopMs: day } },
    at: "deadline.podMs",
    allowed: { deadline: { podMs: 0, backstopMs: day } },
  },
  "a deadline before it begins": {
    refused: { deadline: { podMs: -1, backstopMs: day } },
    at: "deadline.podMs",
    allowed: { deadline: { podMs: 1000, backstopMs: day } },
  },
  "a deadline that never comes": {
    refused: { deadline: { podMs: Number.POSITIVE_INFINITY, backstopMs: day } },
    at: "deadline.podMs",
    allowed: { deadline: { podMs: 366 * day, backstopMs: day } },
  },
  "a Job's deadline on the heels of the pod's": {
    refused: { deadline: { podMs: 1000, backstopMs: 599_999 } },
    at: "deadline.backstopMs",
    allowed: { deadline: { podMs: 1000, backstopMs: 600_000 } },
  },
  "a Job that is deleted as it ends": { refused: { ttlMs: 0 }, at: "ttlMs", allowed: { ttlMs: 60_000 } },
  "a Job that is kept for two years": {
    refused: { ttlMs: 731 * day },
    at: "ttlMs",
    allowed: { ttlMs: null },
  },
};

test.each(Object.entries(cases))("%s is refused, and its neighbour is not", (_, { refused, at, allowed }) => {
  expect(problemPaths(refused)).toEqual([at]);
  expect(problemPaths(allowed)).toEqual([]);
});
