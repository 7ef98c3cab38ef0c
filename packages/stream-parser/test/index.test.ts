import { once } from "node:events";
import { createContext, runInContext } from "node:vm";
import { Worker } from "node:worker_threads";
import { expect, test } from "vitest";
import * as parser from "@runverdict/stream-parser";
import { textOf } from "./support/streams-of.ts";
import { assistant, init, result, text, toolResult, toolUse, user } from "./support/wire.ts";

test("these are the names, and no others", () => {
  expect(Object.keys(parser).toSorted()).toEqual([
    "LAST_WORD_LINES",
    "LIMITS",
    "createLastWord",
    "createObserver",
    "createParser",
    "nothingSeen",
    "observe",
    "parseTranscript",
    "wireOf",
  ]);
});

const transcript = textOf([
  "words of the entrypoint",
  init({ timestamp: "2026-11-20T19:54:19Z" }),
  assistant({ content: [text("Let me look."), toolUse("a")] }),
  user([{ ...toolResult("a"), content: "é漢😀".repeat(2000) }]),
  '{"type":"user","message":',
  result({ result: "Done.", num_turns: 2 }),
]);

/** What ECMAScript itself puts into a realm, and what this package asks of its platform. */
const enough: readonly string[] = [
  ...JSON.parse(runInContext("JSON.stringify(Object.getOwnPropertyNames(globalThis))", createContext())),
  "TextDecoder",
  "TextEncoder",
];

const inBareRealm = `
  const { parentPort, workerData } = require("node:worker_threads");
  const { transcript, enough } = workerData;
  for (const name of Object.getOwnPropertyNames(globalThis)) {
    if (!enough.includes(name)) delete globalThis[name];
  }
  const left = ["process", "Buffer", "setTimeout", "fetch", "require"].filter((name) => name in globalThis);
  import("@runverdict/stream-parser").then(
    ({ parseTranscript }) => {
      const bytes = new TextEncoder().encode(transcript);
      parentPort.postMessage({ left, stream: parseTranscript(bytes) });
    },
    (error) => parentPort.postMessage({ left, error: String(error.stack) }),
  );
`;

test("nothing is needed of the platform but the two text codecs", async () => {
  const worker = new Worker(inBareRealm, {
    eval: true,
    execArgv: ["--conditions=@runverdict/source"],
    workerData: { transcript, enough },
  });
  const [message] = await once(worker, "message");
  expect(message).toEqual({ left: [], stream: parser.parseTranscript(transcript) });
  await worker.terminate();
});
