import { readdirSync, readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { openStream } from "./support/open-stream.ts";
import { statesOf } from "./support/states.ts";
import { namespace, withSimulator } from "./support/with-simulator.ts";

function recording(name: string): readonly string[] {
  return ["jobs", "pods"].flatMap((kind) =>
    readFileSync(new URL(`recorded/${name}/watch-${kind}.jsonl`, import.meta.url), "utf8").split("\n"),
  );
}

const names = readdirSync(new URL("recorded", import.meta.url)).filter(
  (name) => name !== "api-errors" && !name.includes("."),
);

test.for(names)("A recorded run is watched as it was: %s", async (name) => {
  await withSimulator({ controllers: false }, async ({ simulator: { url, replay }, clock }) => {
    const lines = recording(name);
    const pods = await openStream(url, `/api/v1/namespaces/${namespace}/pods?watch=true`);
    const jobs = await openStream(url, `/apis/batch/v1/namespaces/${namespace}/jobs?watch=true`);
    // Whichever stream comes first: the versions are the order.
    await replay(lines.toReversed(), Infinity);
    await clock.advance(1);
    for (const [watch, kind] of [
      [pods, "Pod"],
      [jobs, "Job"],
    ] as const) {
      const recorded = lines.filter((line) => line.includes(`"object":{"kind":"${kind}"`));
      const isRemoval = (event: string): boolean => JSON.parse(event).type === "DELETED";
      expect(recorded.length).toBeGreaterThan(2);
      expect(statesOf(watch.lines(), kind)).toEqual(statesOf(recorded, kind));
      expect(watch.lines().filter(isRemoval)).toHaveLength(recorded.filter(isRemoval).length);
      watch.abort();
    }
  });
});

test("A replay takes its time, or a part of it.", async () => {
  await withSimulator({ controllers: false }, async ({ simulator, clock, batch }) => {
    const startedAt = clock.now();
    let overAt: number | null = null;
    const over = (async () => {
      await simulator.replay(recording("complete"), 2);
      overAt = clock.now();
    })();
    const status = async () => (await batch.readNamespacedJob({ namespace, name: "run-complete" })).status;
    await clock.advance(100);
    expect(await status()).toMatchObject({ active: 1, ready: 0 });
    await clock.advance(1500);
    expect((await status())?.succeeded).toBeUndefined();
    await clock.advance(10_000);
    await over;
    // The recorded run took five seconds.
    expect((overAt ?? 0) - startedAt).toBe(2500);
    expect((await status())?.succeeded).toBe(1);
  });
});

test("Lines that are no watch events are left out.", async () => {
  await withSimulator({ controllers: false }, async ({ simulator, batch }) => {
    await simulator.replay(
      [
        "",
        "{",
        "[]",
        '{"type":"ADDED"}',
        '{"type":"ERROR","object":{"kind":"Status"}}',
        '{"type":"BOOKMARK","object":{"kind":"Job","apiVersion":"batch/v1","metadata":{"resourceVersion":"9"}}}',
      ],
      Infinity,
    );
    expect((await batch.listNamespacedJob({ namespace })).items).toEqual([]);
  });
});
