import { classify, printable, quotable } from "@runverdict/classifier";
import { describe, expect, test } from "vitest";
import { plainMessage, QUOTE_LENGTH, redacted } from "../src/quote.ts";
import { evidence, exitCode } from "./support/evidence.ts";
import { apiFailure, init, stream } from "./support/stream.ts";

/** Joined from pieces, so that no scanner takes this file for a leak. */
const secret = (...pieces: readonly string[]): string => pieces.join("");

describe("what a stranger wrote becomes one printable line", () => {
  test.each<[string, string, string]>([
    ["colours", "\u001b[1;31merror\u001b[0m", "error"],
    ["a cursor that moves", "a\u001b[2J\u001b[10;20Hb", "ab"],
    ["a title of the window", "\u001b]0;owned\u0007text", "text"],
    ["a link", "\u001b]8;;file:///x\u001b\\here\u001b]8;;\u001b\\", "here"],
    ["a title that never ends", "\u001b]0;owned", ""],
    ["an escape that is none", "\u001bplain", "plain"],
    ["a reset of the terminal", "a\u001bMb", "ab"],
    ["a lone escape at the end", "text\u001b", "text"],
    ["line feeds", "one\ntwo\r\nthree", "one two three"],
    ["tabs and runs of spaces", "a\t\tb   c", "a b c"],
    ["NUL, BEL and DEL", "a\u0000b\u0007c\u007fd", "a b c d"],
    ["C1 controls", "a\u0085b\u009bc", "a b c"],
    ["text that runs from right to left", "user\u202egnp.exe\u202c", "user gnp.exe"],
    ["isolates and marks", "\u2066a\u2069\u200eb\u061cc", "a b c"],
    ["characters without a width", "pass\u200bword\u2060\ufeff", "pass word"],
    ["line and paragraph separators", "a\u2028b\u2029c", "a b c"],
    ["lone surrogates", "a\ud800b\udc00c", "a b c"],
    ["letters of all scripts, and pictures", "naïve 日本 עברית 👩‍💻", "naïve 日本 עברית 👩 💻"],
    ["white space at both ends", "  \n text \t", "text"],
    ["nothing", "", ""],
  ])("without %s", (_, text, line) => {
    expect(printable(text)).toBe(line);
    expect(printable(line)).toBe(line);
  });
});

describe("a secret", () => {
  test.each<[string, string]>([
    ["a key of the provider", secret("sk-", "ant-api03-AbCdEf123456")],
    ["a token of GitHub", secret("gh", "p_0123456789abcdef")],
    ["a fine-grained token of GitHub", secret("github_", "pat_11ABCDEFG0123456789")],
    ["a token of GitLab", secret("gl", "pat-0123456789abcdef")],
    ["a token of Slack", secret("xo", "xb-0123456789-abcdef")],
    ["a token of npm", secret("np", "m_0123456789abcdef")],
    ["a token of DigitalOcean", secret("dop_", "v1_0123456789abcdef")],
    ["a token of Hugging Face", secret("h", "f_0123456789abcdef")],
    ["a key of Amazon", secret("AK", "IA0123456789ABCDEF")],
    ["a temporary key of Amazon", secret("AS", "IA0123456789ABCDEF")],
    ["a key of Google", secret("AI", "zaSyA0123456789abcdefghij")],
    ["a JSON web token", secret("ey", "JhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.c2lnbmF0dXJl")],
    ["a JSON web token without a signature", secret("ey", "JhbGciOiJub25lIn0.eyJzdWIiOiIxIn0")],
    ["a private key", secret("-----BEGIN RSA PRIV", "ATE KEY-----MIIEpAIBAAKCAQEA")],
  ])("is masked by its shape: %s", (_, text) => {
    expect(redacted(text)).toBe("[redacted]");
    expect(quotable(`before ${text}`)).toBe("before [redacted]");
  });

  test.each<[string, string]>([
    ["Authorization: Bearer abcdefgh.12345678", "Authorization: [redacted] [redacted]"],
    ["authorization=Basic dXNlcjpwYXNz", "authorization=[redacted] [redacted]"],
    ["bearer abcdefgh12345678", "bearer [redacted]"],
    ["x-api-key: abcd1234", "x-api-key: [redacted]"],
    ["API_KEY=abcd1234", "API_KEY=[redacted]"],
    ['"apiKey":"abcd1234"', '"apiKey":"[redacted]"'],
    ["ANTHROPIC_AUTH_TOKEN=abcd1234 next", "ANTHROPIC_AUTH_TOKEN=[redacted] next"],
    ["DB_PASSWORD=hunter2", "DB_PASSWORD=[redacted]"],
    ["AWS_SECRET_ACCESS_KEY: abcd/1234+", "AWS_SECRET_ACCESS_KEY: [redacted]"],
    ["auth_token = abcd1234, next", "auth_token = [redacted], next"],
    ["access-token:abcd1234;next", "access-token:[redacted];next"],
    ["client_secret=abcd1234&next=1", "client_secret=[redacted]&next=1"],
    ["password: hunter2", "password: [redacted]"],
    ["passwd=hunter2", "passwd=[redacted]"],
    ["token=abcd", "token=[redacted]"],
    ["secret = 'abcd1234'", "secret = '[redacted]'"],
    ["run --api-key abcd1234 --model x", "run --api-key [redacted] --model x"],
    ["login --password hunter2", "login --password [redacted]"],
    ['{\\"password\\":\\"hunter2\\"}', '{\\"password\\":\\"[redacted]"}'],
    ["https://user:hunter2@registry.invalid/v2/", "https://[redacted]@registry.invalid/v2/"],
    ["postgres://:hunter2@db", "postgres://[redacted]@db"],
  ])("is masked by its name: %s", (text, masked) => {
    expect(redacted(text)).toBe(masked);
  });

  test.each([
    "the token count is 1200",
    "token: 42",
    "password:",
    "detoken: rare, and no token of ours",
    "basic needs",
    "https://registry.invalid:5000/v2/",
    "mail user@example.invalid",
    "sk-short",
    "use --token or --password --force",
    "eyJust a word",
  ])("is not seen in: %s", (text) => {
    expect(redacted(text)).toBe(text);
  });

  test("is not masked twice", () => {
    const once = redacted("password=hunter2 token=[redacted]");
    expect(once).toBe("password=[redacted] token=[redacted]");
    expect(redacted(once)).toBe(once);
  });

  test("that stands across the end of a quote is masked before the quote is cut", () => {
    const key = secret("sk-", "ant-", "a".repeat(200));
    expect(quotable(`${"x".repeat(QUOTE_LENGTH - 10)} ${key}`)).not.toContain("sk-");
  });

  test("that an escape sequence cuts in two is masked after the sequence is gone", () => {
    expect(quotable(secret("sk-", "ant-\u001b[0mabcdefgh"))).toBe("[redacted]");
  });

  test("reaches no part of a verdict", () => {
    const key = secret("sk-", "ant-api03-AbCdEf123456");
    const run = evidence({
      stream: stream([
        init(),
        apiFailure(`API Error: 401 invalid x-api-key: ${key}`, { api_error_status: 401 }),
      ]),
      run: { ...exitCode(1), stderr: [{ line: 1, text: key }] },
    });
    expect(JSON.stringify(classify(run))).not.toContain(key);
    expect(JSON.stringify(classify({ ...run, stream: null }))).not.toContain(key);
  });
});

