import { expect, test } from "vitest";
import { createLinePieces, HELD_BYTES } from "../../src/log/line-pieces.ts";

test("lines end at newlines and nowhere else", () => {
  expect(piecesOf("one\r\ntwo\u2028still two\n")).toEqual(["one\r\n", "two\u2028still two\n"]);
});

test("a line that is not finished is held back, and handed over whole when it is", () => {
  const { feed, held } = collect();
  expect(feed("unfin")).toEqual([]);
  expect(held()).toBe("unfin");
  expect(feed("ished\nnext")).toEqual(["unfinished\n"]);
  expect(held()).toBe("next");
});

test("of a long line only the newest bytes are held back", () => {
  const { feed, held } = collect();
  const pieces = feed("x".repeat(10 * HELD_BYTES));
  expect(pieces.join("").length).toBeGreaterThanOrEqual(8 * HELD_BYTES);
  expect(held()?.length).toBe(10 * HELD_BYTES - pieces.join("").length);
  expect(feed("\n").join("")).toBe(
    `${held() ?? ""}${"x".repeat(10 * HELD_BYTES - pieces.join("").length)}\n`,
  );
});

function piecesOf(text: string): readonly string[] {
  return collect().feed(text);
}

function collect(): { feed: (text: string) => readonly string[]; held: () => string | null } {
  const pieces = createLinePieces();
  return {
    feed(text) {
      const taken: string[] = [];
      pieces.feed(new Uint8Array(Buffer.from(text)), ({ bytes, start, end }) =>
        taken.push(Buffer.from(bytes.slice(start, end)).toString()),
      );
      return taken;
    },
    held() {
      const held = pieces.held();
      return held === null ? null : Buffer.from(held.bytes.slice(held.start, held.end)).toString();
    },
  };
}
