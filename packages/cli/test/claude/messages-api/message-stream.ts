import { INPUT_TOKENS, type Block, type Message } from "./reply.ts";

/** What a message is sent with: ids are the API's, the model is the one that was asked for. */
export interface Sent {
  readonly id: string;
  readonly model: string;
}

/** A message as the API streams it, each part as the text of one server-sent event. */
export function messageStream(message: Message, sent: Sent): readonly string[] {
  const { stopReason, outputTokens } = message;
  const start = { ...whole({ ...message, content: [] }, sent), stop_reason: null, usage: usage(1) };
  const end = [
    event({
      type: "message_delta",
      delta: { stop_reason: stopReason, stop_sequence: null },
      usage: usage(outputTokens),
    }),
    event({ type: "message_stop" }),
  ];
  return [
    event({ type: "message_start", message: start }),
    ...message.content.flatMap((block, index) => blockStream(block, index, sent)),
    ...(message.isFinished ? end : []),
  ];
}

/** The same message in one piece, for a client that does not want a stream. */
export function whole({ content, stopReason, outputTokens }: Message, { id, model }: Sent): object {
  return {
    id,
    type: "message",
    role: "assistant",
    model,
    content: content.map((block, index) =>
      block.kind === "text"
        ? { type: "text", text: block.text }
        : { ...toolUse(block, index, id), input: block.input },
    ),
    stop_reason: stopReason,
    stop_sequence: null,
    usage: usage(outputTokens),
  };
}

function blockStream(block: Block, index: number, { id }: Sent): readonly string[] {
  const [opening, delta] =
    block.kind === "text"
      ? [
          { type: "text", text: "" },
          { type: "text_delta", text: block.text },
        ]
      : [toolUse(block, index, id), { type: "input_json_delta", partial_json: JSON.stringify(block.input) }];
  return [
    event({ type: "content_block_start", index, content_block: opening }),
    event({ type: "content_block_delta", index, delta }),
    event({ type: "content_block_stop", index }),
  ];
}

function toolUse({ name }: Extract<Block, { kind: "tool" }>, index: number, messageId: string): object {
  return { type: "tool_use", id: `toolu_${messageId}_${index}`, name, input: {} };
}

function usage(outputTokens: number): object {
  return {
    input_tokens: INPUT_TOKENS,
    output_tokens: outputTokens,
    cache_creation_input_tokens: 0,
    cache_read_input_tokens: 0,
  };
}

function event(data: { readonly type: string; readonly [field: string]: unknown }): string {
  return `event: ${data.type}\ndata: ${JSON.stringify(data)}\n\n`;
}
