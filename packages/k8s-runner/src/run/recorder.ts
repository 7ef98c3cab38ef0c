import type { Clock } from "../cluster/clock.ts";
import type { RunRecord } from "./run-record.ts";
import type { RunStore } from "./run-store.ts";
import { within } from "./within.ts";

/** Keeps the record of one run in the store up to date. */
export interface Recorder {
  /** Saves the record as it is now. Rejects if it could not be saved in time. */
  readonly save: () => Promise<void>;
  /** Saves it within a second: for what comes often, and is no loss if it comes twice. */
  readonly saveSoon: () => void;
}

const SOON_MS = 1000;
/** A disk that hangs must not hold up a run. */
const TIMEOUT_MS = 20_000;

export function createRecorder(
  store: RunStore,
  record: () => RunRecord,
  clock: Clock,
  signal: AbortSignal,
): Recorder {
  let isWaiting = false;

  async function save(): Promise<void> {
    const saved = await within(clock, TIMEOUT_MS, store.save(record()));
    if (saved === "late") throw new Error("The store did not save the run's record in time.");
  }

  async function saveLater(): Promise<void> {
    isWaiting = true;
    await clock.sleep(SOON_MS, signal);
    isWaiting = false;
    // Whoever ends the run saves once more.
    if (!signal.aborted) await save().catch(() => {});
  }

  return {
    save,
    saveSoon: () => (isWaiting || signal.aborted ? undefined : void saveLater()),
  };
}
