import { expect, test } from "vitest";
import { JOBS } from "../../../src/cluster/objects/jobs.ts";
import type { Change } from "../../../src/cluster/watch/known-objects.ts";
import {
  watchObjects,
  type ObjectWatch,
  type WatchOptions,
} from "../../../src/cluster/watch/watch-objects.ts";
import { eventually, turns } from "../support/eventually.ts";
import { createHandClock, type HandClock } from "../support/hand-clock.ts";
import { createListWatchServer, type ListWatchServer } from "../support/list-watch-server.ts";
import { json } from "../support/odd-server.ts";
import type { Handler } from "../support/odd-server.ts";
import { forever, withCluster, type Scene } from "../support/with-cluster.ts";

interface Stage extends Scene {
  readonly clock: HandClock;
  readonly jobs: ListWatchServer;
  readonly watch: ObjectWatch;
  readonly changes: readonly Change[];
  readonly faults: readonly unknown[];
  /** Waits for the nth watch to be open. */
  readonly opened: (nth: number) => Promise<void>;
  /** The queries of all watches so far. */
  readonly watches: () => readonly URLSearchParams[];
}

/** A watch over Jobs, with one of them there, that has come so far as to watch. */
async function withWatch(
  act: (stage: Stage) => Promise<void>,
  more: Partial<WatchOptions> = {},
): Promise<void> {
  const clock = createHandClock(() => 0.5);
  const jobs = createListWatchServer(500);
  jobs.put("one");
  const changes: Change[] = [];
  const faults: unknown[] = [];
  await withCluster(
    jobs.handler,
    async (scene) => {
      const labelSelector = "app.kubernetes.io/managed-by=runverdict";
      const onFault = (error: unknown): void => void faults.push(error);
      const watch = watchObjects(scene.cluster, { resource: JOBS, labelSelector, onFault, ...more }, forever);
      watch.subscribe({ kind: "everything" }, (change) => changes.push(change));
      await watch.listed;
      await eventually(() => jobs.watches() === 1 && watch.state().kind === "watching");
      const watches = (): readonly URLSearchParams[] =>
        scene.server.requests.filter(({ query }) => query.has("watch")).map(({ query }) => query);
      const opened = (nth: number): Promise<void> =>
        eventually(() => watch.counts().watches === nth && watch.state().kind === "watching");
      await act({ ...scene, opened, clock, jobs, watch, changes, faults, watches });
      await watch.stop();
      expect(watch.state()).toEqual({ kind: "stopped" });
      expect(clock.sleepers()).toBe(0);
      await eventually(() => jobs.watches() === 0);
    },
    clock,
  );
}

function told(changes: readonly Change[]): readonly string[] {
  return changes.map(({ kind, object }) => `${kind} ${object.name}`);
}

test("It lists once, and watches from the list's version, with bookmarks and for a bounded time.", async () => {
  await withWatch(async ({ server, watches, changes }) => {
    expect(server.requests[0]?.query.toString()).toBe(
      "labelSelector=app.kubernetes.io%2Fmanaged-by%3Drunverdict&limit=500",
    );
    expect(Object.fromEntries(watches()[0] ?? [])).toEqual({
      watch: "true",
      allowWatchBookmarks: "true",
      resourceVersion: "101",
      timeoutSeconds: "450",
      labelSelector: "app.kubernetes.io/managed-by=runverdict",
    });
    expect(told(changes)).toEqual(["added one"]);
  });
});

test("However many subscribe, there is one list and one watch, and each is told what is there.", async () => {
  await withWatch(async ({ watch, jobs, server }) => {
    const seen: string[] = [];
    for (let nth = 0; nth < 100; nth += 1)
      watch.subscribe(
        { kind: "label", key: "run", value: nth % 2 === 0 ? "one" : "two" },
        ({ kind, object }) => seen.push(`${kind} ${object.name}`),
      );
    expect(seen).toEqual(Array.from({ length: 50 }, () => "added one"));
    jobs.put("two");
    await eventually(() => seen.length === 100);
    expect(seen.slice(50)).toEqual(Array.from({ length: 50 }, () => "added two"));
    expect(server.requests).toHaveLength(2);
  });
});

test("A subscriber by UID is told of its Job alone, until it leaves.", async () => {
  await withWatch(async ({ watch, jobs, changes }) => {
    const seen: string[] = [];
    const leave = watch.subscribe({ kind: "job-uid", uid: "uid-1" }, ({ kind }) => seen.push(kind));
    jobs.put("two");
    jobs.put("one");
    jobs.remove("one");
    await eventually(() => changes.length === 4);
    expect(seen).toEqual(["added", "modified", "deleted"]);
    leave();
    jobs.put("one");
    await eventually(() => changes.length === 5);
    expect(seen).toHaveLength(3);
  });
});

