import { expect, test } from "vitest";
import { problemPaths } from "../support/a-run.ts";
import { AGENT, type NearMisses } from "../support/near-miss.ts";

const limits = (name: string, amount: string) => ({ resources: { limits: { [name]: amount } } });

const cases: NearMisses = {
  "memory in thousandths of a byte": {
    refused: limits("memory", "400m"),
    at: `${AGENT}.resources.limits.memory`,
    allowed: limits("memory", "400M"),
  },
  "memory without a unit": {
    refused: limits("memory", "512"),
    at: `${AGENT}.resources.limits.memory`,
    allowed: limits("memory", "536870912"),
  },
  "memory in a unit that is none": {
    refused: limits("memory", "1GB"),
    at: `${AGENT}.resources.limits.memory`,
    allowed: limits("memory", "1G"),
  },
  "a negative amount": {
    refused: limits("cpu", "-1"),
    at: `${AGENT}.resources.limits.cpu`,
    allowed: limits("cpu", "1"),
  },
  "more cores than there are": {
    refused: limits("cpu", "5000"),
    at: `${AGENT}.resources.limits.cpu`,
    allowed: limits("cpu", "5000m"),
  },
  "a resource that no container has": {
    refused: limits("gpu", "1"),
    at: `${AGENT}.resources.limits.gpu`,
    allowed: limits("vendor.example/gpu", "1"),
  },
  "half a device": {
    refused: limits("vendor.example/gpu", "500m"),
    at: `${AGENT}.resources.limits["vendor.example/gpu"]`,
    allowed: limits("vendor.example/gpu", "2"),
  },
  "a device that is asked for without a limit": {
    refused: { resources: { requests: { "vendor.example/gpu": "1" } } },
    at: `${AGENT}.resources.requests["vendor.example/gpu"]`,
    allowed: {
      resources: { requests: { "vendor.example/gpu": "1" }, limits: { "vendor.example/gpu": "1" } },
    },
  },
  "a request beyond its limit": {
    refused: { resources: { requests: { memory: "1025Mi" }, limits: { memory: "1Gi" } } },
    at: `${AGENT}.resources.requests.memory`,
    allowed: { resources: { requests: { memory: "1024Mi" }, limits: { memory: "1Gi" } } },
  },
};

test.each(Object.entries(cases))("%s is refused, and its neighbour is not", (_, { refused, at, allowed }) => {
  expect(problemPaths(refused)).toEqual([at]);
  expect(problemPaths(allowed)).toEqual([]);
});
