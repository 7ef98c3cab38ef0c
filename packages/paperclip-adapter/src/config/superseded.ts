import { rawValue } from "./raw-value.ts";

/**
 * Fields of the original and its forks that do nothing here, and what to do instead. What a form stored beside a switch
 * says nothing while the switch is off, so only the switch is listed.
 */
export const SUPERSEDED: Readonly<Record<string, string>> = {
  enableRtk: "Tool output is neither filtered nor cut; the field can go.",
  enableDocker:
    "Add a Docker sidecar under `sidecars`, with its image and resources; it needs a namespace that allows privileged pods.",
  mcpServers:
    "Paperclip's own MCP servers reach the agent by themselves; for others pass `--mcp-config` in `extraArgs`.",
  "providers.anthropic.accounts": "Set ANTHROPIC_API_KEY or CLAUDE_CODE_OAUTH_TOKEN by `envFromSecrets`.",
  secretsNamespace: "A pod reads Secrets of its own namespace only: copy them there.",
  ponytailPluginPath: "Pass `--plugin-dir` in `extraArgs`.",
  "resources.limits.toolMemoryKb":
    "The memory limit counts for the pod as a whole; a killed tool is told apart in the verdict.",
  isolationMode: "Use `concurrency`, and `dataSubPath` for the files.",
  isolationKey: "Use `concurrency`, and `dataSubPath` for the files.",
  isolationRoot: "Use `dataSubPath`.",
  homeRoot: "HOME is the pod's own; sessions lie on the data volume.",
  sessionRoot: "Set CLAUDE_CONFIG_DIR in `env`.",
  workspaceRoot: "Use `cwd`.",
  cacheRoot: "Caches are the pod's own, and go with it.",
  tmpRoot: "The folder for temporary files is the pod's own, and goes with it.",
  promptCacheRoot: "Instructions and skills lie beside Paperclip's own files; see `delivery`.",
  orphanSecretSweepAgeFloorSec: "Secrets are owned by their Job, and go with it.",
  orphanSecretSweepIntervalSec: "Secrets are owned by their Job, and go with it.",
  claudeCodeVersion: "The image says which version runs: choose one by `image`.",
};

/** A switch that is off, as forms write it; and of a version `image`, since the image's own counts here anyway. */
const NOTHING: ReadonlySet<unknown> = new Set<unknown>([false, "false", "image"]);

/** What is set and does nothing: one line each. */
export function supersededIn(raw: unknown): readonly string[] {
  return Object.entries(SUPERSEDED).flatMap(([key, advice]) => {
    const found = rawValue(raw, [key]);
    return found === null || NOTHING.has(found.value) ? [] : [`${key} does nothing here. ${advice}`];
  });
}
