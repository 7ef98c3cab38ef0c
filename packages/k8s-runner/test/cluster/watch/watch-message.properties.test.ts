import fc from "fast-check";
import { expect, test } from "vitest";
import { readMessages, type WatchMessage } from "../../../src/cluster/watch/watch-message.ts";
import { reached } from "../../../../../test/support/reached.ts";

async function messagesOf(chunks: readonly Uint8Array[]): Promise<readonly WatchMessage[]> {
  async function* given(): AsyncGenerator<Uint8Array> {
    yield* chunks;
  }
  const messages: WatchMessage[] = [];
  for await (const message of readMessages(given())) messages.push(message);
  return messages;
}

function line(name: string, version: number): string {
  const metadata = { name, uid: `uid-${version}`, resourceVersion: String(version) };
  return JSON.stringify({ type: "ADDED", object: { kind: "Pod", metadata } });
}

test("for all chunks of a watch, its messages are its lines, and a line without an end is none", async () => {
  const met = reached("many chunks a line", "many lines a chunk", "a tail");
  const inputs = fc.record({
    names: fc.array(fc.string({ unit: "grapheme", minLength: 1, maxLength: 12 }), { maxLength: 8 }),
    tail: fc.nat(20),
    sizes: fc.array(fc.integer({ min: 1, max: 200 }), { minLength: 1, maxLength: 8 }),
  });
  await fc.assert(
    fc.asyncProperty(inputs, async ({ names, tail, sizes }) => {
      const lines = names.map((name, index) => line(name, index + 1));
      const bytes = Buffer.from(lines.map((one) => `${one}\n`).join("") + line("late", 99).slice(0, tail));
      const chunks: Uint8Array[] = [];
      for (let at = 0; at < bytes.length;) {
        const size = sizes[chunks.length % sizes.length] ?? 1;
        chunks.push(bytes.subarray(at, at + size));
        at += size;
      }
      const messages = await messagesOf(chunks);
      expect(messages.map((one) => (one.kind === "changed" ? one.event.object.name : one.kind))).toEqual(
        names,
      );
      met.when("many chunks a line", chunks.length > 2 * names.length && names.length > 0);
      met.when("many lines a chunk", chunks.length < names.length);
      met.when("a tail", tail > 0);
    }),
  );
  met.expectAll();
});

test("for all lines that are no message of a watch, it says so and goes on", async () => {
  await fc.assert(
    fc.asyncProperty(fc.json(), async (json) => {
      const [first, second] = await messagesOf([Buffer.from(`${json}\n${line("one", 1)}\n`)]);
      expect(first).toEqual({ kind: "garbled" });
      expect(second).toMatchObject({ kind: "changed" });
    }),
  );
});

test("for all objects that a known type of message comes with, or none, it is read or garbled, and never throws", async () => {
  const met = reached("an error without an object", "garbled", "understood");
  const inputs = fc.record(
    {
      type: fc.constantFrom("ADDED", "MODIFIED", "DELETED", "BOOKMARK", "ERROR"),
      object: fc.oneof(
        fc.jsonValue(),
        fc.record({ code: fc.jsonValue(), message: fc.jsonValue(), metadata: fc.jsonValue() }),
        fc.record({ metadata: fc.record({ resourceVersion: fc.string() }) }),
      ),
    },
    { requiredKeys: ["type"] },
  );
  await fc.assert(
    fc.asyncProperty(inputs, async (message) => {
      const [first, second] = await messagesOf([
        Buffer.from(`${JSON.stringify(message)}\n${line("one", 1)}\n`),
      ]);
      expect(second).toMatchObject({ kind: "changed" });
      if (message.type === "ERROR") expect(first?.kind).toBe("error");
      met.when("an error without an object", message.type === "ERROR" && !("object" in message));
      met.when("garbled", first?.kind === "garbled");
      met.when("understood", first?.kind === "bookmark");
    }),
    // It ended the loop of the watch, and with it the process.
    { examples: [[{ type: "ERROR" }]] },
  );
  met.expectAll();
});
