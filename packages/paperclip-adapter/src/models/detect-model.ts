/** The variables of the process that hosts the adapter. */
export type HostEnv = Readonly<Record<string, string | undefined>>;

/** As the host takes it. */
export interface DetectedModel {
  readonly model: string;
  readonly provider: string;
  /** Where it was found. */
  readonly source: string;
}

/**
 * The model of an agent that names none, as far as it can be known from here: a host in a pod passes its
 * ANTHROPIC_MODEL on. Null else, because then Claude Code in the image chooses, and the image is not ours to ask.
 */
export function detectModel(env: HostEnv): DetectedModel | null {
  const model = env["ANTHROPIC_MODEL"]?.trim() ?? "";
  if (model === "" || env["KUBERNETES_SERVICE_HOST"] === undefined) return null;
  return { model, provider: "anthropic", source: "ANTHROPIC_MODEL of Paperclip's own pod" };
}
