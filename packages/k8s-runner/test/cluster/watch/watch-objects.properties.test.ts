import fc from "fast-check";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { Cluster } from "../../../src/cluster/cluster.ts";
import { JOBS } from "../../../src/cluster/objects/jobs.ts";
import type { Change } from "../../../src/cluster/watch/known-objects.ts";
import { watchObjects, type ObjectWatch } from "../../../src/cluster/watch/watch-objects.ts";
import { eventually, turns } from "../support/eventually.ts";
import { createHandClock, type HandClock } from "../support/hand-clock.ts";
import { createListWatchServer, type ListWatchServer } from "../support/list-watch-server.ts";
import { openOddServer } from "../support/odd-server.ts";
import type { Handler, OddServer } from "../support/odd-server.ts";
import { reached } from "../../../../../test/support/reached.ts";
import { connectTo, forever } from "../support/with-cluster.ts";

let handle: Handler = () => {};
let server: OddServer;
let cluster: Cluster;
let clock: HandClock;
beforeAll(async () => {
  clock = createHandClock();
  server = await openOddServer((asked, response) => handle(asked, response));
  cluster = await connectTo(server.kubeconfig, clock);
});
afterAll(async () => {
  await cluster.close();
  await eventually(() => server.openSockets() === 0);
  await server.close();
});

const name = fc.constantFrom("one", "two", "three");
const step = fc.oneof(
  { weight: 12, arbitrary: fc.record({ kind: fc.constantFrom("put", "remove"), name }) },
  {
    weight: 4,
    arbitrary: fc.record({
      kind: fc.constant("end"),
      how: fc.constantFrom("eof", "reset", "torn", "expired", "failed"),
    }),
  },
  { weight: 2, arbitrary: fc.record({ kind: fc.constantFrom("lose", "forget", "bookmark", "restart") }) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant("repeat"), back: fc.nat(4) }) },
  {
    weight: 2,
    arbitrary: fc.record({
      kind: fc.constant("trouble"),
      trouble: fc.oneof(
        fc.record({ kind: fc.constant("status"), status: fc.constantFrom(429, 500, 503, 401, 403, 410) }),
        fc.record({ kind: fc.constantFrom("garbage", "hang") }),
      ),
    }),
  },
  {
    weight: 4,
    arbitrary: fc.record({ kind: fc.constant("wait"), ms: fc.integer({ min: 100, max: 200_000 }) }),
  },
);
type Step = typeof step extends fc.Arbitrary<infer T> ? T : never;

function take(jobs: ListWatchServer, one: Step): void {
  switch (one.kind) {
    case "put":
    case "remove":
      return jobs[one.kind](one.name);
    case "end":
      return jobs.endWatches(one.how);
    case "lose":
      return jobs.loseNext();
    case "restart":
      return server.breakAll();
    case "forget":
    case "bookmark":
      return jobs[one.kind]();
    case "repeat":
      return jobs.repeat(one.back);
    case "trouble":
      return jobs.trouble(one.trouble);
    case "wait":
      return clock.advance(one.ms);
  }
}

/** What somebody knows who was only told the changes. Throws when one of them can't be. */
function viewOf(changes: readonly Change[]): ReadonlyMap<string, string> {
  const view = new Map<string, string>();
  const newest = new Map<string, number>();
  for (const change of changes) {
    const { uid, resourceVersion } = change.object;
    const version = Number(resourceVersion);
    const isUnseen = change.kind === "deleted" && change.finalStateUnknown;
    const last = newest.get(uid) ?? 0;
    if (isUnseen ? version !== last : version <= last)
      throw new Error(`${uid} goes from ${last} to ${version}.`);
    if ((change.kind === "added") === view.has(uid) && change.kind !== "deleted")
      throw new Error(`${uid} is ${change.kind} at the wrong time.`);
    newest.set(uid, version);
    if (change.kind === "deleted") view.delete(uid);
    else view.set(uid, resourceVersion);
  }
  return view;
}

function isSame(view: ReadonlyMap<string, string>, stored: ReadonlyMap<string, string>): boolean {
  return view.size === stored.size && [...stored].every(([uid, version]) => view.get(uid) === version);
}

/** Lets the time go on, with a server that does its work, until nothing is missing. */
async function settle(jobs: ListWatchServer, isSettled: () => boolean): Promise<void> {
  jobs.calm();
  for (let rounds = 0; rounds < 60 && !isSettled(); rounds += 1) {
    clock.advance(60_000);
    for (let tries = 0; tries < 40 && !isSettled(); tries += 1) await turns(2);
  }
}

test("for all histories of a server and its failures, the view ends equal to the store, in order and without duplicates", async () => {
  const met = reached("a delete that nobody saw", "a name taken anew", "lists again", "waits", "stale news");
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.record({ step, turns: fc.constantFrom(0, 1, 5, 20, 60) }), { maxLength: 40, size: "max" }),
      fc.integer({ min: 1, max: 4 }),
      async (steps, pageSize) => {
        const jobs = createListWatchServer(pageSize);
        handle = jobs.handler;
        const changes: Change[] = [];
        const options = { resource: JOBS, labelSelector: "", onFault: () => {} };
        const watch: ObjectWatch = watchObjects(cluster, options, forever);
        watch.subscribe({ kind: "everything" }, (change) => changes.push(change));
        for (const one of steps) {
          take(jobs, one.step);
          await turns(one.turns);
        }
        await settle(jobs, () => isSame(viewOf(changes), jobs.stored()) && watch.state().kind === "watching");
        expect(viewOf(changes)).toEqual(jobs.stored());
        const known = watch.known().map(({ uid, resourceVersion }) => [uid, resourceVersion] as const);
        expect(new Map(known)).toEqual(jobs.stored());
        const { lists, failures, events } = watch.counts();
        met.when(
          "a delete that nobody saw",
          changes.some((one) => one.kind === "deleted" && one.finalStateUnknown),
        );
        met.when("a name taken anew", new Set(changes.map(({ object }) => object.uid)).size > 3);
        met.when("lists again", lists > 2);
        met.when("waits", failures > 1);
        met.when("stale news", events > changes.length);
        await watch.stop();
        expect(clock.sleepers()).toBe(0);
        server.breakAll();
      },
    ),
  );
  met.expectAll();
});
