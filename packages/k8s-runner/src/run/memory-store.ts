import { recordKey, type RunRecord } from "./run-record.ts";
import type { RunStore } from "./run-store.ts";

/** Remembers runs as long as the process lives; after that they are found again by their Jobs' annotations. */
export function createMemoryStore(): RunStore {
  const records = new Map<string, RunRecord>();
  return {
    save: (record) => {
      records.set(recordKey(record), record);
      return Promise.resolve();
    },
    load: (key) => Promise.resolve(records.get(key) ?? null),
    list: () => Promise.resolve([...records.keys()]),
    remove: (key) => {
      records.delete(key);
      return Promise.resolve();
    },
  };
}
