import { advise, classify, CODES, DEFAULT_POLICY } from "@runverdict/classifier";
import type { Advisable, Code, Progress, RetryAction, RetryPolicy } from "@runverdict/classifier";
import { describe, expect, test } from "vitest";
import { codes } from "./support/codes.ts";
import { evidence, exitCode, found, instant, intent } from "./support/evidence.ts";
import { pod, running, terminated } from "./support/kubernetes.ts";
import { apiFailure, init, prose, rateLimit, stream } from "./support/stream.ts";

/** A verdict of which only the code and how far the run may have come are told. */
function verdict(code: Code, atMost: Progress, more: Partial<Advisable> = {}): Advisable {
  const { outcome, session } = CODES[code];
  return {
    code,
    outcome,
    session,
    progress: { atLeast: "not_created", atMost },
    flags: [],
    notBefore: null,
    ...more,
  };
}

const action = (
  code: Code,
  atMost: Progress,
  policy: Partial<RetryPolicy> = {},
  more: Partial<Advisable> = {},
) => advise(verdict(code, atMost, more), policy).action;

const stages: readonly Progress[] = [
  "not_created",
  "not_started",
  "started",
  "initialised",
  "content",
  "result",
];
const actions: readonly RetryAction[] = [
  "retry",
  "resume",
  "fresh_session",
  "retry_after",
  "more_memory",
  "more_disk",
];

describe("nothing is replayed blindly", () => {
  test.each(stages)("what came at most as far as %s is started again only if it never started", (atMost) => {
    const never = atMost === "not_created" || atMost === "not_started";
    expect(action("start_timeout", atMost)).toBe(never ? "retry" : "resume");
    expect(action("overloaded", atMost)).toBe(never ? "retry" : "resume");
    expect(action("start_timeout", atMost, { sessionDurable: false })).toBe(never ? "retry" : "none");
    expect(action("overloaded", atMost, { sessionDurable: false })).toBe(never ? "retry" : "none");
  });

  test("whatever a policy wants", () => {
    for (const code of codes) {
      for (const wanted of actions) {
        expect(action(code, "started", { actions: { [code]: wanted } })).not.toBe("retry");
      }
    }
  });

  test("more memory is given to a run that may have worked only where its session lives on", () => {
    expect(action("oom_killed", "content")).toBe("more_memory");
    expect(action("oom_killed", "content", { sessionDurable: false })).toBe("none");
    expect(action("disk_limit_exceeded", "content", { sessionDurable: false })).toBe("none");
    expect(action("oom_killed", "not_started", { sessionDurable: false })).toBe("more_memory");
  });

  test("a fresh session and a limit that is reset need no old session", () => {
    expect(action("session_not_found", "result", { sessionDurable: false })).toBe("fresh_session");
    expect(action("usage_limit", "result", { sessionDurable: false })).toBe("retry_after");
  });
});

describe("nothing is started while a pod of the run may be alive", () => {
  test.each(codes.filter((code) => CODES[code].outcome === "unsettled"))(
    "%s waits, whatever a policy wants",
    (code) => {
      for (const wanted of actions)
        expect(action(code, "not_started", { actions: { [code]: wanted } })).toBe("wait");
    },
  );

  test("an end that is not known to be one waits", () => {
    const open = { outcome: "unsettled" } as const;
    expect(action("unknown", "result", { actions: { unknown: "retry" } }, open)).toBe("wait");
  });

  test("a stop that nobody saw happen waits", () => {
    const limbo = { flags: ["cancel_unconfirmed"] } as const;
    for (const wanted of actions) {
      expect(action("timed_out", "content", { actions: { timed_out: wanted } }, limbo)).toBe("wait");
    }
    expect(advise(verdict("cancelled", "result", limbo), { actions: { cancelled: "retry" } }).hint).toBe(
      "The pod may still be alive; make sure that it is gone.",
    );
    expect(action("cancelled", "result", {}, limbo)).toBe("none");
  });
});

describe("tries are counted", () => {
  test("up to the policy's limit", () => {
    expect([0, 1, 2, 3, 4].map((attempts) => action("overloaded", "content", { attempts }))).toEqual([
      "resume",
      "resume",
      "resume",
      "none",
      "none",
    ]);
    expect(action("overloaded", "content", { attempts: 3, maxAttempts: 9 })).toBe("resume");
    expect(action("overloaded", "content", { maxAttempts: 0 })).toBe("none");
  });

  test("and an end that nobody explains is tried again once", () => {
    expect(action("killed", "content", { maxAttempts: 9 })).toBe("resume");
    expect(action("killed", "content", { attempts: 1, maxAttempts: 9 })).toBe("none");
    expect(action("killed", "content", { maxAttempts: 0 })).toBe("none");
    expect(advise(verdict("killed", "content"), { attempts: 1 }).hint).toBe(
      "It was tried again once already.",
    );
    expect(
      [0, 2, 3].map((attempts) => advise(verdict("killed", "content"), { attempts, maxAttempts: 0 }).hint),
    ).toEqual([
      "The policy allows no further try.",
      "It was tried again twice already.",
      "It was tried again 3 times already.",
    ]);
  });

  test("and waiting is never over", () => {
    expect(action("running", "content", { attempts: 99 })).toBe("wait");
    expect(action("auth_failed", "content", { attempts: 99 })).toBe("fix_config");
  });
});

