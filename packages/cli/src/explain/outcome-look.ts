import type { Outcome } from "@runverdict/classifier";
import type { Paper, Signs, Style } from "../screen/paper.ts";

/** How an outcome is shown at a glance. */
interface Look {
  readonly sign: keyof Signs;
  readonly ink: "good" | "bad" | "warn" | "calm";
}

const looks: Readonly<Record<Outcome, Look>> = {
  succeeded: { sign: "good", ink: "good" },
  failed: { sign: "bad", ink: "bad" },
  cancelled: { sign: "cancelled", ink: "warn" },
  timed_out: { sign: "late", ink: "warn" },
  unsettled: { sign: "open", ink: "calm" },
};

export function outcomeLook(outcome: Outcome, paper: Paper): { readonly sign: string; readonly ink: Style } {
  const { sign, ink } = looks[outcome];
  return { sign: paper.signs[sign], ink: paper[ink] };
}
