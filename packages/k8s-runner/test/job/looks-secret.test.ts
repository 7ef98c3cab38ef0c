import { describe, expect, test } from "vitest";
import { looksSecret, namesSecret, takesSecret } from "../../src/job/looks-secret.ts";

describe("a text that looks like a secret, though it hides well,", () => {
  test.each([
    "DB_PASSWORD=TRuEAAAAAAAAAAAAAAAA7x9",
    "DB_PASSWORD=/wJalrXUtnFEMI",
    "DB_PASSWORD=$ecret-99-bottles",
    '{"token": "$tart-of-a-token-1"}',
  ])("is %j", (text) => {
    expect(looksSecret(text)).toBe(true);
  });
});

describe("a text that looks like no secret", () => {
  test.each([
    "",
    "true",
    "3b1f8a52-5f0e-4a2b-9a57-6f6b1f5f0a11",
    "sha256:" + "ab".repeat(32),
    "Explain basic understanding of bearer instruments to the reader.",
    "The secret: remember to commit. password: none",
    "--max-tokens=32000",
    "--token=$GITHUB_TOKEN",
    "curl --token=${GITHUB_TOKEN} --other",
    '{"token":"$GITHUB_TOKEN"}',
    "--use-token=true",
    "--password-file=/secrets/password",
    "https://git.example:8443/team/repo.git@main",
    "oci://images.example:5000/a@sha256:00",
    "ask-me-sk-about-it",
    "eyJ is how a token begins",
    "claude-sonnet-4-5-20250929",
  ])("is %j", (text) => {
    expect(looksSecret(text)).toBe(false);
  });
});

test.each([
  ["ANTHROPIC_API_KEY", true],
  ["CLAUDE_CODE_OAUTH_TOKEN", true],
  ["AWS_SECRET_ACCESS_KEY", true],
  ["PGPASSWORD", true],
  ["DB_PASS", true],
  ["GOOGLE_APPLICATION_CREDENTIALS", true],
  ["CLAUDE_CODE_MAX_OUTPUT_TOKENS", false],
  ["GIT_ASKPASS", false],
  ["TOKEN_LIMIT", false],
  ["KEYBOARD", false],
  ["PATH", false],
  ["COMPASS", false],
])("a variable called %s holds a secret: %s", (name, expected) => {
  expect(namesSecret(name)).toBe(expected);
});

test.each([
  ["--api-key", true],
  ["--token", true],
  ["-password", true],
  ["--token-file", false],
  ["--max-tokens", false],
  ["token", false],
])("an option called %s takes a secret: %s", (name, expected) => {
  expect(takesSecret(name)).toBe(expected);
});
