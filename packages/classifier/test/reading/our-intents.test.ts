import type { Intent } from "@runverdict/classifier";
import { describe, expect, test } from "vitest";
import { readEvidence } from "../../src/reading/reading.ts";
import { absent, evidence, exitCode, found, instant, intent } from "../support/evidence.ts";
import { pod, running, terminated } from "../support/kubernetes.ts";

const ended = found(pod({ agent: terminated(143, "Error") }));
const intentsOf = (intents: readonly Intent[], podLookup: Parameters<typeof evidence>[0] = { pod: ended }) =>
  readEvidence(evidence({ ...podLookup, run: { intents } })).intents;

describe("an intent of ours", () => {
  test("counts up to the second in which the container ended", () => {
    expect(intentsOf([intent("cancel", { at: instant(60.999) })]).cancel).not.toBeNull();
    expect(intentsOf([intent("cancel", { at: instant(61) })]).cancel).toBeNull();
  });

  test("counts where nobody knows when it was recorded, or when the container ended", () => {
    expect(intentsOf([intent("cancel")]).cancel).not.toBeNull();
    const late = [intent("cancel", { at: instant(9000) })];
    expect(
      intentsOf(late, { pod: found(pod({ agent: { terminated: { exitCode: 143 } } })) }).cancel,
    ).not.toBeNull();
    expect(intentsOf(late, { pod: found(pod({ agent: running() })) }).cancel).not.toBeNull();
    expect(intentsOf(late, {}).cancel).not.toBeNull();
  });

  test("counts until the pod should have been gone, where nobody saw its container end", () => {
    const gone = { pod: absent(pod({ agent: running(), deletion: { at: 50, graceSeconds: 10 } })) };
    expect(intentsOf([intent("cancel", { at: instant(60.5) })], gone).cancel).not.toBeNull();
    expect(intentsOf([intent("cancel", { at: instant(61) })], gone).cancel).toBeNull();
    expect(intentsOf([intent("cancel", { at: instant(9000) })], { pod: absent() }).cancel).not.toBeNull();
    // The wrapper's last frame has no time.
    const told = { ...gone, run: { intents: [intent("cancel", { at: instant(61) })], ...exitCode(3) } };
    expect(readEvidence(evidence(told)).intents.cancel).toBeNull();
  });

  test("is found wherever it stands in the list, the first of its kind", () => {
    const { cancel, budget } = intentsOf([
      intent("teardown"),
      intent("budget"),
      intent("cancel"),
      intent("cancel"),
    ]);
    expect(budget?.path).toBe("run.intents.1");
    expect(cancel?.path).toBe("run.intents.2");
  });

  test("explains a deletion however late it was recorded", () => {
    expect(intentsOf([intent("teardown", { at: instant(9000) })]).deletion?.path).toBe("run.intents.0");
    expect(intentsOf([]).deletion).toBeNull();
  });
});

describe("a deadline of ours", () => {
  test.each([
    ["schedule", { startDeadline: true }],
    ["start", { startDeadline: true }],
    ["first_output", { firstOutputDeadline: true }],
    ["idle", { runDeadline: true }],
    ["run", { runDeadline: true }],
    ["drain", {}],
    [null, {}],
  ] as const)("of phase %s is of the kind %j", (phase, kinds) => {
    const { startDeadline, firstOutputDeadline, runDeadline } = intentsOf([intent("deadline", { phase })]);
    expect({
      ...(startDeadline && { startDeadline: true }),
      ...(firstOutputDeadline && { firstOutputDeadline: true }),
      ...(runDeadline && { runDeadline: true }),
    }).toEqual(kinds);
  });

  test("is no intent of another kind with the same phase", () => {
    expect(intentsOf([intent("cancel", { phase: "run" })]).runDeadline).toBeNull();
  });

  test("that fired too late for one thing may have fired in time for another", () => {
    const { runDeadline } = intentsOf([
      intent("deadline", { phase: "run", at: instant(61) }),
      intent("deadline", { phase: "idle", at: instant(59) }),
    ]);
    expect(runDeadline?.value.phase).toBe("idle");
  });
});
