/** Which cluster and namespace the command line names; null is what the kubeconfig says. */
export interface ClusterChoice {
  readonly namespace: string | null;
  readonly context: string | null;
  readonly kubeconfig: string | null;
}

/** The options of every command that asks a cluster, as `parseArgs` wants them. */
export const clusterOptions = {
  namespace: { type: "string", short: "n" },
  context: { type: "string" },
  kubeconfig: { type: "string" },
} as const;

export function clusterChoice(values: {
  readonly [Name in keyof typeof clusterOptions]?: string | undefined;
}): ClusterChoice {
  const { namespace = null, context = null, kubeconfig = null } = values;
  return { namespace, context, kubeconfig };
}

/** A namespace's name, as the API server would refuse it; null when it is one. */
export function objectionToNamespace(namespace: string | null): string | null {
  if (namespace === null || /^[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?$/.test(namespace)) return null;
  return `"${namespace}" can't be a namespace: its name has lower-case letters, digits and hyphens.`;
}

/** How a person would say it to kubectl or to us: ` -n agents --context staging`. */
export function choiceWords({ namespace, context, kubeconfig }: ClusterChoice): string {
  return [
    namespace === null ? "" : ` -n ${word(namespace)}`,
    context === null ? "" : ` --context ${word(context)}`,
    kubeconfig === null ? "" : ` --kubeconfig ${word(kubeconfig)}`,
  ].join("");
}

/** As a shell reads it. */
function word(text: string): string {
  return /^[\w./:@-]+$/.test(text) ? text : `'${text.replaceAll("'", String.raw`'\''`)}'`;
}
