import fc from "fast-check";
import { expect, test } from "vitest";
import { boundBy, type Bound } from "../../../src/cluster/request/bound.ts";
import { createTurns, type Turns } from "../../../src/cluster/request/turns.ts";
import { reached } from "../../../../../test/support/reached.ts";
import { turns as letTurnsPass } from "../support/eventually.ts";
import { createHandClock } from "../support/hand-clock.ts";
import { forever } from "../support/with-cluster.ts";

/**
 * An exchange is asked for, one that is under way ends, or one that waits is given up; `tooLate` is given up at the very
 * moment at which its turn comes.
 */
const deed = fc.oneof(
  {
    weight: 3,
    arbitrary: fc.record({
      kind: fc.constant("ask"),
      tooLate: fc.boolean(),
    }),
  },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant("end"), place: fc.nat(3), fails: fc.boolean() }) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant("give-up"), place: fc.nat(9) }) },
);

interface Asked {
  readonly bound: Bound;
  readonly exchange: PromiseWithResolvers<string>;
  state: "waiting" | "under way" | "over";
  settled: Promise<void>;
}

/** `begun` is told which exchanges began, in the order in which they did. */
function ask(turns: Turns, tooLate: boolean, begun: Asked[]): Asked {
  const bound = boundBy(createHandClock(), forever, 1000);
  const exchange = Promise.withResolvers<string>();
  const asked: Asked = { bound, exchange, state: "waiting", settled: Promise.resolve() };
  const first: Bound["first"] = (turn) => (tooLate ? turn.then(() => null) : bound.first(turn));
  const taken = turns.take({ why: bound.why, first }, () => {
    asked.state = "under way";
    begun.push(asked);
    return exchange.promise;
  });
  asked.settled = settle();
  return asked;

  async function settle(): Promise<void> {
    const outcome = await taken.catch(() => "failed");
    asked.state = "over";
    // Whoever never had a turn is told so.
    expect(outcome === null).toBe(!begun.includes(asked));
  }
}

test("for all exchanges, no more than so many are under way, none waits while a place is free, and they begin in the order in which they came", async () => {
  const met = reached("somebody waited", "given up while waiting", "given up as its turn came", "one failed");
  await fc.assert(
    fc.asyncProperty(
      fc.integer({ min: 1, max: 3 }),
      fc.array(deed, { maxLength: 40 }),
      async (most, deeds) => {
        const turns = createTurns(most);
        const all: Asked[] = [];
        const begun: Asked[] = [];
        const of = (state: Asked["state"]): readonly Asked[] => all.filter((one) => one.state === state);
        const late = new Set<Asked>();
        const look = async (): Promise<void> => {
          await letTurnsPass(3);
          expect(of("under way").length).toBeLessThanOrEqual(most);
          if (of("waiting").length > 0) expect(of("under way").length).toBe(most);
          met.when("somebody waited", of("waiting").length > 0);
          met.when(
            "given up as its turn came",
            [...late].some((one) => one.state === "over" && !begun.includes(one)),
          );
        };

        for (const one of deeds) {
          if (one.kind === "ask") {
            const asked = ask(turns, one.tooLate, begun);
            all.push(asked);
            if (one.tooLate) late.add(asked);
          }
          if (one.kind === "end") {
            const ending = of("under way")[one.place];
            if (one.fails) ending?.exchange.reject(new Error("It failed."));
            else ending?.exchange.resolve("done");
            met.when("one failed", one.fails && ending !== undefined);
          }
          if (one.kind === "give-up") {
            const given = of("waiting").filter((asked) => !late.has(asked))[one.place];
            given?.bound.abandon();
            met.when("given up while waiting", given !== undefined);
          }
          await look();
        }
        while (of("over").length < all.length) {
          of("under way").forEach(({ exchange }) => exchange.resolve("done"));
          await look();
        }
        await Promise.all(all.map(({ settled }) => settled));
        expect(begun).toEqual(all.filter((one) => begun.includes(one)));
        all.forEach(({ bound }) => bound.release());
      },
    ),
  );
  met.expectAll();
});
