import { posix } from "node:path";
import fc from "fast-check";
import { expect, test } from "vitest";
import type { PodMount } from "../../src/self-pod/self-pod.ts";
import { reached } from "../../../../test/support/reached.ts";
import { aSelfPod, storageFor } from "./support/a-manifest.ts";

const part = fc.constantFrom("a", "b", "ab", "..", ".", "work");
const folder = fc.array(
  part.filter((name) => !name.startsWith(".")),
  { minLength: 1, maxLength: 3 },
);
const inside = fc.oneof(
  fc.constant(""),
  folder.map((names) => names.join("/")),
);
const mount: fc.Arbitrary<PodMount> = fc.record({
  path: folder.map((names) => `/${names.join("/")}`),
  claimName: fc.constantFrom("data", "other", null),
  subPath: inside,
});
const anywhere = fc.array(part, { maxLength: 6 }).map((names) => `/${names.join("/")}`);

test("for all mounts and paths, what the pod sees of the host is the same place of the same claim", () => {
  const seen = reached("shared", "not shared", "back and forth", "a part alone");
  fc.assert(
    fc.property(fc.array(mount, { maxLength: 4 }), inside, anywhere, (mounts, subPath, path) => {
      const data = { kind: "claim", path: "/data", claimName: "data", subPath: subPath || null } as const;
      const storage = storageFor(data, { kind: "found", pod: { ...aSelfPod, mounts } });
      const inPod = storage.inPod(path);
      seen.when("shared", inPod !== null);
      seen.when("not shared", inPod === null);
      seen.when("a part alone", inPod !== null && subPath !== "");
      if (inPod === null) return;
      expect(inPod === "/data" || inPod.startsWith("/data/")).toBe(true);
      const back = storage.onHost(inPod);
      expect(back).not.toBeNull();
      seen.when("back and forth", back !== null && back !== posix.normalize(path));
      expect(storage.inPod(back ?? "")).toBe(inPod);
    }),
    { numRuns: 3000 },
  );
  seen.expectAll();
});
