import { rawValue } from "./raw-value.ts";

/** Fields of the original and its forks that mean nothing here, and what to do instead. */
const SUPERSEDED: Readonly<Record<string, string>> = {
  enableRtk: "Tool output is not filtered; the field can go.",
  rtkMaxOutputBytes: "Tool output is not cut; the field can go.",
  enableDocker: "Add a Docker sidecar under `sidecars`; it needs a namespace that allows privileged pods.",
  dockerImage: "Name the image of the sidecar under `sidecars`.",
  dockerCpuLimit: "Give the sidecar its `resources` under `sidecars`.",
  dockerMemoryLimit: "Give the sidecar its `resources` under `sidecars`.",
  mcpServers:
    "Paperclip's own MCP servers reach the agent by themselves; for others pass `--mcp-config` in `extraArgs`.",
  "providers.anthropic.accounts": "Set ANTHROPIC_API_KEY or CLAUDE_CODE_OAUTH_TOKEN by `envFromSecrets`.",
  secretsNamespace: "A pod reads Secrets of its own namespace only: copy them there.",
  ponytailPluginPath: "Pass `--plugin-dir` in `extraArgs`.",
  ponytailDefaultMode: "Pass it in `env`.",
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

/** What is set and does nothing: one line each. */
export function supersededIn(raw: unknown): readonly string[] {
  return Object.entries(SUPERSEDED).flatMap(([key, advice]) =>
    rawValue(raw, [key]) === null ? [] : [`${key} does nothing here. ${advice}`],
  );
}
