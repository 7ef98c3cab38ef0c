/** Small pieces of evidence in the shapes that the real programs write. */

const session = { session_id: "11111111-1111-4111-8111-111111111111" };

export const init = line({
  type: "system",
  subtype: "init",
  cwd: "/workspace",
  model: "claude-opus-5-5",
  claude_code_version: "2.1.329",
  tools: ["Bash"],
  mcp_servers: [],
  ...session,
});

export const success = line({
  type: "result",
  subtype: "success",
  is_error: false,
  result: "All done.",
  num_turns: 1,
  duration_ms: 1200,
  duration_api_ms: 1000,
  stop_reason: "end_turn",
  total_cost_usd: 0.25,
  usage: {
    input_tokens: 1200,
    output_tokens: 34,
    cache_read_input_tokens: 0,
    cache_creation_input_tokens: 0,
  },
  ...session,
});

/** The agent says something. */
export function says(text: string): string {
  const message = {
    id: "msg_1",
    type: "message",
    role: "assistant",
    model: "claude-opus-5-5",
    content: [{ type: "text", text }],
    stop_reason: null,
    usage: { input_tokens: 1200, output_tokens: 3 },
  };
  return line({ type: "assistant", message, parent_tool_use_id: null, ...session });
}

/** A pod whose only container has ended so. */
export function podThatEnded(terminated: Readonly<Record<string, unknown>>): object {
  return {
    apiVersion: "v1",
    kind: "Pod",
    metadata: {
      name: "run-1-x",
      namespace: "agents",
      uid: "uid-1",
      creationTimestamp: "2026-11-20T20:00:00Z",
    },
    spec: { containers: [{ name: "agent", image: "agent:1", resources: { limits: { memory: "128Mi" } } }] },
    status: {
      phase: "Failed",
      startTime: "2026-11-20T20:00:00Z",
      containerStatuses: [
        {
          name: "agent",
          ready: false,
          restartCount: 0,
          image: "agent:1",
          imageID: "",
          state: {
            terminated: {
              startedAt: "2026-11-20T20:00:01Z",
              finishedAt: "2026-11-20T20:01:00Z",
              ...terminated,
            },
          },
        },
      ],
    },
  };
}

export const oomPod = podThatEnded({ exitCode: 137, reason: "OOMKilled" });

function line(event: object): string {
  return `${JSON.stringify(event)}\n`;
}
