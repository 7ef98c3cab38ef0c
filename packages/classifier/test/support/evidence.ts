import { noEvidence } from "@runverdict/classifier";
import type { Evidence, Intent, Lookup, RunTestimony } from "@runverdict/classifier";

/** Evidence of which only the given parts are known. */
export function evidence(
  parts: Partial<Omit<Evidence, "run">> & { readonly run?: Partial<RunTestimony> } = {},
): Evidence {
  return { ...noEvidence, ...parts, run: { ...noEvidence.run, ...parts.run } };
}

export function found<T>(value: T): Lookup<T> {
  return { kind: "found", value };
}

/** An authoritative "there is none", after it was last seen so. */
export function absent<T>(lastSeen: T | null = null): Lookup<T> {
  return { kind: "absent", lastSeen };
}

/** A look-up that failed, after the object was last seen so. */
export function unavailable<T>(lastSeen: T | null = null): Lookup<T> {
  return { kind: "unavailable", lastSeen };
}

/** What a local process left: its exit code, where it ended by itself. */
export function exitCode(code: number): Pick<RunTestimony, "exit"> {
  return { exit: { kind: "code", code } };
}

export function intent(kind: Intent["kind"], more: Partial<Intent> = {}): Intent {
  return { kind, phase: null, at: null, by: null, ...more };
}

/** Seconds after the run was asked for, as an API server writes them. */
export function time(seconds: number): string {
  return new Date(instant(seconds)).toISOString().replace(".000Z", "Z");
}

/** The same in epoch milliseconds. */
export function instant(seconds: number): number {
  return Date.UTC(2026, 10, 20, 20) + seconds * 1000;
}
