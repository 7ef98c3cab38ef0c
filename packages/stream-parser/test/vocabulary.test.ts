import { expect, test } from "vitest";
import { beginsLikeEvent, isInBandMessage, isKnownType, kindOf } from "../src/vocabulary.ts";

test.each([
  ["assistant", "assistant"],
  ["user", "user"],
  ["system", "system"],
  ["stream_event", "partial"],
  ["result", "result"],
  ["tool_progress", "tool-progress"],
  ["rate_limit_event", "rate-limit"],
  ["control_request", "control"],
  ["control_response", "control"],
  ["control_cancel_request", "control"],
  ["keep_alive", "control"],
  ["command_lifecycle", "control"],
  ["tool_use_summary", "notice"],
  ["prompt_suggestion", "notice"],
  ["auth_status", "notice"],
  ["conversation_reset", "notice"],
  ["active_goal", "notice"],
])("the type %s makes events of the kind %s", (type, kind) => {
  expect(kindOf(type)).toBe(kind);
  expect(isKnownType(type)).toBe(true);
});

test.each(["error", "message", "toString", ""])("the type %s is not known", (type) => {
  expect(kindOf(type)).toBe("unrecognised");
  expect(isKnownType(type)).toBe(false);
});

test("an event is told by the key it begins with", () => {
  expect(beginsLikeEvent('{"type":"assistant","mess')).toBe(true);
  expect(beginsLikeEvent('{"duration_api_ms":72')).toBe(true);
  expect(beginsLikeEvent('{"level":"info"')).toBe(false);
  expect(beginsLikeEvent('{ "type"')).toBe(false);
});

test("what the kubelet says in a log's own place is told by how it begins", () => {
  expect(isInBandMessage("unable to retrieve container logs for containerd://eee907d33")).toBe(true);
  expect(isInBandMessage("context canceled")).toBe(true);
  expect(isInBandMessage("the tool said: unable to retrieve container logs for x")).toBe(false);
});
