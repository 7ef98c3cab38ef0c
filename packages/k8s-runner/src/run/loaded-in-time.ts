import type { Clock } from "../cluster/clock.ts";
import { within } from "./within.ts";

/** A disk that hangs must not hold up a run. */
const TIMEOUT_MS = 20_000;

/** What a store gives; rejects when it takes too long. */
export async function loadedInTime<T>(clock: Clock, loading: Promise<T>): Promise<T> {
  const loaded = await within(clock, TIMEOUT_MS, loading);
  if (loaded === "late") throw new Error("The store did not give what it holds in time.");
  return loaded;
}
