import { listOf, objectOf, textOf, type JsonObject } from "./fields.ts";

/** What facts need of the Messages API's own stream. */
export type PartialFact =
  | {
      readonly kind: "started";
      readonly id: string | null;
      readonly model: string | null;
      readonly usage: JsonObject | null;
    }
  | {
      readonly kind: "progressed";
      /** Null before the CLI wrote `api_message_id`; then it is the message that was started last. */
      readonly id: string | null;
      readonly stopReason: string | null;
      readonly usage: JsonObject | null;
    }
  | { readonly kind: "abandoned"; readonly id: string | null };

/** Null for the many events between a message's beginning and its end, of which no facts are made. */
export function readPartial(wire: JsonObject): PartialFact | null {
  const event = objectOf(wire["event"]) ?? {};
  const id = textOf(wire["api_message_id"]);
  switch (event["type"]) {
    case "message_start": {
      const message = objectOf(event["message"]) ?? {};
      return {
        kind: "started",
        id: textOf(message["id"]) ?? id,
        model: textOf(message["model"]),
        usage: objectOf(message["usage"]),
      };
    }
    case "message_delta": {
      const delta = objectOf(event["delta"]) ?? {};
      return {
        kind: "progressed",
        id,
        stopReason: textOf(delta["stop_reason"]),
        usage: objectOf(event["usage"]),
      };
    }
    case "message_stop":
      return listOf(wire["abandoned_blocks"]).length > 0 ? { kind: "abandoned", id } : null;
    default:
      return null;
  }
}
