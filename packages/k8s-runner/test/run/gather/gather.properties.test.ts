import { classify } from "@runverdict/classifier";
import fc from "fast-check";
import { expect, test } from "vitest";
import { reached } from "../../../../../test/support/reached.ts";
import { gather } from "../../../src/run/gather/gather.ts";
import type { JobHappening } from "../../../src/simulator/faults/fault-plan.ts";
import type { Script } from "../../../src/simulator/kubelet/script.ts";
import { onStage } from "../support/stage.ts";

/** How an agent ends so that its pod stays there to be looked at. */
const ends = fc.oneof(
  fc.record({ kind: fc.constant("exits" as const), code: fc.constantFrom(0, 1, 2, 126, 127, 137, 143) }),
  fc.constant({ kind: "befallen", what: { kind: "oom" } } as const),
  fc.constant({ kind: "befallen", what: { kind: "evict", why: "node-pressure" } } as const),
  fc.constant({ kind: "befallen", what: { kind: "evict", why: "own-limit" } } as const),
);

/** What befalls those who look; each is over when they ask again. */
const troubles = fc.array(
  fc.record({
    on: fc.constantFrom("get jobs", "list pods", "list events"),
    nth: fc.constant(1),
    kind: fc.constantFrom("request-lost", "answer-lost"),
  }),
  { maxLength: 3 },
);

/** Some output, in lines of any length, and time for something to happen. */
const texts = fc.array(fc.stringMatching(/^[a-z ]{0,40}$/), { minLength: 1, maxLength: 12 });

test("for all ends that leave their pod there, whoever looks later has the output, and judges as the one who followed", async () => {
  const seen = reached("exit 0", "out of memory", "evicted", "had to ask again");
  await fc.assert(
    fc.asyncProperty(ends, texts, troubles, async (end, said, wire) => {
      const writes = said.map((text) => ({ kind: "write", afterMs: 100, text: `${text}\n` }) as const);
      const code = end.kind === "exits" ? end.code : 0;
      const script: Script = { steps: [...writes, { kind: "exit", afterMs: 3000, code }] };
      await onStage({ script }, async ({ simulator, cluster, until, when, run }) => {
        const handle = run({ keepJob: true, timestamps: "keep" });
        if (end.kind === "befallen") {
          await when(() => handle.output() !== "");
          const what: JobHappening = end.what;
          simulator.happen({ ...what, job: handle.jobName });
        }
        const followed = await until(handle.outcome);
        simulator.faults.onWire(wire);
        const pieces: Uint8Array[] = [];
        const onOutput = (bytes: Uint8Array): void => void pieces.push(bytes);
        const target = { kind: "job", name: handle.jobName, container: null } as const;
        const found = await until(gather(cluster, target, new AbortController().signal, { onOutput }));
        if (found.kind !== "gathered") throw new Error(found.kind);
        expect(found.troubles).toEqual([]);
        expect(Buffer.concat(pieces).toString()).toBe(handle.output());
        const [later, then] = [classify(found.evidence), classify(followed.evidence)];
        expect([later.code, later.outcome, later.confidence]).toEqual([
          then.code,
          then.outcome,
          then.confidence,
        ]);
        seen.when("exit 0", end.kind === "exits" && end.code === 0);
        seen.when("out of memory", then.code === "oom_killed");
        seen.when("evicted", end.kind === "befallen" && end.what.kind === "evict");
        seen.when("had to ask again", simulator.faults.befallen().length > 0);
      });
    }),
    { numRuns: 30 },
  );
  seen.expectAll();
});
