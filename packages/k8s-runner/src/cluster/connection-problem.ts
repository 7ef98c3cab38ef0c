import { explainRefusal } from "./refusal/explain-refusal.ts";
import type { ApiRefusal } from "./refusal/api-refusal.ts";
import { explainDistrust, type Distrust } from "./request/distrust.ts";

/** Why there is no connection to a cluster. */
export type ConnectionProblem =
  | { readonly kind: "no-kubeconfig"; readonly path?: string }
  | { readonly kind: "unreadable-kubeconfig"; readonly why: string; readonly path?: string }
  | { readonly kind: "unknown-context"; readonly context: string; readonly known: readonly string[] }
  /** The kubeconfig's plugin, certificate or token file gave no credentials. */
  | { readonly kind: "no-credentials"; readonly message: string }
  | { readonly kind: "unreachable"; readonly server: string; readonly message: string }
  /** No safe connection could be made. No credentials were sent. */
  | { readonly kind: "untrusted"; readonly server: string; readonly why: Distrust; readonly message: string }
  /** It hung up before it answered; who wants a client certificate and gets none does it without a word. */
  | { readonly kind: "hung-up"; readonly server: string; readonly message: string }
  | { readonly kind: "refused"; readonly server: string; readonly refusal: ApiRefusal }
  | { readonly kind: "aborted" };

/** A sentence that names the cure. It holds no credentials. */
export function explainProblem(problem: ConnectionProblem): string {
  switch (problem.kind) {
    case "no-kubeconfig":
      return problem.path === undefined
        ? "There is no kubeconfig: set KUBECONFIG to a file that is there, write ~/.kube/config, or run in a pod with a service account."
        : `There is no kubeconfig at ${problem.path}: give the path of one.`;
    case "unreadable-kubeconfig": {
      const which = problem.path === undefined ? "The kubeconfig" : `The kubeconfig ${problem.path}`;
      return `${which} can't be used: ${problem.why}. Check it with \`kubectl config view\`.`;
    }
    case "unknown-context": {
      const known = problem.known.length === 0 ? "It has none." : `It has: ${problem.known.join(", ")}.`;
      const named =
        problem.context === "" ? "names no context" : `has no usable context "${problem.context}"`;
      return `The kubeconfig ${named}. ${known} Choose one by name, or with \`kubectl config use-context\`.`;
    }
    case "no-credentials":
      return problem.message;
    case "unreachable":
      return `Nobody answers at ${problem.server} (${problem.message}): check the address, the network and the proxy, and that the cluster runs.`;
    case "untrusted": {
      const { sentence, cure } = explainDistrust(problem.why, problem.server, problem.message);
      return `${sentence} ${cure}`;
    }
    case "hung-up": {
      const safely = ", and whether it wants a client certificate that the kubeconfig's user does not have";
      const also = problem.server.startsWith("https:") ? safely : "";
      return `${problem.server} hung up before it answered (${problem.message}): check what stands between${also}.`;
    }
    case "refused": {
      const { sentence, cure } = explainRefusal(problem.refusal);
      return `${problem.server}: ${sentence} ${cure}`;
    }
    case "aborted":
      return "Connecting was given up.";
  }
}
