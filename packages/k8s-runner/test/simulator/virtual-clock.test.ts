import { expect, test } from "vitest";
import { createRealClock } from "../../src/simulator/clock/real-clock.ts";
import { createVirtualClock } from "../../src/simulator/clock/virtual-clock.ts";

test("What is due is done in order, each at its own time, and what follows from it too.", async () => {
  const clock = createVirtualClock(0);
  const done: string[] = [];
  clock.after(20, () => done.push(`late ${clock.now()}`));
  clock.after(10, () => {
    done.push(`early ${clock.now()}`);
    clock.after(5, () => done.push(`then ${clock.now()}`));
  });
  clock.after(10, () => done.push(`beside ${clock.now()}`));
  clock.after(31, () => done.push("never"));
  await clock.advance(30);
  expect(done).toEqual(["early 10", "beside 10", "then 15", "late 20"]);
  expect([clock.now(), clock.pending()]).toEqual([30, 1]);
});

test("What is called off is not done.", async () => {
  const clock = createVirtualClock(0);
  let isDone = false;
  clock.after(10, () => {
    isDone = true;
  })();
  await clock.advance(20);
  expect(isDone).toBe(false);
});

test("The real clock never does at once what is weeks ahead, and nothing after it was stopped.", async () => {
  const clock = createRealClock();
  let done = 0;
  clock.after(2 ** 31, () => (done += 1));
  clock.after(Infinity, () => (done += 1));
  clock.after(1, () => (done += 1));
  clock.stop();
  await new Promise((resolve) => setTimeout(resolve, 20));
  expect(done).toBe(0);
});
