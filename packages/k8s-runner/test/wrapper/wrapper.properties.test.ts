import { createHash } from "node:crypto";
import fc from "fast-check";
import { expect, test } from "vitest";
import { FRAME_BYTES } from "../../src/log/frame.ts";
import { reached } from "../../../../test/support/reached.ts";
import { js, startWrapped } from "./wrapped.ts";

/** Each run starts three processes, so that there are few; the examples see to it that they meet what matters. */
const numRuns = 6;

/** Bytes as agents write them and as they should not: lines of any length, newlines in a row, no text at all. */
const letter = fc.constantFrom("a", "é", "\n", "\n", "\r\n", "$", "+", "\0", "😀", "@rv1.n0nce4tests 0 ");
const bytes: fc.Arbitrary<Uint8Array> = fc.oneof(
  fc.string({ unit: letter }).map((text) => Buffer.from(text)),
  fc.integer({ min: FRAME_BYTES - 200, max: 3 * FRAME_BYTES }).map((length) => Buffer.alloc(length, "long")),
  fc.uint8Array({ maxLength: 40 }),
);

interface Write {
  readonly fd: 1 | 2;
  readonly bytes: Uint8Array;
}

const writes: fc.Arbitrary<readonly Write[]> = fc.array(fc.record({ fd: fc.constantFrom(1, 2), bytes }), {
  maxLength: 30,
  size: "max",
});

/** Replays the writes of a plan. */
const scripted = js(`
  for (const [fd, text] of JSON.parse(fs.readFileSync("FOLDER/plan", "utf8")))
    fs.writeSync(fd, Buffer.from(text, "base64"));`);

const plan = (all: readonly Write[]): string =>
  JSON.stringify(all.map((one) => [one.fd, Buffer.from(one.bytes).toString("base64")]));

const written = (all: readonly Write[], fd: 1 | 2): Buffer =>
  Buffer.concat(all.filter((one) => one.fd === fd).map((one) => one.bytes));

const theWorst: readonly Write[] = [
  { fd: 1, bytes: Buffer.from("both\r\n") },
  { fd: 2, bytes: Buffer.from("at once") },
  { fd: 1, bytes: Buffer.alloc(3 * FRAME_BYTES, "long") },
];

test("for all that an agent writes, the decoder gets it back from the frames byte for byte", async () => {
  const seen = reached("a line of several frames", "an unfinished end", "both streams", "a carriage return");
  await fc.assert(
    fc.asyncProperty(writes, async (all) => {
      const run = await startWrapped(scripted, { files: { plan: plan(all) } }).ended;
      const [stdout, stderr] = [written(all, 1), written(all, 2)];
      seen.when("a line of several frames", run.bytes.includes("+\n"));
      seen.when("an unfinished end", stdout.length > 0 && stdout.at(-1) !== 0x0a);
      seen.when("both streams", stdout.length > 0 && stderr.length > 0);
      seen.when("a carriage return", stdout.includes("\r\n"));
      expect(run.faults).toEqual([]);
      expect(run.foreign).toEqual([]);
      expect(run.stdout.equals(stdout)).toBe(true);
      expect(run.stderr.equals(stderr)).toBe(true);
      expect(run.end).toMatchObject({
        stdoutBytes: stdout.length,
        stderrBytes: stderr.length,
        stdoutSha256: createHash("sha256").update(stdout).digest("hex"),
      });
      expect(run.message?.stdoutLines).toBe(stdout.filter((byte) => byte === 0x0a).length);
    }),
    { numRuns, examples: [[theWorst]] },
  );
  seen.expectAll();
});

const word = fc.constantFrom("type", "result", "other", 'quo"te', "back\\slash", "");
const { json } = fc.letrec<{ json: unknown }>((tie) => ({
  json: fc.oneof(
    { depthSize: "small" },
    word,
    fc.constantFrom(null, true, 1),
    fc.array(tie("json"), { maxLength: 3 }),
    fc.dictionary(word, tie("json"), { maxKeys: 4 }),
    fc.record({ other: tie("json"), type: word }),
  ),
}));

test("for all JSON that an agent writes in lines, its last word is what a JSON parser finds", async () => {
  const seen = reached("a last word", "a near miss", "not the first field");
  await fc.assert(
    fc.asyncProperty(fc.array(json, { maxLength: 12, size: "max" }), async (values) => {
      const lines = values.map((one) => JSON.stringify(one));
      const final = lines.filter((line) => isFinal(JSON.parse(line)));
      seen.when("a last word", final.length > 0);
      seen.when("a near miss", final.join("") !== lines.filter((line) => line.includes("result")).join(""));
      seen.when("not the first field", final.join("").startsWith('{"other"'));
      const finalWord = { field: "type", final: ["result"], resumed: [], lingerMs: 1_000_000 };
      const files = { lines: lines.map((line) => `${line}\n`).join("") };
      const run = await startWrapped(["cat", "FOLDER/lines"], { files, config: { finalWord } }).ended;
      expect(run.message?.lastWord).toBe(final.at(-1)?.slice(0, 600) ?? null);
    }),
    { numRuns, examples: [[[{ other: 1, type: "result" }, { other: { type: "result" } }]]] },
  );
  seen.expectAll();
});

function isFinal(value: unknown): boolean {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return false;
  return "type" in value && value.type === "result";
}

const part = fc.constantFrom("said", '"\\', "\n", "\u0007", "\u202E", "\u001B[31m", "😀".repeat(200));
const complaint = fc.array(part, { maxLength: 40, size: "max" }).map((parts) => parts.join(""));

test("for all that an agent says on stderr, the termination message fits, and ends with the end of it", async () => {
  const seen = reached("cut", "whole", "colours");
  await fc.assert(
    fc.asyncProperty(complaint, fc.integer({ min: 1024, max: 4096 }), async (text, most) => {
      const files = { plan: plan([{ fd: 2, bytes: Buffer.from(text) }]) };
      const config = { maxTerminationMessageBytes: most };
      const run = await startWrapped(scripted, { files, config }).ended;
      const tail = run.message?.stderrTail ?? "";
      seen.when("cut", tail.length > 0 && tail.length < text.length / 2);
      seen.when("whole", tail === text);
      seen.when("colours", text.includes("\u001B[31m"));
      expect(Buffer.byteLength(run.messageText)).toBeLessThanOrEqual(most);
      expect(run.messageText).toMatch(/^[^\p{C}]+\n$/u);
      expect(run.message).toMatchObject({ phase: "done", stderr: { bytes: Buffer.byteLength(text) } });
      expect(kept(text).endsWith(kept(tail))).toBe(true);
      expect(kept(text) === "" || tail !== "").toBe(true);
    }),
    {
      numRuns,
      examples: [
        ["plain words\n", 1024],
        ["\u001B[31m😀\\".repeat(600), 4096],
      ],
    },
  );
  seen.expectAll();
});

const kept = (text: string): string => text.replace(/[^😀\\]/gu, "");
