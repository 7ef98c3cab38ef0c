import type { MessagesApi } from "./messages-api/messages-api.ts";

/** As real keys look, so that whatever masks keys would know it. */
export const API_KEY = "sk-ant-api03-not-a-real-key-0123456789abcdef";

/**
 * All that Claude Code needs to know. It is run unattended and by whoever runs the tests, root included, and talks to
 * nobody but the scripted API: what wants to go elsewhere goes by it, and is seen.
 */
export function claudeEnvironment({ url }: MessagesApi): Readonly<Record<string, string>> {
  return {
    ANTHROPIC_BASE_URL: url,
    CLAUDE_CODE_DISABLE_NONESSENTIAL_TRAFFIC: "1",
    CLAUDE_CODE_MAX_RETRIES: "1",
    DISABLE_AUTOUPDATER: "1",
    DISABLE_ERROR_REPORTING: "1",
    DISABLE_TELEMETRY: "1",
    HTTPS_PROXY: url,
    HTTP_PROXY: url,
    IS_SANDBOX: "1",
    NO_PROXY: "127.0.0.1",
  };
}

/** Its command line, up to the prompt. */
export const claude: readonly string[] = [
  "claude",
  "-p",
  "--verbose",
  "--output-format",
  "stream-json",
  "--dangerously-skip-permissions",
];