test("A listener's mistake is reported, and is nobody else's.", async () => {
  await withWatch(async ({ watch, jobs, changes, faults }) => {
    const mistake = new Error("mine");
    watch.subscribe({ kind: "job-uid", uid: "uid-2" }, () => {
      throw mistake;
    });
    jobs.put("two");
    jobs.put("three");
    await eventually(() => changes.length === 3);
    expect(faults).toEqual([mistake]);
  });
});

test("Who leaves while others are told is told nothing more.", async () => {
  await withWatch(async ({ watch, jobs, changes }) => {
    const seen: string[] = [];
    const leaving: (() => void)[] = [];
    watch.subscribe({ kind: "label", key: "run", value: "two" }, () => leaving.forEach((leave) => leave()));
    leaving.push(watch.subscribe({ kind: "label", key: "run", value: "two" }, ({ kind }) => seen.push(kind)));
    jobs.put("two");
    jobs.put("two");
    await eventually(() => changes.length === 3);
    expect(seen).toEqual([]);
  });
});

test("Who subscribes while others are told is told everything once.", async () => {
  await withWatch(async ({ watch, jobs, clock }) => {
    const seen: string[] = [];
    watch.subscribe({ kind: "job-uid", uid: "uid-2" }, () => {
      watch.subscribe({ kind: "everything" }, ({ object }) => seen.push(object.name));
    });
    jobs.forget();
    for (const name of ["two", "three"]) {
      jobs.loseNext();
      jobs.put(name);
    }
    clock.advance(700_000);
    jobs.endWatches("eof");
    await eventually(() => seen.length === 3);
    expect(seen.toSorted()).toEqual(["one", "three", "two"]);
  });
});

test("What half of an object is for, nobody needs: managedFields are dropped.", async () => {
  await withWatch(async ({ changes }) => {
    expect(changes[0]?.object.object).toEqual({
      kind: "Job",
      metadata: expect.not.objectContaining({ managedFields: expect.anything() }),
    });
  });
});

test("A watch that ended goes on from the last version that was told, be it by a bookmark; never from an older one.", async () => {
  await withWatch(async ({ jobs, opened, watches, changes, watch }) => {
    jobs.put("two");
    jobs.put("two");
    await eventually(() => changes.length === 3);
    jobs.repeat(1);
    await eventually(() => watch.counts().events === 3);
    jobs.endWatches("eof");
    await opened(2);
    expect(watches()[1]?.get("resourceVersion")).toBe("103");
    jobs.loseNext();
    jobs.put("two");
    jobs.bookmark();
    jobs.endWatches("eof");
    await opened(3);
    expect(watches()[2]?.get("resourceVersion")).toBe("104");
    expect(watch.counts()).toMatchObject({ lists: 1, watches: 3, changes: 3, failures: 0 });
  });
});

test("A version that the server forgot is a reason to list anew, and what went meanwhile is told.", async () => {
  await withWatch(async ({ jobs, changes, watch }) => {
    jobs.put("two");
    await eventually(() => changes.length === 2);
    jobs.loseNext();
    jobs.remove("one");
    jobs.forget();
    jobs.endWatches("expired");
    await eventually(() => changes.length === 3);
    expect(changes[2]).toMatchObject({ kind: "deleted", finalStateUnknown: true, object: { name: "one" } });
    expect(watch.counts().lists).toBe(2);
  });
});

test("An event that the server lost is made good by the next list, which comes by itself.", async () => {
  await withWatch(
    async ({ jobs, opened, clock, changes, watch }) => {
      jobs.loseNext();
      jobs.put("two");
      jobs.put("three");
      await eventually(() => changes.length === 2);
      clock.advance(600_000 - 1);
      jobs.bookmark();
      await eventually(() => watch.counts().events === 1);
      jobs.endWatches("eof");
      await opened(2);
      expect(watch.counts().lists).toBe(1);
      clock.advance(60_000);
      jobs.endWatches("eof");
      await eventually(() => changes.length === 3);
      expect(told(changes)).toEqual(["added one", "added three", "added two"]);
    },
    { silenceMs: 2_000_000, lifeMs: 2_000_000 },
  );
});

test("What can't be understood may have been a deletion, so all is listed anew.", async () => {
  await withWatch(async ({ jobs, clock, watch }) => {
    jobs.trouble({ kind: "garbage" });
    jobs.endWatches("eof");
    await eventually(() => watch.counts().failures === 1);
    clock.advance(1000);
    await eventually(() => watch.counts().failures === 2);
    expect(watch.state()).toMatchObject({ trouble: { kind: "garbled" } });
    clock.advance(2000);
    await eventually(() => watch.counts().lists === 2 && jobs.watches() === 1);
  });
});

