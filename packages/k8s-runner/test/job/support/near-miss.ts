import type { RunSpec } from "../../../src/job/run-spec.ts";

/** A specification that is refused at one place, and its nearest neighbour, which nothing speaks against. */
export interface NearMiss {
  readonly refused: Partial<RunSpec>;
  readonly at: string;
  readonly allowed: Partial<RunSpec>;
}

export type NearMisses = Readonly<Record<string, NearMiss>>;

export const AGENT = "spec.template.spec.containers[0]";
