import type { AssistantEvent, UserEvent } from "../events.ts";
import type { Limits } from "../limits.ts";
import type { ToolFacts } from "../parsed-stream.ts";
import type { AssistantMessage } from "../wire/assistant.ts";
import type { WireResult } from "../wire/result.ts";
import { shortOrNull, shortText, withLast } from "./bounded.ts";

/**
 * Where calls never get their results, the newest open ones are kept: they are the ones that may still run. A call that
 * stands in the log twice, because the log was read again from an earlier line, is open once.
 */
export function toolsAfterAssistant(
  tools: ToolFacts,
  event: AssistantEvent,
  message: AssistantMessage,
  limits: Limits,
): ToolFacts {
  let { started, open } = tools;
  for (const block of message.blocks) {
    if (block.type !== "tool_use") continue;
    const call = {
      id: shortText(block.id, limits),
      name: shortText(block.name, limits),
      line: event.line,
      parentToolUseId: shortOrNull(event.parentToolUseId, limits),
    };
    started += 1;
    open = withLast(withoutCall(open, call.id), call, limits.openTools);
  }
  return started === tools.started ? tools : { ...tools, started, open };
}

/** Parallel calls may end in any order, so a result is matched by the id of its call. */
export function toolsAfterUser(tools: ToolFacts, event: UserEvent, limits: Limits): ToolFacts {
  let { failed, open } = tools;
  for (const { toolUseId, isError } of event.toolResults) {
    if (isError) failed += 1;
    open = withoutCall(open, shortText(toolUseId, limits));
  }
  const finished = tools.finished + event.toolResults.length;
  return finished === tools.finished ? tools : { ...tools, finished, failed, open };
}

/** In order, because the oldest call is nearly always the one that ends. */
function withoutCall(open: ToolFacts["open"], id: string): ToolFacts["open"] {
  let index = 0;
  while (index < open.length && open[index]?.id !== id) index += 1;
  return index === open.length ? open : open.toSpliced(index, 1);
}

export function toolsAfterDenial(tools: ToolFacts, toolName: string | null, limits: Limits): ToolFacts {
  return {
    ...tools,
    denied: tools.denied + 1,
    deniedTools: withNames(tools.deniedTools, [toolName], limits),
  };
}

/** A result repeats the denials of its run so far, and those that had events too: the longer list counts. */
export function toolsAfterResult(tools: ToolFacts, wire: WireResult, limits: Limits): ToolFacts {
  const denials = wire.permission_denials;
  if (denials.length === 0) return tools;
  const names = denials.map((denial) => denial.tool_name);
  return {
    ...tools,
    denied: Math.max(tools.denied, denials.length),
    deniedTools: withNames(tools.deniedTools, names, limits),
  };
}

function withNames(
  known: readonly string[],
  names: readonly (string | null)[],
  limits: Limits,
): readonly string[] {
  const all = new Set(known);
  for (const name of names) {
    if (name !== null && all.size < limits.entries) all.add(shortText(name, limits));
  }
  return [...all];
}
