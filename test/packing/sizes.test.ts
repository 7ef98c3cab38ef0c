import { expect, test } from "vitest";
import { staleSizes, writeSizes } from "../../scripts/packing/sizes.ts";

const page =
  "# a\n\n<!-- measured by `pnpm pack:check --write`; do not edit -->\n<!-- end of what is measured -->\n\nMore.\n";
const size = { name: "a", packed: 252_375, unpacked: 1_015_987, installed: 80_371_564 };

test("one package is a sentence, several are a table, and what stands around them stays", () => {
  const sentence =
    "250 kB packed, 1.0 MB unpacked (with its sources), 80.4 MB installed with all that it needs.";
  expect(writeSizes(page, [size])).toContain(sentence);
  expect(writeSizes(page, [size, { ...size, name: "b" }])).toContain("| `b` | 250 kB | 1.0 MB | 80.4 MB |");
  expect(writeSizes(page, [size])).toMatch(/^# a\n[\s\S]*\nMore\.\n$/);
});

test("to write the same twice changes nothing", () => {
  const once = writeSizes(page, [size]);
  expect(writeSizes(once, [size])).toBe(once);
});

test("a page that says nothing, or what is wrong by more than a tenth, is out of date", () => {
  expect(staleSizes("a", page, [size])).toHaveLength(1);
  const written = writeSizes(page, [size]);
  expect(staleSizes("a", written, [{ ...size, packed: 260_000, unpacked: 980_000 }])).toEqual([]);
  expect(staleSizes("a", written, [{ ...size, installed: 100_000_000 }])).toHaveLength(1);
});

test("a page without its marks is not overwritten", () => {
  expect(() => writeSizes("# a\n", [size])).toThrow(TypeError);
});
