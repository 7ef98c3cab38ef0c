import { expect, test } from "vitest";
import { problemPaths } from "../support/a-run.ts";
import { AGENT, type NearMisses } from "../support/near-miss.ts";

const companion = {
  image: "i:1",
  command: [],
  args: [],
  env: [],
  mounts: [],
  resources: {},
  rootFilesystem: "read-only",
} as const;
const sidecar = { ...companion, kind: "native", startupProbe: null } as const;

const cases: NearMisses = {
  "an image with a space": { refused: { image: "a b" }, at: `${AGENT}.image`, allowed: { image: "a/b" } },
  "an image with a scheme": {
    refused: { image: "https://images.example/a" },
    at: `${AGENT}.image`,
    allowed: { image: "images.example:5000/a" },
  },
  "an image with half a digest": {
    refused: { image: `a@sha256:${"0".repeat(63)}` },
    at: `${AGENT}.image`,
    allowed: { image: `a@sha256:${"0".repeat(64)}` },
  },
  "a relative working directory": {
    refused: { workingDir: "src" },
    at: `${AGENT}.workingDir`,
    allowed: { workingDir: "/src" },
  },
  "an argument with a NUL": {
    refused: { args: ["a\0b"] },
    at: `${AGENT}.args[0]`,
    allowed: { args: ["a\u0001b\n"] },
  },
  "a container called like a file": {
    refused: { sidecars: [{ ...sidecar, name: "A.b" }] },
    at: "spec.template.spec.initContainers[0].name",
    allowed: { sidecars: [{ ...sidecar, name: "a-b" }] },
  },
  "a second agent": {
    refused: { sidecars: [{ ...sidecar, name: "agent" }] },
    at: `${AGENT}.name`,
    allowed: { sidecars: [{ ...sidecar, name: "agent-2" }] },
  },
  "a probe that asks twice": {
    refused: {
      sidecars: [
        { ...sidecar, name: "p", startupProbe: { tcpSocket: { port: 80 }, exec: { command: ["x"] } } },
      ],
    },
    at: "spec.template.spec.initContainers[0].startupProbe",
    allowed: {
      sidecars: [{ ...sidecar, name: "p", startupProbe: { tcpSocket: { port: 80 }, periodSeconds: 1 } }],
    },
  },
};

test.each(Object.entries(cases))("%s is refused, and its neighbour is not", (_, { refused, at, allowed }) => {
  expect(problemPaths(refused)).toEqual([at]);
  expect(problemPaths(allowed)).toEqual([]);
});
