import fc from "fast-check";

/** More or fewer runs than usual, by a factor, so that a wider search widens every property. */
export function times(factor: number): { readonly numRuns: number } {
  return { numRuns: Math.ceil((fc.readConfigureGlobal().numRuns ?? 100) * factor) };
}
