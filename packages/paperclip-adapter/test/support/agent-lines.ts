const session = "b5a1f6f0-4c1e-4d0b-9b57-2f6c52b1b6aa";

/** An agent that does what it was asked for, as Claude Code 2.1 writes it. */
export const answer: readonly string[] = [
  { type: "system", subtype: "init", session_id: session, model: "claude-sonnet-4-5", tools: [] },
  {
    type: "assistant",
    session_id: session,
    message: {
      id: "msg_1",
      role: "assistant",
      model: "claude-sonnet-4-5",
      content: [{ type: "text", text: "All tests pass." }],
      stop_reason: "end_turn",
      usage: { input_tokens: 12, output_tokens: 5 },
    },
  },
  {
    type: "result",
    subtype: "success",
    is_error: false,
    result: "All tests pass.",
    session_id: session,
    num_turns: 1,
    duration_ms: 900,
    duration_api_ms: 800,
    total_cost_usd: 0.01,
    usage: { input_tokens: 12, output_tokens: 5 },
  },
].map((event) => `${JSON.stringify(event)}\n`);
