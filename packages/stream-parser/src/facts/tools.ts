import type { AssistantEvent, UserEvent } from "../events.ts";
import type { Limits } from "../limits.ts";
import type { ToolCall } from "../parsed-stream.ts";
import type { WireResult } from "../wire/result.ts";
import { addLast, shortOrNull, shortText } from "./bounded.ts";
import type { Draft } from "./draft.ts";

/**
 * Where calls never get their results, the newest open ones are kept: they are the ones that may still run. A call that
 * stands in the log twice, because the log was read again from an earlier line, is open once.
 */
export function addToolCalls({ tools, limits }: Draft, event: AssistantEvent): void {
  for (const block of event.message.blocks) {
    if (block.type !== "tool_use") continue;
    const call = {
      id: shortText(block.id, limits),
      name: shortText(block.name, limits),
      line: event.line,
      parentToolUseId: shortOrNull(event.parentToolUseId, limits),
    };
    tools.started += 1;
    removeCall(tools.open, call.id);
    addLast(tools.open, call, limits.openTools);
  }
}

/** Parallel calls may end in any order, so a result is matched by the id of its call. */
export function addToolResults({ tools, limits }: Draft, event: UserEvent): void {
  for (const { toolUseId, isError } of event.toolResults) {
    tools.finished += 1;
    if (isError) tools.failed += 1;
    removeCall(tools.open, shortText(toolUseId, limits));
  }
}

/** In order, because the oldest call is nearly always the one that ends. */
function removeCall(open: ToolCall[], id: string): void {
  let index = 0;
  while (index < open.length && open[index]?.id !== id) index += 1;
  if (index < open.length) open.splice(index, 1);
}

export function addDenial({ tools, limits }: Draft, toolName: string | null): void {
  tools.denied += 1;
  tools.deniedTools = withNames(tools.deniedTools, [toolName], limits);
}

/** A result repeats the denials of its run so far, and those that had events too: the longer list counts. */
export function addDenials({ tools, limits }: Draft, { permission_denials: denials }: WireResult): void {
  if (denials.length === 0) return;
  const names = denials.map((denial) => denial.tool_name);
  tools.denied = Math.max(tools.denied, denials.length);
  tools.deniedTools = withNames(tools.deniedTools, names, limits);
}

function withNames(known: readonly string[], names: readonly (string | null)[], limits: Limits): string[] {
  const all = new Set(known);
  for (const name of names) {
    if (name !== null && all.size < limits.entries) all.add(shortText(name, limits));
  }
  return [...all];
}
