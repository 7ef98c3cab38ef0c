import { createHash } from "node:crypto";
import { mkdir, open, readdir, readFile, rename, rm } from "node:fs/promises";
import { join } from "node:path";
import { readRecord, recordKey, type ReadRecord, type RunRecord } from "./run-record.ts";
import type { RunStore } from "./run-store.ts";
import { parsedJson } from "../parsed-json.ts";

const SUFFIX = ".run.json";

/**
 * Remembers runs as files in a folder of their own, which is made if it is not there and is the user's alone. A record
 * is written beside the old one, forced to the disk and renamed over it, so that after a crash one of the two is there.
 */
export function createFileStore(folder: string): RunStore {
  // A run is saved again and again: one save after the other, lest an older record overtakes a newer one.
  const saves = new Map<string, Promise<void>>();
  let writes = 0;

  const pathOf = (key: string): string => join(folder, `${nameOf(key)}${SUFFIX}`);

  async function write(record: RunRecord): Promise<void> {
    await mkdir(folder, { recursive: true, mode: 0o700 });
    const path = pathOf(recordKey(record));
    const draft = `${path}.${process.pid}.${(writes += 1)}`;
    try {
      await writeThrough(draft, JSON.stringify(record));
      await rename(draft, path);
    } catch (error) {
      await rm(draft, { force: true });
      throw error;
    }
    await syncFolder(folder);
  }

  return {
    save(record) {
      const key = recordKey(record);
      const before = saves.get(key) ?? Promise.resolve();
      const after = before.catch(() => {}).then(() => write(record));
      saves.set(key, after);
      const forget = (): void => {
        if (saves.get(key) === after) saves.delete(key);
      };
      after.then(forget, forget);
      return after;
    },
    async load(key) {
      const read = await readFrom(pathOf(key));
      if (read?.kind === "refused") throw new Error(`The record of ${key} can't be used: ${read.why}`);
      return read?.record ?? null;
    },
    async list() {
      const names = await readdir(folder).catch(whenMissing);
      const paths = names.filter((name) => name.endsWith(SUFFIX)).map((name) => join(folder, name));
      const records = await Promise.all(paths.map(readFrom));
      return records.flatMap((read) => (read?.kind === "record" ? [recordKey(read.record)] : []));
    },
    remove: (key) => rm(pathOf(key), { force: true }),
  };
}

/** A key is no file name. */
function nameOf(key: string): string {
  return createHash("sha256").update(key).digest("hex").slice(0, 32);
}

async function writeThrough(path: string, text: string): Promise<void> {
  const file = await open(path, "w", 0o600);
  try {
    await file.writeFile(text);
    await file.sync();
  } finally {
    await file.close();
  }
}

/** A rename lasts when the folder that it changed is on the disk. */
async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder, "r");
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

/** Null where there is no file. */
async function readFrom(path: string): Promise<ReadRecord | null> {
  const text = await readFile(path, "utf8").catch(whenMissing);
  return typeof text === "string" ? readRecord(parsedJson(text)) : null;
}

function whenMissing(error: unknown): readonly never[] {
  if (error instanceof Error && "code" in error && error.code === "ENOENT") return [];
  throw error;
}
