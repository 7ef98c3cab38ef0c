import { expect, test } from "vitest";
import { storageOf } from "../../src/manifest/storage.ts";
import { aSelfPod, found, outside, storageFor } from "./support/a-manifest.ts";

const inherit = { kind: "inherit", path: "/paperclip", subPath: null } as const;

test("a run has the claim that Paperclip's own pod has, at the same place", () => {
  const storage = storageFor(inherit);
  expect(storage.data).toEqual({
    kind: "claim",
    path: "/paperclip",
    claimName: "paperclip-data",
    subPath: null,
  });
  expect(storage.inPod("/paperclip/work/x")).toBe("/paperclip/work/x");
  expect(storage.onHost("/paperclip/work/x")).toBe("/paperclip/work/x");
  expect(storage.inPod("/home/node")).toBeNull();
  expect(storage.place("/paperclip/.claude")).toBe("agents/paperclip-data:/.claude");
  expect(storage.notes).toEqual([]);
});

test("a tenant gets its part of the claim, and what the host has elsewhere is not in the pod", () => {
  const storage = storageFor({ ...inherit, subPath: "tenants/a" });
  expect(storage.data).toMatchObject({ subPath: "tenants/a" });
  expect(storage.inPod("/paperclip/tenants/a/work")).toBe("/paperclip/work");
  expect(storage.inPod("/paperclip/tenants/ab/work")).toBeNull();
  expect(storage.inPod("/paperclip/tenants/a/../b/work")).toBeNull();
  expect(storage.onHost("/paperclip/work")).toBe("/paperclip/tenants/a/work");
  expect(storage.place("/paperclip/.claude")).toBe("agents/paperclip-data:/tenants/a/.claude");
});

test("a host that itself has a part of the claim shares that part", () => {
  const mounts = [{ path: "/paperclip", claimName: "paperclip-data", subPath: "live" }];
  const self = { kind: "found", pod: { ...aSelfPod, mounts } } as const;
  expect(storageFor(inherit, self).data).toMatchObject({ subPath: "live" });
  expect(storageFor(inherit, self).inPod("/paperclip/w")).toBe("/paperclip/w");
  const claim = { kind: "claim", path: "/data", claimName: "paperclip-data", subPath: null } as const;
  expect(storageFor(claim, self).inPod("/paperclip/w")).toBe("/data/live/w");
  expect(storageFor(claim, self).onHost("/data/live/w")).toBe("/paperclip/w");
  expect(storageFor(claim, self).onHost("/data/other")).toBeNull();
});

test("a volume inside of another hides what is there", () => {
  const mounts = [...aSelfPod.mounts, { path: "/paperclip/cache", claimName: null, subPath: "" }];
  const storage = storageFor(inherit, { kind: "found", pod: { ...aSelfPod, mounts } });
  expect(storage.inPod("/paperclip/cache/x")).toBeNull();
  expect(storage.onHost("/paperclip/cache/x")).toBeNull();
  expect(storage.inPod("/paperclip/cached")).toBe("/paperclip/cached");
});

test("where there is no claim to inherit the run gets a folder of its own, and is told why", () => {
  const bare = { kind: "found", pod: { ...aSelfPod, mounts: [] } } as const;
  for (const [self, namespace, why] of [
    [outside, "agents", "Paperclip does not run in a pod. So /paperclip is empty"],
    [bare, "agents", "Paperclip's own pod has no persistent volume claim at /paperclip."],
    [found, "elsewhere", "The claim of Paperclip's own pod is in agents, and agents run in elsewhere."],
  ] as const) {
    const storage = storageFor(inherit, self, namespace);
    expect(storage.data).toMatchObject({ kind: "scratch", path: "/paperclip" });
    expect(storage.notes.join("")).toContain(why);
    expect(storage.place("/paperclip/.claude")).toBeNull();
    expect(storage.inPod("/paperclip/work")).toBeNull();
  }
});

test("a look-up that failed is no absence: the run waits until it is known what there is", () => {
  const answer = storageOf(inherit, { kind: "unavailable", why: "The API server did not answer." }, "agents");
  expect(answer).toMatchObject({ kind: "unavailable" });
  expect(answer.kind === "unavailable" ? answer.message : "").toMatch(/did not answer.*`dataClaimName`/);
});

test("a claim of the configuration needs no look-up, and is shared where the host has it", () => {
  const claim = { kind: "claim", path: "/data", claimName: "agents-data", subPath: "t" } as const;
  const unknown = storageFor(claim, { kind: "unavailable", why: "No." });
  expect(unknown.data).toEqual(claim);
  expect(unknown.inPod("/data/w")).toBe("/data/w");
  expect(storageFor(claim, outside).inPod("/data/w")).toBeNull();
  expect(storageFor(claim, outside).place("/data/.claude")).toBe("agents/agents-data:/t/.claude");
});

test("a folder of the pod alone is shared with nobody, and keeps nothing", () => {
  const scratch = { kind: "scratch", path: "/w", sizeLimit: "5Gi" } as const;
  expect(storageFor(scratch)).toMatchObject({ data: scratch, notes: [] });
  expect(storageFor(scratch).onHost("/w/x")).toBeNull();
  expect(storageFor({ kind: "none" }).data).toEqual({ kind: "none" });
});

test("of two mounts of one claim a path means what the inner one shows", () => {
  const inner = { path: "/paperclip/t", claimName: "paperclip-data", subPath: "other" };
  const self = { kind: "found", pod: { ...aSelfPod, mounts: [...aSelfPod.mounts, inner] } } as const;
  expect(storageFor(inherit, self).onHost("/paperclip/t/x")).toBeNull();
  expect(storageFor(inherit, self).onHost("/paperclip/other/x")).toBe("/paperclip/other/x");
  expect(storageFor(inherit, self).inPod("/paperclip/t/x")).toBe("/paperclip/other/x");
});

test("a relative path is nowhere", () => {
  expect(storageFor(inherit).inPod("paperclip/work")).toBeNull();
  expect(storageFor(inherit).place("paperclip")).toBeNull();
});
