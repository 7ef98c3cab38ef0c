import { expect, test } from "vitest";
import type { RunSpec } from "../../../src/job/run-spec.ts";
import { build } from "../support/a-run.ts";

const limited = { limits: { memory: "1Gi" } };
const sidecar = {
  name: "s",
  image: "i:1",
  command: [],
  args: [],
  env: [],
  mounts: [],
  resources: limited,
  rootFilesystem: "read-only",
} as const;

test.each<readonly [string, Partial<RunSpec>, readonly string[]]>([
  ["an image of which the tag is known", { image: "images.example:5000/a:1" }, []],
  ["an image by its digest", { image: `images.example/a@sha256:${"0".repeat(64)}` }, []],
  ["an image without a tag", { image: "images.example:5000/a" }, ["spec.template.spec.containers[0].image"]],
  ["the latest image", { image: "a:latest" }, ["spec.template.spec.containers[0].image"]],
  ["no memory limit", { resources: {} }, ["spec.template.spec.containers[0].resources.limits"]],
  ["a native sidecar", { sidecars: [{ ...sidecar, kind: "native", startupProbe: null }] }, []],
  ["a regular sidecar", { sidecars: [{ ...sidecar, kind: "regular" }] }, ["sidecars[0].kind"]],
  ["an hour to look at it", { ttlMs: 3_600_000 }, []],
  ["less than an hour to look at it", { ttlMs: 3_599_999 }, ["ttlMs"]],
  ["no fsGroup", { user: { uid: 1, gid: 1, fsGroup: null } }, ["user.fsGroup"]],
  ["the baseline", { podSecurity: "baseline" }, ["podSecurity"]],
])("%s: what is warned of", (_, differs, paths) => {
  const built = build(differs);
  expect(built.kind === "built" && built.warnings.map(({ path }) => path)).toEqual(paths);
});
