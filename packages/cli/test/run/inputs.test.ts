import { join } from "node:path";
import { Readable } from "node:stream";
import { expect, test } from "vitest";
import { readInputs } from "../../src/run/inputs.ts";
import { folderWith } from "../support/case-folder.ts";

const world = { env: { TOKEN: "correct-horse", EMPTY: "" }, stdin: () => Readable.from(["Fix it."]) };

test("a variable is as it was said, or as it is here", async () => {
  const env = [
    { name: "TOKEN", value: null },
    { name: "EMPTY", value: null },
    { name: "TOKEN2", value: "" },
  ];
  expect(await readInputs({ env, prompt: null }, world)).toEqual({
    kind: "read",
    value: {
      env: [
        { name: "TOKEN", value: "correct-horse" },
        { name: "EMPTY", value: "" },
        { name: "TOKEN2", value: "" },
      ],
      prompt: null,
    },
  });
});

test("a prompt comes from a file, or from standard input", async () => {
  const prompt = join(folderWith({ prompt: "Fix all.\n" }), "prompt");
  expect(await readInputs({ env: [], prompt }, world)).toMatchObject({ value: { prompt: "Fix all.\n" } });
  expect(await readInputs({ env: [], prompt: "-" }, world)).toMatchObject({ value: { prompt: "Fix it." } });
});

test("what is not there is told with its cure", async () => {
  const blank = join(folderWith({ prompt: " \n" }), "prompt");
  const long = join(folderWith({ prompt: "x".repeat(1_048_570) }), "prompt");
  const small = [{ name: "TOKEN2", value: "x".repeat(6) }];
  expect(await readInputs({ env: small, prompt: long }, world)).toMatchObject({ kind: "read" });
  const sentences = await Promise.all([
    readInputs({ env: [{ name: "NOT_HERE", value: null }], prompt: null }, world),
    readInputs({ env: [], prompt: "/nowhere/prompt" }, world),
    readInputs({ env: [], prompt: blank }, world),
    readInputs({ env: [...small, { name: "ONE", value: "x" }], prompt: long }, world),
  ]);
  expect(sentences).toEqual([
    { kind: "unusable", sentence: expect.stringContaining("--env NOT_HERE: there is no such variable here") },
    { kind: "unusable", sentence: expect.stringContaining('There is no file or folder "/nowhere/prompt"') },
    { kind: "unusable", sentence: expect.stringContaining("There is no prompt in") },
    { kind: "unusable", sentence: expect.stringContaining("have 1048577 bytes together") },
  ]);
});
