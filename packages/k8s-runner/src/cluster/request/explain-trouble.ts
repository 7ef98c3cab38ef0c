import { explainRefusal, type Explained } from "../refusal/explain-refusal.ts";
import type { Trouble } from "./answer.ts";
import { explainDistrust } from "./distrust.ts";

/** For people: why there is no answer, and what to do about it. */
export function explainTrouble(trouble: Trouble): Explained {
  switch (trouble.kind) {
    case "refused":
      return explainRefusal(trouble.refusal);
    case "unreachable":
      return {
        sentence: `The API server can't be reached (${trouble.message}).`,
        cure: "Check the network and that the cluster runs.",
      };
    case "untrusted":
      return explainDistrust(trouble.why, "The API server", trouble.message);
    case "no-credentials":
      return { sentence: trouble.message, cure: "" };
    case "cut":
      return {
        sentence: `The connection to the API server broke (${trouble.message}).`,
        cure: "Ask again; look what was done before.",
      };
    case "timeout":
      return {
        sentence: "The API server did not answer in time.",
        cure: "Ask again; look what was done before.",
      };
    case "garbled":
      return {
        sentence: `The answer is none of an API server's: ${trouble.message}.`,
        cure: "Check what stands between us and the API server.",
      };
    case "aborted":
      return { sentence: "The request was given up.", cure: "" };
  }
}
