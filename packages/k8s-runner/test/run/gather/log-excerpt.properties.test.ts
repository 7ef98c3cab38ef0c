import fc from "fast-check";
import { expect, test } from "vitest";
import { createExcerpt } from "../../../src/run/gather/log-excerpt.ts";
import { reached } from "../../../../../test/support/reached.ts";

test("for all logs and cuts, an excerpt is the log's beginning and its end in whole lines, and tells what is left out", () => {
  const seen = reached("something was left out", "everything was kept", "it begins with a line");
  const text = fc.array(fc.stringMatching(/^[a-z]{0,12}$/), { maxLength: 60 }).map((all) => all.join("\n"));
  fc.assert(
    fc.property(
      text,
      fc.array(fc.nat(30), { maxLength: 40 }),
      fc.nat(40),
      fc.nat(40),
      (log, cuts, headBytes, tailBytes) => {
        const bytes = Buffer.from(log);
        const builder = createExcerpt(headBytes, tailBytes);
        let at = 0;
        for (const cut of [...cuts, bytes.length]) {
          builder.take(bytes.subarray(at, at + cut));
          at += cut;
        }
        const { head, tail, leftOut } = builder.excerpt();
        expect(head.length + tail.length + leftOut).toBe(bytes.length);
        expect(bytes.subarray(0, head.length).equals(head)).toBe(true);
        expect(bytes.subarray(bytes.length - tail.length).equals(tail)).toBe(true);
        expect(head.length).toBe(Math.min(headBytes, bytes.length));
        expect(tail.length).toBeLessThanOrEqual(tailBytes);
        const before = bytes[bytes.length - tail.length - 1];
        if (leftOut > 0 && tail.includes(0x0a) && tail.length > 0)
          seen.when("it begins with a line", before === 0x0a);
        if (leftOut > 0 && tail.length > 0 && before !== 0x0a)
          expect(tail.includes(0x0a) && tail.length < tailBytes).toBe(false);
        seen.when("something was left out", leftOut > 0 && tail.length > 0);
        seen.when("everything was kept", leftOut === 0 && tail.length > 0);
      },
    ),
  );
  seen.expectAll();
});
