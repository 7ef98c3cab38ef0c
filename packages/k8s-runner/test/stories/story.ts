import { describe, test } from "vitest";
import { lacking, type Ability } from "./ability.ts";
import type { Ground, Host, Wishes } from "./ground.ts";

/** Something that befalls a run in a cluster, and what becomes of it; the same on every cluster. */
export interface Story {
  readonly says: string;
  readonly needs?: readonly Ability[];
  readonly wishes?: Wishes;
  /** It is told alone where others share the cluster. */
  readonly disturbs?: true;
  readonly play: (ground: Ground) => Promise<void>;
}

const TIMEOUT_MS = 300_000;

/** Declares a test for each story. What a cluster can't do is left out, and the report says why. */
export function tell(where: string, host: Host, stories: readonly Story[]): void {
  describe(where, () => {
    for (const story of stories) {
      const { says, wishes = {}, needs = [], disturbs = false } = story;
      const declare = disturbs && host.isShared ? test : test.concurrent;
      declare(says, { timeout: TIMEOUT_MS }, async ({ skip }) => {
        const lack = needs.find((need) => !host.can.has(need));
        if (lack !== undefined) skip(`left out: ${lacking[lack]}`);
        const ground = await host.raise(wishes);
        try {
          await story.play(ground);
        } finally {
          await ground.close();
        }
      });
    }
  });
}
