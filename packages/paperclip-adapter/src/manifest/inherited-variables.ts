import { inheritedEnv, type EnvEntry } from "@runverdict/k8s-runner";
import type { SelfPodLookup } from "../self-pod/self-pod.ts";

/**
 * What of the host's environment is meant for its agents: how to reach the model and the network. By exact name and
 * nothing else: an environment that was passed on whole gave every agent the server's signing key and its database.
 */
const INHERITED = [
  "ANTHROPIC_API_KEY",
  "ANTHROPIC_AUTH_TOKEN",
  "ANTHROPIC_BASE_URL",
  "ANTHROPIC_BEDROCK_BASE_URL",
  "ANTHROPIC_CUSTOM_HEADERS",
  "ANTHROPIC_DEFAULT_HAIKU_MODEL",
  "ANTHROPIC_DEFAULT_OPUS_MODEL",
  "ANTHROPIC_DEFAULT_SONNET_MODEL",
  "ANTHROPIC_MODEL",
  "ANTHROPIC_SMALL_FAST_MODEL",
  "ANTHROPIC_VERTEX_PROJECT_ID",
  "AWS_BEARER_TOKEN_BEDROCK",
  "AWS_DEFAULT_REGION",
  "AWS_REGION",
  "CLAUDE_CODE_MAX_OUTPUT_TOKENS",
  "CLAUDE_CODE_OAUTH_TOKEN",
  "CLAUDE_CODE_USE_BEDROCK",
  "CLAUDE_CODE_USE_VERTEX",
  "CLOUD_ML_REGION",
  "HTTPS_PROXY",
  "HTTP_PROXY",
  "LANG",
  "LC_ALL",
  "NO_PROXY",
  "TZ",
  "https_proxy",
  "http_proxy",
  "no_proxy",
] as const;

/**
 * A reference of the host's own pod stays one, where its Secret can be referred to; else the value goes along. A host
 * outside of a cluster passes nothing on: its network is not the agents'.
 */
export function inheritedVariables(
  self: SelfPodLookup,
  hostEnv: Readonly<Record<string, string | undefined>>,
  namespace: string,
): readonly EnvEntry[] {
  if (self.kind !== "found") return [];
  const names = new Set<string>(INHERITED);
  const references =
    self.pod.namespace === namespace ? self.pod.references.filter(({ name }) => names.has(name)) : [];
  const values = inheritedEnv(
    hostEnv,
    INHERITED.filter((name) => hostEnv[name] !== "" && !references.some((one) => one.name === name)),
  );
  return [...references, ...values];
}
