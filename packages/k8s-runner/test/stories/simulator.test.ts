import { expect, test } from "vitest";
import { simulatedHost } from "./simulated-host.ts";
import { stories } from "./stories.ts";
import { tell, type Story } from "./story.ts";

const isPossible = ({ needs = [] }: Story): boolean => needs.every((need) => simulatedHost.can.has(need));

tell("In the simulator", simulatedHost, stories.filter(isPossible));

test("Few stories need more than a simulator.", () => {
  expect(stories.filter((story) => !isPossible(story)).map(({ says }) => says)).toEqual([
    "Its heartbeats tell how much memory the container has.",
  ]);
});
