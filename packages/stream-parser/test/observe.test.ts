import { createObserver, LIMITS, nothingSeen, observe } from "@runverdict/stream-parser";
import { expect, test } from "vitest";
import { eventOf, factsOf } from "./support/streams-of.ts";
import { assistant, init, result, text, toolResult, toolUse, user } from "./support/wire.ts";

function freeze<Value>(value: Value): Value {
  if (typeof value === "object" && value !== null && !ArrayBuffer.isView(value)) {
    Object.values(Object.freeze(value)).forEach(freeze);
  }
  return value;
}

test("the fold changes neither the facts before nor the event", () => {
  const lines = [
    init(),
    assistant({ content: [text("a"), toolUse("t")] }),
    user([toolResult("t")]),
    result(),
    "x",
  ];
  let stream = nothingSeen;
  for (const line of lines) stream = freeze(observe(stream, freeze(eventOf(line))));
  expect(stream.counts.lines).toBe(lines.length);
});

test("what an event does not touch is the same as before", () => {
  const before = factsOf(init(), assistant({ content: [text("a")] }), "x");
  const after = observe(before, eventOf({ type: "keep_alive" }));
  const { counts: _, first: __, last: ___, lastLineCut: ____, ...untouched } = after;
  for (const [fact, value] of Object.entries(untouched)) expect(value).toBe(Reflect.get(before, fact));
});

test("the same events give the same facts", () => {
  const lines = [init(), assistant({ content: [text("a")] }), result({ result: "a" })];
  expect(factsOf(...lines)).toEqual(factsOf(...lines));
});

test("kinds without facts of their own are only counted", () => {
  const stream = factsOf(
    { type: "tool_progress", tool_use_id: "t-heartbeat-0", parent_tool_use_id: "t" },
    { type: "keep_alive" },
    { type: "active_goal" },
    { type: "brand_new" },
    '{"type":',
  );
  const { counts, first, last, ...others } = stream;
  const { counts: _, first: __, last: ___, ...nothing } = nothingSeen;
  expect(others).toEqual(nothing);
  expect(counts.lines).toBe(5);
  expect([first?.line, last?.line]).toEqual([1, 5]);
});

const run = [
  init(),
  assistant({ content: [text("a"), toolUse("t")] }),
  user([toolResult("t")]),
  "words",
  result({ result: "a", num_turns: 1 }),
];

test("an observer sees what the fold sees, from the beginning or from where another one stopped", () => {
  const folded = run.reduce((stream, line) => observe(stream, eventOf(line)), nothingSeen);
  for (let stop = 0; stop <= run.length; stop += 1) {
    const first = createObserver();
    for (const line of run.slice(0, stop)) first.observe(eventOf(line));
    const second = createObserver(LIMITS, first.stream());
    for (const line of run.slice(stop)) second.observe(eventOf(line));
    expect(second.stream()).toEqual(folded);
  }
});

test("what an observer gave does not change any more", () => {
  const observer = createObserver();
  const given = run.map((line) => {
    observer.observe(eventOf(line));
    const stream = observer.stream();
    return { stream: freeze(stream), text: JSON.stringify(stream) };
  });
  for (const { stream, text: before } of given) expect(JSON.stringify(stream)).toBe(before);
  expect(observer.stream()).toEqual(given.at(-1)?.stream);
  expect(createObserver().stream()).toBe(nothingSeen);
});

test("words of the harness whose object can't be read are no error", () => {
  const said = eventOf(assistant({ model: "<synthetic>", content: [text("API Error: 500")] }));
  if (said.kind !== "assistant") throw new TypeError("An assistant said it.");
  const unread = { ...said, body: { kind: "raw", latin1: "{" } } as const;
  expect(observe(nothingSeen, said).conversation.lastSyntheticError?.text).toBe("API Error: 500");
  expect(observe(nothingSeen, unread).conversation.lastSyntheticError?.error).toBeNull();
});
