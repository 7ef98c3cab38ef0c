import type { JsonObject } from "./json.ts";
import type { Scribe } from "./scribe.ts";
import type { Note } from "./notes.ts";

export interface UserEvent {
  readonly content: string | readonly JsonObject[];
  readonly parent?: string | null;
  readonly notes?: readonly Note[];
  readonly more?: JsonObject;
  readonly interrupt?: boolean;
}

/** Writes a user event: tool results, a prompt, or what the CLI says in the user's name. */
export function writeUser(
  run: Scribe,
  { content, parent = null, notes = [], more = {}, interrupt = false }: UserEvent,
): void {
  run.write(
    "user",
    {
      type: "user",
      message: { role: "user", content },
      ...parentField(run, parent),
      ...run.envelope(),
      ...(run.has("user-timestamp") ? { timestamp: run.now() } : {}),
      ...more,
    },
    [
      {
        kind: "user",
        main: parent === null,
        synthetic: more["isSynthetic"] === true,
        replayed: more["isReplay"] === true,
        interrupt,
      },
      ...notes,
    ],
  );
}

/** Where an event belongs: null is the main conversation, else the call whose subagent wrote it. */
export function parentField(run: Scribe, parent: string | null): JsonObject {
  return run.has("parent-tool-use-id") || parent !== null ? { parent_tool_use_id: parent } : {};
}
