import fc from "fast-check";
import { expect, test } from "vitest";
import { reached } from "../../../../test/support/reached.ts";
import type { LifecycleEvent } from "../../src/lifecycle/event.ts";
import { limitsFrom } from "../../src/lifecycle/limits.ts";
import { restore } from "../../src/lifecycle/restore.ts";
import type { LifecycleState } from "../../src/lifecycle/state.ts";
import { step } from "../../src/lifecycle/step.ts";
import { wakeAt } from "../../src/lifecycle/wake-at.ts";
import { epoch } from "./world/cluster.ts";
import { jobOf, jobUid, podOf, podUid } from "./world/objects.ts";
import { live } from "./world/life.ts";
import { plans } from "./world/plan.ts";

const phases = [
  "admitting",
  "creating",
  "scheduling",
  "starting",
  "running",
  "stopping",
  "inspecting",
  "cleaning",
  "settled",
] as const satisfies readonly LifecycleState["phase"][];

/** States that runs really come through. */
const states = fc
  .tuple(plans, fc.nat())
  .map(([plan, place]) => {
    const { moments } = live(plan, step);
    return moments[place % Math.max(1, moments.length)]?.after ?? null;
  })
  .filter((state) => state !== null);

test("for all states that a run comes through, what is stored is restored as it was", () => {
  const { when, expectAll } = reached(...phases);
  fc.assert(
    fc.property(states, (state) => {
      phases.forEach((phase) => when(phase, state.phase === phase));
      expect(restore(JSON.parse(JSON.stringify(state)))).toEqual({ kind: "restored", state });
    }),
    { numRuns: 400 },
  );
  expectAll();
});

/** All places in a JSON value, from the outside in. */
function placesIn(value: unknown): readonly (readonly string[])[] {
  if (typeof value !== "object" || value === null) return [];
  return Object.entries(value).flatMap(([key, part]) => [
    [key],
    ...placesIn(part).map((path) => [key, ...path]),
  ]);
}

/** The value with another one in one place; `undefined` takes it out. */
function damaged(value: unknown, [key = "", ...rest]: readonly string[], by: unknown): unknown {
  if (typeof value !== "object" || value === null) return by;
  const copy: object = Array.isArray(value) ? [...(value as readonly unknown[])] : { ...value };
  const part: unknown = Reflect.get(copy, key);
  if (rest.length === 0 && by === undefined) Reflect.deleteProperty(copy, key);
  else Reflect.set(copy, key, rest.length === 0 ? by : damaged(part, rest, by));
  return copy;
}

const odd = fc.oneof(
  fc.constantFrom(undefined, null, "", 0, -1, 0.5, 1e300, 8e15, true, [], {}, "__proto__", "constructor"),
  fc.constantFrom(
    "due",
    "asked",
    "connected",
    "present",
    "absent",
    "terminated",
    "cancel",
    "drain",
    ...phases,
  ),
  fc.jsonValue({ maxDepth: 2 }),
);

/** What a process that takes a state up may hear, in any phase. */
function hearings(state: LifecycleState): readonly LifecycleEvent[] {
  const at = epoch + 1e7;
  const asks = Object.values(state.errands).flatMap((errand) =>
    errand.kind === "asked" ? [errand.ask] : [],
  );
  const sight = { resourceVersion: "99999999999" };
  return [
    ...asks.flatMap((ask): readonly LifecycleEvent[] => [
      { kind: "log-rest-progressed", at, ask },
      { kind: "forensics-sealed", at, ask, digest: "sha256:1" },
      { kind: "request-failed", at, ask, why: "unavailable" },
    ]),
    { kind: "restarted", at },
    { kind: "clock-ticked", at: at + 1e6 },
    { kind: "log-closed", at, connection: state.connections, why: { kind: "eof" } },
    { kind: "log-progressed", at, connection: state.connections, said: "final-word" },
    { kind: "job-seen", at, ask: null, uid: jobUid, ...sight, facts: jobOf("Failed") },
    {
      kind: "pod-seen",
      at,
      ask: null,
      uid: podUid,
      ...sight,
      facts: podOf({ kind: "running", startedAt: at }),
    },
    { kind: "pod-absent", at, ask: null, uid: podUid },
    { kind: "job-absent", at, ask: null, uid: jobUid },
    { kind: "cancel-requested", at, intent: "cancel", by: "ada", reason: "" },
    { kind: "clock-ticked", at: at + 1e9 },
    { kind: "detach-requested", at },
  ];
}

test("for all states with any one place damaged, it is refused, or nothing that is heard afterwards throws", () => {
  const { when, expectAll } = reached("refused", "taken though damaged", "damaged deep inside");
  fc.assert(
    fc.property(states, fc.nat(), odd, (state, place, by) => {
      const places = placesIn(state);
      const path = places[place % places.length] ?? [];
      const restored = restore(damaged(JSON.parse(JSON.stringify(state)), path, by));
      when("refused", restored.kind === "refused");
      when("damaged deep inside", restored.kind === "refused" && path.length > 4);
      if (restored.kind === "refused") {
        expect(restored.why).toContain("take the run up from its Job");
        return;
      }
      when("taken though damaged", true);
      // Each event alone, and all of them in a row.
      for (const event of hearings(restored.state)) {
        const alone = step(restored.state, event, limitsFrom());
        expect(wakeAt(alone.state)).not.toBeNaN();
      }
      hearings(restored.state).reduce((now, event) => step(now, event, limitsFrom()).state, restored.state);
    }),
    { numRuns: 1500 },
  );
  expectAll();
});
