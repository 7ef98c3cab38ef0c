/** Lines as Claude Code writes them, as small as they may be. */
export const sessionId = "11111111-1111-4111-8111-111111111111";

type Block = Readonly<Record<string, unknown>>;

export function init(): string {
  return line({
    type: "system",
    subtype: "init",
    model: "claude-x",
    cwd: "/workspace",
    session_id: sessionId,
  });
}

export function says(text: string, parent: string | null = null): string {
  return assistant([{ type: "text", text }], parent);
}

export function calls(id: string, name: string, input: unknown, parent: string | null = null): string {
  return assistant([{ type: "tool_use", id, name, input }], parent);
}

export function answers(id: string, content: unknown, isError = false): string {
  return user([{ type: "tool_result", tool_use_id: id, content, is_error: isError }]);
}

export function assistant(content: readonly Block[], parent: string | null = null): string {
  return line({ type: "assistant", message: { id: "msg_1", content }, parent_tool_use_id: parent });
}

export function user(content: unknown, parent: string | null = null): string {
  return line({ type: "user", message: { content }, parent_tool_use_id: parent });
}

export function result(fields: Block = {}): string {
  return line({
    type: "result",
    subtype: "success",
    is_error: false,
    num_turns: 2,
    duration_ms: 12_300,
    total_cost_usd: 0.0123,
    usage: { input_tokens: 1200, output_tokens: 34, cache_read_input_tokens: 5 },
    ...fields,
  });
}

export function system(subtype: string, fields: Block = {}): string {
  return line({ type: "system", subtype, ...fields });
}

export function line(event: Block): string {
  return `${JSON.stringify(event)}\n`;
}
