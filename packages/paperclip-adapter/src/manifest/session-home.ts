import { posix } from "node:path";
import type { ClaudeConfig } from "../config/adapter-config.ts";
import type { Storage } from "./storage.ts";

/** Where Claude Code keeps its sessions and its login. */
export interface SessionHome {
  /** Null leaves it to Claude Code, which takes a folder of HOME; that one goes with the pod. */
  readonly configFolder: string | null;
  /** Names the folder for all time, by cluster, claim and place; null where it goes with the pod. */
  readonly storage: string | null;
}

const VARIABLE = "CLAUDE_CONFIG_DIR";

/**
 * On the data volume where that is a claim, in the folder where it would be if the volume were HOME: the adapter before
 * this one had it so, and its sessions go on. Only this folder is kept; caches below HOME filled shared volumes.
 */
export function sessionHomeOf({ env }: ClaudeConfig, storage: Storage, server: string): SessionHome {
  const configured = env.findLast(({ name }) => name === VARIABLE);
  if (configured?.kind === "secret-key") return { configFolder: null, storage: null };
  const { data } = storage;
  const usual = data.kind === "claim" ? posix.join(data.path, ".claude") : null;
  const configFolder = configured === undefined || configured.value === "" ? usual : configured.value;
  const place = configFolder === null ? null : storage.place(configFolder);
  return { configFolder, storage: place === null ? null : `${server} ${place}` };
}

/** What the adapter sets of its own; a configuration that names it wins. */
export function homeVariables({ configFolder }: SessionHome): readonly (readonly [string, string])[] {
  return [
    // The image says which version runs, and a pod that replaces it in the middle says nothing of it.
    ["DISABLE_AUTOUPDATER", "1"],
    ...(configFolder === null ? [] : [[VARIABLE, configFolder] as const]),
  ];
}
