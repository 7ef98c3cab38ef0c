import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import type { ServerAdapterModule } from "@paperclipai/adapter-utils";
import { expect, expectTypeOf, onTestFinished, test } from "vitest";
import { createModels, type Models } from "../../src/models/create-models.ts";
import { ANTHROPIC_MODELS, BEDROCK_MODELS } from "../../src/models/known-models.ts";

type Answer = (request: IncomingMessage, response: ServerResponse) => void;

interface Api {
  readonly env: Record<string, string>;
  readonly asked: IncomingMessage[];
  answer: Answer;
}

async function anApi(answer: Answer): Promise<Api> {
  const asked: IncomingMessage[] = [];
  const api: Api = { env: {}, asked, answer };
  const server = createServer((request, response) => {
    asked.push(request);
    api.answer(request, response);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  const { port } = addressOf(server.address());
  api.env["ANTHROPIC_BASE_URL"] = `http://127.0.0.1:${port}/`;
  api.env["ANTHROPIC_API_KEY"] = "sk-ant-test";
  return api;
}

function addressOf(address: AddressInfo | string | null): AddressInfo {
  if (address === null || typeof address === "string") throw new Error("no port");
  return address;
}

const models =
  (...data: readonly unknown[]): Answer =>
  (_, response) => {
    response.end(JSON.stringify({ data }));
  };

/** Writes for as long as somebody reads. */
function endless(_: IncomingMessage, response: ServerResponse): void {
  response.write('{"data":[]');
  const more = (): void => {
    while (!response.destroyed && response.write(" ".repeat(65_536)));
  };
  response.on("drain", more);
  more();
}

test("Without a key the models that are known are offered, and nobody is asked.", async () => {
  const { models: known, listModels, refreshModels } = createModels({});
  expect(known).toEqual(ANTHROPIC_MODELS);
  expect(await listModels()).toEqual(ANTHROPIC_MODELS);
  expect(await refreshModels()).toEqual(ANTHROPIC_MODELS);
});

test("No model is known twice.", () => {
  for (const list of [ANTHROPIC_MODELS, BEDROCK_MODELS])
    expect(new Set(list.map(({ id }) => id)).size).toBe(list.length);
});

test.each([
  { CLAUDE_CODE_USE_BEDROCK: "1" },
  { CLAUDE_CODE_USE_BEDROCK: "true" },
  { ANTHROPIC_BEDROCK_BASE_URL: "https://bedrock.example" },
])("With %o the ids are Bedrock's, and Anthropic is not asked for any.", async (env) => {
  const api = await anApi(models({ id: "claude-new" }));
  expect(await createModels({ ...api.env, ...env }).listModels()).toEqual(BEDROCK_MODELS);
  expect(api.asked).toEqual([]);
});

test("A flag that says no is no Bedrock.", () => {
  expect(createModels({ CLAUDE_CODE_USE_BEDROCK: "0", ANTHROPIC_BEDROCK_BASE_URL: "" }).models).toEqual(
    ANTHROPIC_MODELS,
  );
});

test("With a key a model that came out today is offered first, and each model once, by Anthropic's own name.", async () => {
  const api = await anApi(
    models(
      { id: "claude-new", display_name: "Claude New" },
      { id: "claude-opus-5", display_name: "Opus 5, renamed" },
      { id: "claude-bare" },
    ),
  );
  const list = await createModels(api.env).listModels();
  expect(list.slice(0, 3)).toEqual([
    { id: "claude-new", label: "Claude New" },
    { id: "claude-opus-5", label: "Opus 5, renamed" },
    { id: "claude-bare", label: "claude-bare" },
  ]);
  expect(list).toHaveLength(ANTHROPIC_MODELS.length + 2);
  expect(api.asked[0]?.headers).toMatchObject({ "x-api-key": "sk-ant-test" });
  expect(api.asked[0]?.url).toBe("/v1/models?limit=1000");
});

test("Forms that are opened one after the other ask once in a minute; who refreshes asks again.", async () => {
  let now = 0;
  const api = await anApi(models({ id: "claude-new" }));
  const { listModels, refreshModels } = createModels(api.env, () => now);
  await listModels();
  now += 59_999;
  await listModels();
  expect(api.asked).toHaveLength(1);
  await refreshModels();
  expect(api.asked).toHaveLength(2);
  now += 60_000;
  await listModels();
  expect(api.asked).toHaveLength(3);
});

test("When Anthropic does not tell, what it told before is offered, and what is known anyway.", async () => {
  const api = await anApi(models({ id: "claude-new" }));
  const { listModels, refreshModels } = createModels(api.env);
  const before = await listModels();
  api.answer = (_, response) => response.writeHead(529).end();
  expect(await refreshModels()).toEqual(before);
});

test.each<[string, Answer]>([
  ["an error", (_, response) => response.writeHead(401).end("{}")],
  ["no JSON", (_, response) => response.end("<html>")],
  ["another JSON", (_, response) => response.end('{"data":[{"id":7}]}')],
  ["an id that is no argument", models({ id: "claude\n--dangerous" })],
  ["endless", endless],
  ["a cut connection", (request) => request.socket.destroy()],
])("An answer that is %s leaves what is known.", async (_, answer) => {
  const api = await anApi(answer);
  expect(await createModels(api.env).listModels()).toEqual(ANTHROPIC_MODELS);
  expect(api.asked).toHaveLength(1);
});

test("The key does not follow where somebody else leads.", async () => {
  const elsewhere = await anApi(models({ id: "claude-stolen" }));
  const location = `${elsewhere.env["ANTHROPIC_BASE_URL"]}v1/models`;
  const api = await anApi((_, response) => response.writeHead(307, { location }).end());
  expect(await createModels(api.env).listModels()).toEqual(ANTHROPIC_MODELS);
  expect(elsewhere.asked).toEqual([]);
});

test("The model of an agent that names none is told only where the host's own variable reaches its pod.", async () => {
  const inPod = { KUBERNETES_SERVICE_HOST: "10.0.0.1" };
  expect(await createModels({ ...inPod, ANTHROPIC_MODEL: " claude-opus-5 " }).detectModel()).toEqual({
    model: "claude-opus-5",
    provider: "anthropic",
    source: "ANTHROPIC_MODEL of Paperclip's own pod",
  });
  expect(await createModels({ ANTHROPIC_MODEL: "claude-opus-5" }).detectModel()).toBeNull();
  expect(await createModels({ ...inPod, ANTHROPIC_MODEL: "" }).detectModel()).toBeNull();
  expect(await createModels({}).detectModel()).toBeNull();
});

test("It is what the host asks for.", () => {
  expectTypeOf<Models>().toExtend<Partial<ServerAdapterModule>>();
});
