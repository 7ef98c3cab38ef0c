import type { ClaudeConfig } from "../config/adapter-config.ts";

export interface ArgumentParts {
  /** The session to go on with; null begins one. */
  readonly resume: string | null;
  /** In the pod. */
  readonly instructionsPath: string | null;
  readonly mcpConfigPath: string | null;
  readonly bundleFolder: string | null;
  readonly bedrock: boolean;
}

/**
 * What Claude Code is started with; the prompt comes on stdin. Instructions are a part of the session since it began:
 * giving them again costs thousands of tokens and changes the prefix that is cached.
 */
export function argumentsOf(claude: ClaudeConfig, parts: ArgumentParts): readonly string[] {
  const { resume, instructionsPath, mcpConfigPath, bundleFolder, bedrock } = parts;
  const { model, effort, maxTurns, skipPermissions, extraArgs } = claude;
  return [
    "--print",
    "--output-format",
    "stream-json",
    "--verbose",
    ...option("--resume", resume),
    ...(skipPermissions ? ["--dangerously-skip-permissions"] : []),
    ...option("--model", model !== null && (!bedrock || isBedrockModel(model)) ? model : null),
    ...option("--effort", effort),
    ...option("--max-turns", maxTurns > 0 ? String(maxTurns) : null),
    ...option("--append-system-prompt-file", resume === null ? instructionsPath : null),
    ...(mcpConfigPath === null ? [] : ["--mcp-config", mcpConfigPath, "--strict-mcp-config"]),
    ...option("--add-dir", bundleFolder),
    ...extraArgs,
  ];
}

function option(name: string, value: string | null): readonly string[] {
  return value === null || value === "" ? [] : [name, value];
}

/** Bedrock knows models by its own names alone; by another the run would fail at once. */
function isBedrockModel(model: string): boolean {
  return /^(?:[a-z0-9-]{1,20}\.)?anthropic\./.test(model) || model.startsWith("arn:");
}
