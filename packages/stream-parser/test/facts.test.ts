import { expect, test } from "vitest";
import { eventsIn, fold, textOf } from "./support/streams-of.ts";
import { assistant, init, result, system, text, toolUse, usage } from "./support/wire.ts";

/** Everything that could pile up, over and over again. */
function noise(round: number): readonly (string | Readonly<Record<string, unknown>>)[] {
  const long = "x".repeat(20_000);
  return [
    init({ tools: Array.from({ length: 1000 }, (_, index) => `${long}${index}`) }),
    assistant({
      id: `msg_${round}`,
      usage: usage(1, 1),
      content: [text(long), toolUse(`t${round}`), { type: `b${round}` }],
    }),
    system("task_started", { task_id: `task${round}`, description: long }),
    system("permission_denied", { tool_name: `tool${round}` }),
    result({ result: long, errors: Array.from({ length: 1000 }, () => long) }),
    `words ${long}`,
  ];
}

test("the facts of an endless stream stay small, and its counts stay exact", () => {
  let stream = fold([]);
  const sizes: number[] = [];
  for (let round = 0; round < 400; round += 1) {
    stream = fold(eventsIn(textOf(round % 100 === 0 ? noise(round) : noise(round).slice(1, 4))), stream);
    if (round === 300 || round === 399) sizes.push(JSON.stringify(stream).length);
  }
  const [before = 0, after = 0] = sizes;
  expect(after).toBeLessThan(before * 1.01);
  expect(stream).toMatchObject({
    tools: { started: 400, denied: 400 },
    tasks: { started: 400 },
    usage: { messageCount: 400 },
    counts: { byKind: { init: 4, result: 4 } },
  });
});
