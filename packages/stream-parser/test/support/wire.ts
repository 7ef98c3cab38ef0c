type Fields = Readonly<Record<string, unknown>>;

export const SESSION = "11111111-2222-4333-8444-555555555555";

export function init(fields: Fields = {}): Fields {
  return { type: "system", subtype: "init", session_id: SESSION, ...fields };
}

export function system(subtype: string, fields: Fields = {}): Fields {
  return { type: "system", subtype, session_id: SESSION, ...fields };
}

export function result(fields: Fields = {}): Fields {
  return { type: "result", subtype: "success", is_error: false, session_id: SESSION, ...fields };
}

export function text(words: string): Fields {
  return { type: "text", text: words };
}

export function toolUse(id: string, name = "Bash"): Fields {
  return { type: "tool_use", id, name, input: {} };
}

export function toolResult(id: string, isError = false): Fields {
  return { type: "tool_result", tool_use_id: id, content: "…", is_error: isError };
}

/** An assistant event: the fields of its message, and those beside it. */
export function assistant(message: Fields, fields: Fields = {}): Fields {
  return {
    type: "assistant",
    message: {
      id: "msg_1",
      model: "claude-x",
      role: "assistant",
      stop_reason: null,
      content: [],
      ...message,
    },
    parent_tool_use_id: null,
    session_id: SESSION,
    ...fields,
  };
}

export function user(content: unknown, fields: Fields = {}): Fields {
  return {
    type: "user",
    message: { role: "user", content },
    parent_tool_use_id: null,
    session_id: SESSION,
    ...fields,
  };
}

/** One event of the Messages API's own stream. */
export function partial(event: Fields, fields: Fields = {}): Fields {
  return { type: "stream_event", event, parent_tool_use_id: null, session_id: SESSION, ...fields };
}

export function usage(input: number, output: number): Fields {
  return {
    input_tokens: input,
    output_tokens: output,
    cache_read_input_tokens: 0,
    cache_creation_input_tokens: 0,
  };
}
