import { expect, test } from "vitest";
import { attach } from "../../src/run/attach.ts";
import { createMemoryStore } from "../../src/run/memory-store.ts";
import type { RunStore } from "../../src/run/run-store.ts";
import { lines, onStage, written } from "./support/stage.ts";

const broken = (): Promise<never> => Promise.reject(new Error("the disk is full"));

test("A store that fails costs no run; what it can't keep is not deleted in the cluster either.", async () => {
  await onStage({}, async ({ simulator, until, run }) => {
    const store: RunStore = { ...createMemoryStore(), save: broken };
    const handle = run({ store });
    const { ending, cleanup, problems } = await until(handle.outcome);
    expect([ending, cleanup]).toEqual([{ kind: "ended", confirmed: true }, "left"]);
    expect(problems).toEqual(["the disk is full"]);
    expect(handle.output()).toBe(written(simulator));
    expect(simulator.truth.runs()[0]?.goneAt).toBe(null);
  });
});

test("A store that fails for a while is asked again, and then all goes its way.", async () => {
  await onStage({}, async ({ until, run }) => {
    const store = createMemoryStore();
    let saves = 0;
    const save: RunStore["save"] = (record) => {
      saves += 1;
      return saves > 3 && saves < 12 ? broken() : store.save(record);
    };
    const { cleanup, forensics } = await until(run({ store: { ...store, save } }).outcome);
    expect(cleanup).toBe("deleted");
    const [key = ""] = await store.list();
    expect((await store.load(key))?.forensics).toEqual(forensics);
  });
});

test("A store that hangs holds up no run for ever.", async () => {
  await onStage({}, async ({ until, run }) => {
    const store: RunStore = { ...createMemoryStore(), save: () => new Promise(() => {}) };
    const { ending, cleanup, problems } = await until(run({ store }).outcome, 24 * 3_600_000);
    expect([ending.kind, cleanup]).toEqual(["ended", "left"]);
    expect(problems).toEqual(["The store did not save the run's record in time."]);
  });
});

test("A store that never gives what it holds keeps no run from its beginning, nor from being attached to.", async () => {
  await onStage({ script: lines(400) }, async ({ cluster, simulator, until, when, run }) => {
    const store: RunStore = { ...createMemoryStore(), load: () => new Promise(() => {}) };
    const first = run({ store });
    await when(() => first.output() !== "");
    first.detach();
    await until(first.outcome);
    const { jobName } = first;
    const taken = await until(
      attach({ cluster, jobName, store, onOutput: () => {} }, new AbortController().signal),
    );
    if (taken.kind !== "attached") throw new Error(taken.kind);
    const { ending, problems } = await until(taken.run.outcome);
    expect([ending.kind, problems]).toEqual(["ended", ["The store did not give what it holds in time."]]);
    expect(simulator.truth.runs().length).toBe(1);
  });
});

test("A store that can't be read is told, and the run is found by its Job.", async () => {
  await onStage({}, async ({ simulator, until, run }) => {
    const store: RunStore = { ...createMemoryStore(), load: broken };
    const handle = run({ store });
    const { ending, problems } = await until(handle.outcome);
    expect([ending.kind, problems]).toEqual(["ended", ["the disk is full"]]);
    expect(handle.output()).toBe(written(simulator));
  });
});
