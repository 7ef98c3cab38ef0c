import fc from "fast-check";
import type { Lookup } from "../evidence.ts";
import { seldom } from "./texts.ts";

/** Whatever one look-up may have told: found, authoritatively absent, out of sight, or never asked. */
export function lookup<T>(of: fc.Arbitrary<T>): fc.Arbitrary<Lookup<T>> {
  return fc.oneof(
    { withCrossShrink: true },
    { weight: 2, arbitrary: fc.constant<Lookup<T>>({ kind: "not_asked" }) },
    { weight: 5, arbitrary: of.map((value): Lookup<T> => ({ kind: "found", value })) },
    {
      weight: 2,
      arbitrary: fc.oneof(of, seldom(of)).map((lastSeen): Lookup<T> => ({ kind: "absent", lastSeen })),
    },
    {
      weight: 2,
      arbitrary: fc.oneof(of, seldom(of)).map((lastSeen): Lookup<T> => ({ kind: "unavailable", lastSeen })),
    },
  );
}
