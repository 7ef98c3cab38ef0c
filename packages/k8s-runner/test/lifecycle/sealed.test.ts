import { expect, expectTypeOf, test } from "vitest";
import type { Effect } from "../../src/lifecycle/effect.ts";
import { type Sealed, sealedBy } from "../../src/lifecycle/sealed.ts";
import type { Cleaning } from "../../src/lifecycle/state.ts";

test("only sealed forensics prove that something may be deleted", () => {
  const event = { kind: "forensics-sealed", at: 5, ask: 1, digest: "sha256:1" } as const;
  expect(sealedBy(event)).toEqual({ digest: "sha256:1", at: 5 });
  expect(sealedBy({ ...event, digest: "" })).toBeNull();
  expect(sealedBy({ kind: "clock-ticked", at: 5 })).toBeNull();
});

test("the proof can't be written by hand, and no deletion does without it", () => {
  expectTypeOf<{ digest: string; at: number }>().not.toExtend<Sealed>();
  expectTypeOf<Extract<Effect, { kind: "delete-job" | "delete-pod" }>["sealed"]>().toEqualTypeOf<Sealed>();
  expectTypeOf<Cleaning["sealed"]>().toEqualTypeOf<Sealed>();
});
