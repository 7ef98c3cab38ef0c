import { posix } from "node:path";
import { fieldIn, recordsIn, textIn } from "../host/host-field.ts";
import type { Storage } from "./storage.ts";

/** The folder that the host has prepared for the task, as the pod sees it. */
export interface Workspace {
  /** Where the agent starts. */
  readonly cwd: string;
  readonly id: string | null;
  readonly source: string | null;
  readonly strategy: string | null;
  readonly repoUrl: string | null;
  readonly repoRef: string | null;
  readonly branch: string | null;
  /** Null where the pod does not have it. */
  readonly worktreePath: string | null;
  readonly agentHome: string | null;
  /** All that the host told of, those that the pod does not have without their folder. */
  readonly hints: readonly object[];
  readonly notes: readonly string[];
}

/** `home` is where an agent without a data volume starts; `configured` is a folder in the pod. */
export function workspaceOf(
  context: unknown,
  storage: Storage,
  { configured, home }: { readonly configured: string | null; readonly home: string },
): Workspace {
  const told = fieldIn(context, "paperclipWorkspace");
  const onHost = textIn(told, "cwd");
  const shared = onHost === null ? null : podPath(storage, onHost);
  const otherwise = storage.data.kind === "none" ? home : storage.data.path;
  const cwd = configured ?? shared ?? otherwise;
  return {
    cwd,
    id: textIn(told, "workspaceId"),
    source: textIn(told, "source"),
    strategy: textIn(told, "strategy"),
    repoUrl: textIn(told, "repoUrl"),
    repoRef: textIn(told, "repoRef"),
    branch: textIn(told, "branchName"),
    worktreePath: sharedPath(storage, textIn(told, "worktreePath")),
    agentHome: sharedPath(storage, textIn(told, "agentHome")),
    hints: recordsIn(context, "paperclipWorkspaces").map((hint) => hintInPod(hint, storage)),
    notes:
      onHost === null || shared !== null || configured !== null
        ? []
        : [
            `The workspace of this task is on Paperclip's own disk, which the pod does not share: the agent starts in ${cwd}, without its files.`,
          ],
  };
}

function sharedPath(storage: Storage, path: string | null): string | null {
  return path === null ? null : podPath(storage, path);
}

function podPath(storage: Storage, path: string): string | null {
  return posix.isAbsolute(path) ? storage.inPod(path) : null;
}

function hintInPod(hint: object, storage: Storage): object {
  const cwd = sharedPath(storage, textIn(hint, "cwd"));
  const others = Object.fromEntries(Object.entries(hint).filter(([key]) => key !== "cwd"));
  return cwd === null ? others : { ...others, cwd };
}
