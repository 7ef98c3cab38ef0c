import { request } from "node:http";
import { expect, onTestFinished, test } from "vitest";
import { inTurn, openMessagesApi, type MessagesApi, type Script } from "./messages-api.ts";
import { beginsToSay, fails, limitReached, runs, says, saysNothing, uses } from "./reply.ts";

async function apiThat(script: Script): Promise<MessagesApi> {
  const api = await openMessagesApi(script);
  onTestFinished(() => api.close());
  return api;
}

const user = { role: "user", content: "Do the task." };
const assistant = { role: "assistant", content: "I did." };

function ask(
  { url }: MessagesApi,
  body: object = {},
  headers: Record<string, string> = {},
): Promise<Response> {
  const wanted = { model: "claude-opus-5-5", stream: true, messages: [user], ...body };
  return fetch(`${url}/v1/messages?beta=true`, { method: "POST", headers, body: JSON.stringify(wanted) });
}

interface StreamEvent {
  readonly type: string;
  readonly [field: string]: unknown;
}

function eventsOf(text: string): readonly StreamEvent[] {
  return text.split("\n\n").flatMap((part) => {
    const [, name = "", data = ""] = /^event: (\S+)\ndata: (.+)$/.exec(part) ?? [];
    if (data === "") return [];
    const event: StreamEvent = JSON.parse(data);
    expect(event.type).toBe(name);
    return [event];
  });
}

test("a message is streamed in the events that Anthropic documents, in their order", async () => {
  const api = await apiThat(inTurn(says("Hello.")));
  const answer = await ask(api);
  const events = eventsOf(await answer.text());
  expect(answer.headers.get("content-type")).toBe("text/event-stream");
  expect(events.map(({ type }) => type)).toEqual([
    "message_start",
    "content_block_start",
    "content_block_delta",
    "content_block_stop",
    "message_delta",
    "message_stop",
  ]);
  expect(events).toMatchObject([
    {
      message: {
        id: "msg_1",
        model: "claude-opus-5-5",
        content: [],
        stop_reason: null,
        usage: { input_tokens: 1200, output_tokens: 1 },
      },
    },
    { index: 0, content_block: { type: "text", text: "" } },
    { index: 0, delta: { type: "text_delta", text: "Hello." } },
    { index: 0 },
    { delta: { stop_reason: "end_turn" }, usage: { output_tokens: 30 } },
    {},
  ]);
});

test("a tool's input comes as the JSON text of a delta, and the turn stops for it", async () => {
  const api = await apiThat(inTurn(runs("echo hi")));
  const events = eventsOf(await (await ask(api)).text());
  expect(events[1]).toMatchObject({
    content_block: { type: "tool_use", id: "toolu_msg_1_0", name: "Bash", input: {} },
  });
  const { partial_json: input }: { partial_json: string } = Object(events[2]?.["delta"]);
  expect(JSON.parse(input)).toEqual({ command: "echo hi", description: "Run it" });
  expect(events[4]).toMatchObject({ delta: { stop_reason: "tool_use" } });
});

test("who wants no stream gets the whole message", async () => {
  const api = await apiThat(inTurn(uses("Read", { file_path: "notes.txt" })));
  expect(await (await ask(api, { stream: false })).json()).toMatchObject({
    type: "message",
    role: "assistant",
    content: [{ type: "tool_use", name: "Read", input: { file_path: "notes.txt" } }],
    stop_reason: "tool_use",
    usage: { output_tokens: 30 },
  });
});

test("the turn is counted in the conversation: a repeated request gets the same reply, and the last one stays", async () => {
  const api = await apiThat(inTurn(says("first"), saysNothing));
  const isFirst: boolean[] = [];
  for (const messages of [[user], [user], [user, assistant, user], [user, assistant, user, assistant, user]])
    isFirst.push((await (await ask(api, { messages })).text()).includes("first"));
  expect(isFirst).toEqual([true, true, false, false]);
  expect(api.asked.map(({ turn }) => turn)).toEqual([0, 0, 1, 2]);
});

test("a message that is not finished holds its connection until the API is closed", async () => {
  const api = await openMessagesApi(inTurn(beginsToSay("I was about to")));
  const reader = (await ask(api)).body?.pipeThrough(new TextDecoderStream()).getReader();
  let said = "";
  while (!said.includes("content_block_stop")) said += (await reader?.read())?.value ?? "";
  const more = reader?.read();
  await api.close();
  await expect(more).rejects.toThrow("terminated");
  expect(said).not.toContain("message_stop");
});

test("silence is a connection without an answer", async () => {
  const api = await openMessagesApi(inTurn({ kind: "silence" }));
  const answer = ask(api);
  while (api.asked.length === 0) await new Promise((resolve) => setTimeout(resolve, 1));
  await api.close();
  await expect(answer).rejects.toThrow("fetch failed");
});

test("an error has its status, its headers and the shape that clients read", async () => {
  const api = await apiThat(inTurn(fails(529, "overloaded_error", "Overloaded")));
  const answer = await ask(api);
  expect(answer.status).toBe(529);
  expect(await answer.json()).toMatchObject({
    type: "error",
    error: { type: "overloaded_error", message: "Overloaded" },
  });
  const limited = await ask(await apiThat(inTurn(limitReached(Date.UTC(2030, 0, 1)))));
  expect(limited.status).toBe(429);
  expect(limited.headers.get("anthropic-ratelimit-unified-reset")).toBe("1893456000");
});

test("whoever asks says who it is, by a key or by a login", async () => {
  const api = await apiThat(inTurn(says("Hello.")));
  await ask(api, {}, { "x-api-key": "a-key" });
  await ask(api, {}, { authorization: "Bearer a-login" });
  await ask(api);
  expect(api.asked.map(({ credential }) => credential)).toEqual(["a-key", "a-login", null]);
});

test("what is no request for a message is refused, and what is none at all is kept as strange", async () => {
  const api = await apiThat(inTurn(says("Hello.")));
  expect((await ask(api, { messages: "none" })).status).toBe(400);
  expect((await fetch(`${api.url}/v1/models`)).status).toBe(404);
  expect(api.asked).toEqual([]);
  expect(api.strange).toEqual(["GET /v1/models"]);
});

test("a connection to elsewhere that goes by it as a proxy is refused and kept as strange", async () => {
  const api = await apiThat(inTurn(says("Hello.")));
  const status = await new Promise((resolve, reject) => {
    const tunnel = request(api.url, { method: "CONNECT", path: "elsewhere.example:443" });
    tunnel.on("connect", ({ statusCode }) => resolve(statusCode)).on("error", reject);
    tunnel.end();
  });
  expect(status).toBe(403);
  expect(api.strange).toEqual(["CONNECT elsewhere.example:443"]);
});
