import { expect, test } from "vitest";
import { aWrapper, problemPaths } from "../support/a-run.ts";
import type { NearMisses } from "../support/near-miss.ts";

const file = (path: string) => ({ path, text: "", sensitive: false });
const secret = (value: string) => [{ kind: "secret", name: "T", value }] as const;
const mebibyte = 1_048_576;

const cases: NearMisses = {
  "a file above the inputs": {
    refused: { files: [file("../x")] },
    at: "files[0].path",
    allowed: { files: [file("x..")] },
  },
  "a file with an absolute path": {
    refused: { files: [file("/etc/passwd")] },
    at: "files[0].path",
    allowed: { files: [file("etc/passwd")] },
  },
  "a file in the prompt's place": {
    refused: { prompt: "x", files: [file("prompt")] },
    at: "files[0].path",
    allowed: { prompt: null, files: [file("prompt")] },
  },
  "a file below the prompt": {
    refused: { prompt: "x", files: [file("prompt/y")] },
    at: "files[0].path",
    allowed: { prompt: "x", files: [file("prompts/y")] },
  },
  "a file that is there twice": {
    refused: { files: [file("a"), file("a")] },
    at: "files[1].path",
    allowed: { files: [file("a"), file("b")] },
  },
  "a wrapper's file in a folder": {
    refused: { wrapper: aWrapper({ "a/w": "" }) },
    at: 'wrapper.files["a/w"]',
    allowed: { wrapper: aWrapper({ "w.cjs": "" }) },
  },
  "a prompt with half a character": {
    refused: { prompt: "a\ud83d" },
    at: "prompt",
    allowed: { prompt: "a\ud83d\ude00\u0000" },
  },
  "a secret with a NUL in it": {
    refused: { env: secret("\0") },
    at: "env[0].value",
    allowed: { env: secret("\n") },
  },
  // Seen: a program starts with A=… of 131,069 characters after the "=", and with one more it does not (E2BIG).
  "a variable that no kernel takes with its name": {
    refused: { env: [{ kind: "secret", name: "A", value: "x".repeat(131_070) }] },
    at: "env[0].value",
    allowed: { env: [{ kind: "secret", name: "A", value: "x".repeat(131_069) }] },
  },
  "a byte more than a Secret holds": {
    refused: { prompt: "é".repeat(mebibyte / 2) + "x" },
    at: "prompt",
    allowed: { prompt: "é".repeat(mebibyte / 2) },
  },
};

test.each(Object.entries(cases))("%s is refused, and its neighbour is not", (_, { refused, at, allowed }) => {
  expect(problemPaths(refused)).toEqual([at]);
  expect(problemPaths(allowed)).toEqual([]);
});
