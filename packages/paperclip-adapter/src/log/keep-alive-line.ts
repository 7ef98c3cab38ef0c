import type { RunStatus } from "@runverdict/k8s-runner";
export function keepAliveLine({ phase, waitingFor }: RunStatus, silentForMs: number): string {
  return `keep-alive — ${phase}${waitingFor === null ? "" : `, waiting for ${waitingFor}`} (${Math.round(silentForMs / 1000)}s since last output)`;
}