test("A watch in which nothing ever comes is taken for dead, and its version is not believed any more.", async () => {
  await withWatch(async ({ jobs, clock, watch, server }) => {
    clock.advance(149_999);
    expect(jobs.watches()).toBe(1);
    clock.advance(1);
    await eventually(() => server.requests[1]?.isGone() === true);
    await eventually(() => watch.counts().lists === 2 && jobs.watches() === 1);
  });
});

test("What comes keeps a watch alive; when it ceases, the next goes on from there.", async () => {
  await withWatch(async ({ jobs, clock, opened, watch, watches, changes }) => {
    for (let minute = 0; minute < 5; minute += 1) {
      clock.advance(60_000);
      jobs.put("one");
      await eventually(() => changes.length === minute + 2);
    }
    expect(watch.counts().watches).toBe(1);
    clock.advance(150_000);
    await opened(2);
    expect(watches()[1]?.get("resourceVersion")).toBe("106");
    expect(watch.counts().lists).toBe(1);
  });
});

test.each([
  ["the blank lines of a proxy", "\n"],
  ["a line that never ends", " "],
])("A watch that is kept open by %s is left when its time is up, for it may be deaf.", async (_, sign) => {
  await withWatch(
    async ({ jobs, clock, opened, watch, watches }) => {
      clock.advance(480_000);
      jobs.write(sign);
      await turns(200);
      expect(watch.counts().watches).toBe(1);
      clock.advance(1);
      jobs.write(sign);
      await opened(2);
      expect(watches()[1]?.get("resourceVersion")).toBe("101");
      expect(watch.counts().failures).toBe(0);
    },
    { silenceMs: 3_600_000 },
  );
});

test("A server that fails for ever is asked for ever, at longer and longer intervals.", async () => {
  await withWatch(async ({ jobs, clock, watch }) => {
    const waits: number[] = [];
    for (let failure = 0; failure < 10; failure += 1) jobs.trouble({ kind: "status", status: 503 });
    jobs.endWatches("eof");
    await eventually(() => watch.state().kind === "waiting");
    for (let failure = 1; failure <= 11; failure += 1) {
      const state = watch.state();
      if (state.kind !== "waiting") throw new Error(`It is ${state.kind} and not waiting.`);
      waits.push(state.untilAt - clock.now());
      clock.advance(state.untilAt - clock.now());
      const { failures } = watch.counts();
      await eventually(() => watch.counts().failures > failures || jobs.watches() === 1);
    }
    expect(waits).toEqual([750, 1500, 3000, 6000, 12_000, ...Array.from({ length: 6 }, () => 22_500)]);
    expect(jobs.watches()).toBe(1);
  });
});

test("Who may not watch is told so by the state, and the watch goes on trying.", async () => {
  const why = 'User "jane" cannot list resource "jobs" in API group "batch" in the namespace "agents"';
  const handler: Handler = (_, response) =>
    json(response, 403, { message: `jobs.batch is forbidden: ${why}` });
  const clock = createHandClock();
  await withCluster(
    handler,
    async ({ cluster }) => {
      const watch = watchObjects(cluster, { resource: JOBS, labelSelector: "", onFault: () => {} }, forever);
      await eventually(() => watch.state().kind === "waiting");
      expect(watch.state()).toMatchObject({
        failures: 1,
        trouble: {
          kind: "refused",
          refusal: { kind: "not-permitted", missing: { verb: "list", resource: "jobs" } },
        },
      });
      clock.advance(30_000);
      await eventually(() => watch.counts().failures === 2);
      await watch.stop();
      await watch.listed;
    },
    clock,
  );
});

test("A busy server is left alone for as long as it asks.", async () => {
  const clock = createHandClock();
  await withCluster(
    (_, response) => {
      response.writeHead(429, { "retry-after": "42" });
      response.end();
    },
    async ({ cluster }) => {
      const watch = watchObjects(cluster, { resource: JOBS, labelSelector: "", onFault: () => {} }, forever);
      await eventually(() => watch.state().kind === "waiting");
      expect(watch.state()).toMatchObject({ untilAt: clock.now() + 42_000 });
      await watch.stop();
    },
    clock,
  );
});

test("The caller's signal stops it as well.", async () => {
  const stopping = new AbortController();
  const jobs = createListWatchServer(500);
  await withCluster(jobs.handler, async ({ cluster }) => {
    const options = { resource: JOBS, labelSelector: "", onFault: () => {} };
    const watch = watchObjects(cluster, options, stopping.signal);
    await eventually(() => jobs.watches() === 1);
    stopping.abort();
    await eventually(() => jobs.watches() === 0);
    await watch.stop();
    expect(watch.state()).toEqual({ kind: "stopped" });
  });
});
