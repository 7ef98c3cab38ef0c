import { execFileSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { CHUNKINGS, CONTROL, INPUTS, type Operations, SIZES } from "./workloads.ts";

const script = fileURLToPath(new URL("count-operations.ts", import.meta.url));
const output = execFileSync(process.execPath, ["--conditions=@runverdict/source", script], {
  encoding: "utf8",
  maxBuffer: 1_000_000,
});
const counted: Readonly<Record<string, Operations>> = JSON.parse(output);

function costs(name: string): readonly [Operations, Operations] {
  const [small, large] = SIZES.map((size) => counted[`${name}, ${size}`]);
  if (small === undefined || large === undefined) throw new Error(`${name} was not counted.`);
  return [small, large];
}

const workloads = Object.keys(INPUTS).flatMap((input) =>
  Object.keys(CHUNKINGS).map((chunking) => `${input}, ${chunking}`),
);

test.each(workloads)("for all sizes of %s, the work grows no faster than the input", (workload) => {
  const [small, large] = costs(workload);
  // A quadratic step would show as the square of this; a doubling buffer may cost a little more than its share.
  const growth = (large.bytes / small.bytes) * 1.25;
  const least = 2_000;
  expect(large.bytes).toBeGreaterThan(small.bytes * 2);
  expect(large.executed).toBeLessThan(small.executed * growth + least);
  expect(large.scanned).toBeLessThan(small.scanned * growth + least);
  expect(large.copied).toBeLessThan(small.copied * growth + least);
});

test.each(workloads)(
  "for all bytes of %s, each is searched and copied a bounded number of times",
  (workload) => {
    for (const { bytes, executed, scanned, copied } of costs(workload)) {
      expect(scanned / bytes).toBeLessThan(6);
      expect(copied / bytes).toBeLessThan(10);
      expect(executed / bytes).toBeLessThan(50);
    }
  },
);

test("the counting sees a reader that looks at everything again for every chunk", () => {
  const [small, large] = costs(CONTROL);
  expect(large.bytes).toBe(small.bytes * 4);
  expect(large.scanned).toBeGreaterThan(small.scanned * 14);
  expect(large.copied).toBeGreaterThan(small.copied * 14);
});
