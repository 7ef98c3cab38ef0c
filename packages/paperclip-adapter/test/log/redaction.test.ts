import { expect, test } from "vitest";
import { createRedaction } from "../../src/log/redaction.ts";

test("a secret goes, whatever stands around it", () => {
  expect(createRedaction(["s3cr.t-9"])("a s3cr.t-9b s3crxt-9")).toBe("a [redacted]b s3crxt-9");
});

test("a secret is known in JSON, in JSON that stands in JSON, and as ASCII", () => {
  const secret = 'pä"ss\\42';
  const redact = createRedaction([secret]);
  const once = JSON.stringify({ secret });
  const twice = JSON.stringify({ once });
  const thrice = JSON.stringify({ twice });
  expect(redact(once)).toBe('{"secret":"[redacted]"}');
  expect(redact(twice)).not.toContain("42");
  expect(redact(thrice)).not.toContain("42");
  expect(redact(once.replace("ä", "\\u00e4"))).toBe('{"secret":"[redacted]"}');
  expect(createRedaction(["ab/cd/42"])("ab\\/cd\\/42")).toBe("[redacted]");
});

test("of two secrets of which one begins the other, the longer one goes whole", () => {
  expect(createRedaction(["token-1", "token-1-long"])("token-1-long")).toBe("[redacted]");
});

test("each line of a secret of several lines goes by itself too", () => {
  const key = "-----BEGIN KEY-----\nMIIB+1234/==\n-----END KEY-----\n";
  const redact = createRedaction([key]);
  expect(redact("  2 | MIIB+1234/==")).toBe("  2 | [redacted]");
  expect(redact(JSON.stringify({ key }))).toBe('{"key":"[redacted]\\n"}');
});

test("what a log holds for its own sake is left alone", () => {
  const values = ["true", "8080", "production", "result", "1000000", "/var/lib/agent", "LOG_LEVEL", ""];
  const text = values.join(" ");
  expect(createRedaction(values)(text)).toBe(text);
});

test("a run without secrets has nothing to mask", () => {
  expect(createRedaction([])("anything")).toBe("anything");
});
