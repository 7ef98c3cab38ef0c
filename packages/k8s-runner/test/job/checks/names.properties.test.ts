import fc from "fast-check";
import { expect, test } from "vitest";
import {
  isDnsLabel,
  isDnsSubdomain,
  isInnerPath,
  isLabelValue,
  isQualifiedName,
} from "../../../src/job/checks/names.ts";
import { reached } from "../../../../../test/support/reached.ts";
import { times } from "../support/times.ts";

/** The patterns as the server's own error messages print them. */
const label = /^[a-z0-9]([-a-z0-9]*[a-z0-9])?$/;
const subdomain = /^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$/;
const qualified = /^([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]$/;
const value = /^(([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9])?$/;

test("for all texts, names are names exactly when Kubernetes says so", () => {
  const seen = reached(
    "a label",
    "a subdomain only",
    "a value only",
    "none",
    "too long",
    "a key with a prefix",
  );
  const text = fc.oneof(
    fc.stringMatching(/^[a-z0-9.-]{0,8}$/),
    fc.stringMatching(/^[A-Za-z0-9._/-]{0,8}$/),
    fc.stringMatching(/^[a-z][a-z.]{0,2}\/[A-Za-z_]{1,3}$/),
    fc.stringMatching(/^[a-z.]{60,66}$/),
    fc.string({ maxLength: 4 }),
  );
  fc.assert(
    fc.property(text, (name) => {
      seen.when("a label", isDnsLabel(name));
      seen.when("a subdomain only", isDnsSubdomain(name) && !isDnsLabel(name));
      seen.when("a value only", isLabelValue(name) && !isDnsSubdomain(name));
      seen.when("none", !isLabelValue(name) && !isQualifiedName(name));
      seen.when("too long", value.test(name) && !isLabelValue(name));
      seen.when("a key with a prefix", name.includes("/") && isQualifiedName(name));
      expect(isDnsLabel(name)).toBe(label.test(name) && name.length <= 63);
      expect(isDnsSubdomain(name)).toBe(subdomain.test(name) && name.length <= 253);
      expect(isLabelValue(name)).toBe(value.test(name) && name.length <= 63);
      const [last = "", prefix, ...more] = name.split("/").toReversed();
      expect(isQualifiedName(name)).toBe(
        more.length === 0 &&
          qualified.test(last) &&
          last.length <= 63 &&
          (prefix === undefined || (subdomain.test(prefix) && prefix.length <= 253)),
      );
    }),
    times(10),
  );
  seen.expectAll();
});

test("for all paths that are inside, resolving them leads nowhere else", () => {
  const seen = reached("inside", "outside");
  const path = fc.array(fc.constantFrom("a", "b.c", "..", ".", "", "...", "..a"), { maxLength: 4 });
  fc.assert(
    fc.property(path, (parts) => {
      const text = parts.join("/");
      const resolved = new URL(`file:///base/${text}`).pathname;
      seen.when("inside", isInnerPath(text));
      seen.when("outside", !resolved.startsWith("/base/"));
      if (isInnerPath(text)) expect(resolved).toBe(`/base/${text}`);
    }),
    times(3),
  );
  seen.expectAll();
});
