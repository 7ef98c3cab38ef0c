import { expect, test } from "vitest";
import { heedInterrupts } from "../../src/run/heed-interrupts.ts";

type Call = () => void;

/** A person at a keyboard, and what reached the run. */
function atTheKeyboard() {
  const reached: string[] = [];
  const [presses, endings, timers] = [new Set<Call>(), new Set<Call>(), new Set<Call>()];
  const into = (calls: Set<Call>) => (call: Call) => {
    calls.add(call);
    return () => void calls.delete(call);
  };
  const all = (calls: Set<Call>) => () => [...calls].forEach((call) => call());
  const stop = heedInterrupts(
    {
      cancel: ({ by, reason }) => void reached.push(`cancelled by ${by}: ${reason}`),
      detach: () => void reached.push("left"),
    },
    {
      note: ([line = ""]) => void reached.push(line),
      after: (_, call) => into(timers)(call),
      onInterrupt: into(presses),
      onTerminate: into(endings),
    },
  );
  return {
    reached,
    stop,
    press: all(presses),
    terminate: all(endings),
    pause: all(timers),
    deaf: () => presses.size + endings.size + timers.size === 0,
  };
}

const told = "Cancelling. Ctrl-C again leaves the Job alone.";

test("one press cancels, after a moment for second thoughts", () => {
  const { reached, press, pause } = atTheKeyboard();
  press();
  expect(reached).toEqual([told]);
  pause();
  expect(reached).toEqual([told, "cancelled by user: Ctrl-C"]);
});

test("a second press in that moment leaves the run as it is, and a third one is the system's again", () => {
  const { reached, press, pause, deaf } = atTheKeyboard();
  press();
  press();
  pause();
  expect(reached).toEqual([told, "left"]);
  expect(deaf()).toBe(true);
});

test("a second press later no longer waits for the agent that was told to stop", () => {
  const { reached, press, pause } = atTheKeyboard();
  press();
  pause();
  press();
  expect(reached).toEqual([told, "cancelled by user: Ctrl-C", "left"]);
});

test("a process that is told to end leaves its run, also while it cancels", () => {
  const { reached, press, pause, terminate } = atTheKeyboard();
  press();
  terminate();
  pause();
  expect(reached).toEqual([told, "left"]);
});

test("a run that is over is heeded no more", () => {
  const { reached, press, pause, stop, deaf } = atTheKeyboard();
  press();
  stop();
  pause();
  expect(reached).toEqual([told]);
  expect(deaf()).toBe(true);
});
