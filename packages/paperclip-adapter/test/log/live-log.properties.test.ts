import { parseTranscript } from "@runverdict/stream-parser";
import { chunkings, cleanTranscript, noisyTranscript } from "@runverdict/stream-parser/arbitraries";
import fc from "fast-check";
import { expect, test } from "vitest";
import { reached } from "../../../../test/support/reached.ts";
import { createLiveLog, type LiveLogOptions } from "../../src/log/live-log.ts";
import { answers, calls, line, result, says } from "../support/claude-lines.ts";
import { createHandClock } from "../../../k8s-runner/test/cluster/support/hand-clock.ts";
import { createRunLog, type RunLog } from "../host-double/run-log.ts";

const formats = ["readable", "stream-json"] as const;
const CHUNK = 64 * 1024;

async function logged(
  chunks: Iterable<Uint8Array>,
  options: Pick<LiveLogOptions, "format"> & Partial<LiveLogOptions>,
): Promise<RunLog> {
  const host = createRunLog();
  const log = createLiveLog({ secrets: [], onLog: host.onLog, clock: createHandClock(), ...options });
  for (const chunk of chunks) log.output(chunk);
  await log.end();
  return host;
}

test("for all cuts of a transcript the lines are the same, in order and without a NUL", async () => {
  const seen = reached("several chunks", "a tool", "a foreign line");
  await fc.assert(
    fc.asyncProperty(
      noisyTranscript(cleanTranscript()).chain(({ bytes }) => fc.tuple(fc.constant(bytes), chunkings(bytes))),
      fc.constantFrom(...formats),
      async ([bytes, chunks], format) => {
        const whole = await logged([bytes], { format });
        const cut = await logged(chunks, { format });
        seen.when("several chunks", chunks.length > 1);
        seen.when("a tool", /^tool 1/m.test(cut.stdout()));
        seen.when("a foreign line", parseTranscript(bytes).counts.byKind.text > 0);
        expect(cut.stdout()).toBe(whole.stdout());
        expect(cut.stdout()).not.toContain("\0");
        expect(cut.overlaps()).toBe(0);
      },
    ),
  );
  seen.expectAll();
});

test("for all lines the raw form is what was written but for NULs, in chunks of at most 64 KiB", async () => {
  const seen = reached("a NUL", "two chunks", "a line of several chunks", "characters of several bytes");
  await fc.assert(
    fc.asyncProperty(fc.array(anyLine(), { maxLength: 5 }), async (lines) => {
      const text = lines.map((one) => `${one}\n`).join("");
      const { chunks, stdout } = await logged([Buffer.from(text)], { format: "stream-json" });
      const unended = chunks.filter((chunk) => !chunk.text.endsWith("\n"));
      seen.when("a NUL", text.includes("\0"));
      seen.when("two chunks", chunks.length > 1);
      seen.when("a line of several chunks", unended.length > 0);
      seen.when(
        "characters of several bytes",
        unended.some((chunk) => chunk.text.includes("😀")),
      );
      expect(stdout()).toBe(text.replaceAll("\0", ""));
      for (const chunk of chunks) expect(Buffer.byteLength(chunk.text)).toBeLessThanOrEqual(CHUNK);
      for (const chunk of unended) {
        // A line is cut only where it is too long by itself, and the chunk is full: a character has up to four bytes.
        expect(chunk.text).not.toContain("\n");
        expect(Buffer.byteLength(chunk.text)).toBeGreaterThan(CHUNK - 4);
      }
    }),
  );
  seen.expectAll();
});

test("for all secrets none is found in the log, however the program wrote it and the log was cut", async () => {
  const seen = reached("with quotes", "with several lines", "beyond ASCII", "in a long output");
  await fc.assert(
    fc.asyncProperty(
      anySecret(),
      fc.constantFrom("", "x".repeat(3000)),
      fc.constantFrom(...formats),
      fc.integer({ min: 1, max: 7 }),
      async (secret, padding, format, every) => {
        const json = JSON.stringify({ key: secret });
        const text =
          says(`The key: ${secret}`) +
          calls("t1", "Bash", { command: `login ${secret}` }) +
          answers("t1", `${padding}${json}\n${secret}${padding}`) +
          line({ type: "system", subtype: "informational", content: secret }) +
          `${secret}\n${json}\n` +
          result({ result: json });
        const bytes = Buffer.from(text);
        const pieces = Array.from({ length: Math.ceil(bytes.length / every) }, (_, index) =>
          bytes.subarray(index * every, (index + 1) * every),
        );
        const log = (await logged(pieces, { format, secrets: [secret] })).stdout();
        seen.when("with quotes", secret.includes('"'));
        seen.when("with several lines", secret.includes("\n"));
        seen.when("beyond ASCII", /[^ -~\n]/.test(secret));
        seen.when("in a long output", padding !== "");
        expect(log).toContain("[redacted]");
        for (const part of secret.split("\n")) {
          expect(log).not.toContain(part);
          expect(log).not.toContain(JSON.stringify(part).slice(1, -1));
        }
      },
    ),
  );
  seen.expectAll();
});

function anyLine(): fc.Arbitrary<string> {
  const short = fc.string({ unit: fc.constantFrom("a", "é", "😀", "\0", "\r", " ", '"') });
  return fc.oneof(
    short,
    short.map((text) => `${text}😀`.repeat(20_000).slice(0, 70_000).toWellFormed()),
    short.map((text) => `${text}x`.repeat(2000)),
  );
}

/** Its lines are no words of our own, and long enough to be a secret's. */
function anySecret(): fc.Arbitrary<string> {
  const part = fc
    .string({
      unit: fc.constantFrom("k", "7", '"', "\\", "é", "/", "+", "$", "😀"),
      minLength: 4,
      maxLength: 20,
    })
    .map((text) => `S3:${text}:`);
  return fc.array(part, { minLength: 1, maxLength: 3 }).map((parts) => parts.join("\n"));
}
