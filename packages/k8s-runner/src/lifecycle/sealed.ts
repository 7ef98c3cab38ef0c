import type { LifecycleEvent } from "./event.ts";

declare const seal: unique symbol;

/**
 * Proof that the forensics are stored. Whoever holds one got it from `sealedBy`, that is from a `forensics-sealed` event;
 * what deletes demands one, so nothing can be torn down before it was captured.
 */
export interface Sealed {
  readonly digest: string;
  readonly at: number;
  readonly [seal]: true;
}

/** The proof that an event brings; null when it brings none. */
export function sealedBy(event: LifecycleEvent): Sealed | null {
  if (event.kind !== "forensics-sealed") return null;
  const claim = { digest: event.digest, at: event.at };
  return isSealed(claim) ? claim : null;
}

/** Without a digest nobody could tell what was stored. */
function isSealed(claim: { readonly digest: string; readonly at: number }): claim is Sealed {
  return claim.digest !== "";
}