describe("a policy", () => {
  test("replaces the default of a code", () => {
    expect(action("max_turns", "result", { actions: { max_turns: "resume" } })).toBe("resume");
    expect(action("overloaded", "result", { actions: { overloaded: "none" } })).toBe("none");
    expect(action("server_error", "result", { actions: { overloaded: "none" } })).toBe("resume");
  });

  test("by default knows of a session that outlives its pod, and of three tries", () => {
    expect(DEFAULT_POLICY).toEqual({ sessionDurable: true, attempts: 0, maxAttempts: 3, actions: {} });
    expect(advise(verdict("overloaded", "content"))).toEqual(
      advise(verdict("overloaded", "content"), DEFAULT_POLICY),
    );
  });
});

describe("the time of a retry", () => {
  const notBefore = "2026-11-21T00:22:57.000Z";

  test("is when the limit is reset, where somebody said when", () => {
    expect(advise(verdict("usage_limit", "result", { notBefore }))).toEqual({
      action: "retry_after",
      notBefore,
      hint: "Go on once the limit has been reset.",
    });
    expect(advise(verdict("usage_limit", "result")).notBefore).toBeNull();
  });

  test("is left to the caller's back-off otherwise", () => {
    expect(advise(verdict("overloaded", "content", { notBefore })).notBefore).toBeNull();
    expect(advise(verdict("usage_limit", "result", { notBefore }), { attempts: 9 }).notBefore).toBeNull();
  });
});

test("a session that a resume would find as it is is dropped, whatever a policy wishes", () => {
  const policy = { actions: { context_overflow: "resume" } } as const;
  expect(action("context_overflow", "content", policy)).toBe("fresh_session");
});

test("every action but none says in a sentence what to do", () => {
  const said = codes.flatMap((code) => stages.map((atMost) => advise(verdict(code, atMost))));
  expect(new Set(said.map((one) => one.action)).size).toBe(9);
  for (const { action: what, hint } of said) {
    if (what === "none") expect(hint).toBeNull();
    else expect(hint).toMatch(/^[A-Z].*\.$/);
  }
});

describe("the advice in a verdict", () => {
  test("is the default one", () => {
    const lines = [
      init(),
      prose("Working."),
      rateLimit("rejected"),
      apiFailure("x", { api_error: "usage_limit_reached" }),
    ];
    expect(classify(evidence({ stream: stream(lines), run: exitCode(1) })).retry).toEqual({
      action: "retry_after",
      notBefore: "2026-11-21T00:22:57.000Z",
      hint: "Go on once the limit has been reset.",
    });
  });

  test("can be given again with another policy", () => {
    const verdictOfRun = classify(evidence({ pod: found(pod({ agent: terminated(137, "OOMKilled") })) }));
    expect(verdictOfRun.retry.action).toBe("more_memory");
    expect(
      advise({ ...verdictOfRun, notBefore: verdictOfRun.retry.notBefore }, { sessionDurable: false }).action,
    ).toBe("none");
  });

  test("waits for a pod that we asked to stop and that still runs", () => {
    const limbo = evidence({
      pod: found(pod({ agent: running() })),
      run: { intents: [intent("deadline", { phase: "run", at: instant(60) })] },
    });
    const verdictOfLimbo = classify(limbo);
    expect(verdictOfLimbo).toMatchObject({
      code: "timed_out",
      flags: ["cancel_unconfirmed"],
      retry: { action: "none" },
    });
    const wanted: Partial<RetryPolicy> = { actions: { timed_out: "resume" } };
    expect(advise({ ...verdictOfLimbo, notBefore: null }, wanted).action).toBe("wait");
  });
});

test.each([
  ["exited", "resume", "It began no session, so start it again as it was, after a pause, with back-off."],
  ["oom_killed", "more_memory", "Give it more memory, then start it again."],
  ["disk_limit_exceeded", "more_disk", "Give it more ephemeral storage, then start it again."],
] as const)("the hint for %s speaks of no session where the agent never came up", (code, wanted, hint) => {
  expect(advise(verdict(code, "started"))).toMatchObject({ action: wanted, hint });
  expect(advise(verdict(code, "initialised"))).toMatchObject({ action: wanted });
  expect(advise(verdict(code, "initialised")).hint).toMatch(/resume the session/i);
});

test("what never started is given more memory without a word of a session", () => {
  expect(advise(verdict("oom_killed", "not_started")).hint).toBe("Give it more memory, then start it again.");
});
