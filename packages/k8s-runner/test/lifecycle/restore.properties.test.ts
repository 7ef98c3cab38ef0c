import fc from "fast-check";
import { expect, test } from "vitest";
import { reached } from "../../../../test/support/reached.ts";
import type { LifecycleEvent } from "../../src/lifecycle/event.ts";
import { limitsFrom } from "../../src/lifecycle/limits.ts";
import { restore } from "../../src/lifecycle/restore.ts";
import type { LifecycleState } from "../../src/lifecycle/state.ts";
import { step } from "../../src/lifecycle/step.ts";
import { wakeAt } from "../../src/lifecycle/wake-at.ts";
import { damaged, placesIn } from "../support/damage.ts";
import { epoch } from "./world/cluster.ts";
import { jobOf, jobUid, podOf, podUid } from "./world/objects.ts";
import { live } from "./world/life.ts";
import { type Plan, plans } from "./world/plan.ts";

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

/** The states that a run really comes through. */
function statesOf(plan: Plan): readonly LifecycleState[] {
  return [...new Set(live(plan, step).moments.map(({ after }) => after))];
}

test("for all states that a run comes through, what is stored is restored as it was", () => {
  const { when, expectAll } = reached(...phases);
  fc.assert(
    fc.property(plans, (plan) => {
      for (const state of statesOf(plan)) {
        when(state.phase, true);
        expect(restore(JSON.parse(JSON.stringify(state)))).toEqual({ kind: "restored", state });
      }
    }),
  );
  expectAll();
});

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

const damages = fc.array(fc.record({ state: fc.nat(), place: fc.nat(), by: odd }), {
  minLength: 20,
  maxLength: 20,
});

test("for all states with any one place damaged, it is refused, or nothing that is heard afterwards throws", () => {
  const { when, expectAll } = reached("refused", "taken though damaged", "damaged deep inside");
  fc.assert(
    fc.property(plans, damages, (plan, wishes) => {
      const states = statesOf(plan);
      for (const wish of wishes) {
        const state = states[wish.state % states.length];
        const places = placesIn(state);
        const path = places[wish.place % places.length] ?? [];
        const restored = restore(damaged(JSON.parse(JSON.stringify(state)), path, wish.by));
        const isRefused = restored.kind === "refused";
        when("refused", isRefused);
        when("damaged deep inside", isRefused && path.length > 4);
        when("taken though damaged", !isRefused);
        if (isRefused) expect(restored.why).toContain("take the run up from its Job");
        else hearAll(restored.state);
      }
    }),
  );
  expectAll();
});

/** Each event alone, and all of them in a row. */
function hearAll(state: LifecycleState): void {
  const limits = limitsFrom();
  for (const event of hearings(state)) expect(wakeAt(step(state, event, limits).state)).not.toBeNaN();
  hearings(state).reduce((now, event) => step(now, event, limits).state, state);
}
