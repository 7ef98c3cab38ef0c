import type { Cluster } from "../../cluster/cluster.ts";
import type { Answer } from "../../cluster/request/answer.ts";
import { askRepeatedly } from "../../cluster/request/ask-repeatedly.ts";

/** Reads one object or list, again where that may help: nothing is changed by it. */
export type Reading = <T>(ask: () => Promise<Answer<T>>) => Promise<Answer<T>>;

const ATTEMPTS = 3;

export function readingFrom({ clock }: Cluster, signal: AbortSignal): Reading {
  return (ask) => askRepeatedly(clock, "nothing", ATTEMPTS, ask, signal);
}