describe("a quote", () => {
  test("is at most as long as asked, and says where it was cut", () => {
    expect(quotable("x".repeat(QUOTE_LENGTH))).toHaveLength(QUOTE_LENGTH);
    expect(quotable("x".repeat(QUOTE_LENGTH + 1))).toBe(`${"x".repeat(QUOTE_LENGTH - 1)}…`);
    expect(quotable("one two three", 6)).toBe("one t…");
    expect(quotable("one two three", 5)).toBe("one…");
  });

  test("may be made of anything", () => {
    expect([3, true, null, undefined, Number.NaN, 10n].map((value) => quotable(value))).toEqual([
      "3",
      "true",
      "null",
      "undefined",
      "NaN",
      "10",
    ]);
  });

  test("of an endless text is made of its beginning", () => {
    expect(quotable(`${" ".repeat(20_000)}late`)).toBe("");
  });
});

describe("a message that carries JSON", () => {
  test.each<[string, string]>([
    ["API Error: 500 Internal server error", "API Error: 500 Internal server error"],
    [
      'API Error: 404 {"type":"error","error":{"type":"not_found_error","message":"model: x"}}',
      "API Error: 404 model: x",
    ],
    ['{"message":"only this"}', "only this"],
    ['{ "message" : "with spaces" , "more": 1}', "with spaces"],
    ['{"message":"a \\"quoted\\" path\\/to\\\\it"}', 'a "quoted" path/to\\it'],
    ['{"message":"line\\nbreak\\ttab"}', "line break tab"],
    ['{"message":""}', "(structured message)"],
    ['{"error":"no sentence here"}', "(structured message)"],
    ["API Error: 500 {", "API Error: 500"],
    ["{", "(structured message)"],
    ['{"message":"never ends', "(structured message)"],
    ["", ""],
  ])("is shown without it: %s", (text, plain) => {
    expect(plainMessage(text)).toBe(plain);
  });

  test("is cut like any other", () => {
    expect(plainMessage(`{"message":"${"x".repeat(900)}"}`, 20)).toBe(`${"x".repeat(19)}…`);
    expect(plainMessage("x".repeat(900), 20)).toHaveLength(20);
  });

  test("that is longer than any real one is not read to its end", () => {
    expect(plainMessage(`{"pad":"${"x".repeat(5000)}","message":"late"}`)).toBe("(structured message)");
    expect(plainMessage(`{"message":"${"x".repeat(1001)}"}`)).toBe("(structured message)");
  });

  test("keeps its secrets", () => {
    expect(plainMessage('{"message":"password=hunter2"}')).toBe("password=[redacted]");
  });
});
