/** What the host calls this adapter, and stores with each agent: the name of the one that it takes over from. */
export const ADAPTER_TYPE = "claude_k8s";
