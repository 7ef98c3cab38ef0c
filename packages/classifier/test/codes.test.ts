import { ADVICE, CODES, RULES } from "@runverdict/classifier";
import type { Code, Family, Outcome } from "@runverdict/classifier";
import { describe, expect, test } from "vitest";
import { codes } from "./support/codes.ts";

/** The codes of the contract, table by table, with the outcome that their rows give. */
const contract: Readonly<Record<string, readonly (readonly [Code, Outcome])[]>> = {
  "success and quasi-success": [
    ["succeeded", "succeeded"],
    ["hook_stopped", "failed"],
    ["prompt_blocked", "failed"],
    ["incomplete", "failed"],
    ["empty_response", "failed"],
  ],
  "agent and limits": failed(
    "max_turns",
    "budget_exhausted",
    "structured_output_failed",
    "output_limit",
    "context_overflow",
    "interrupted",
    "session_not_found",
    "session_poisoned",
    "startup_failed",
    "agent_error",
  ),
  provider: failed(
    "refusal",
    "usage_limit",
    "billing",
    "model_not_found",
    "not_logged_in",
    "auth_failed",
    "rate_limited",
    "overloaded",
    "server_error",
    "request_too_large",
    "invalid_request",
    "api_timeout",
    "network_error",
    "bad_provider_response",
  ),
  intent: [
    ["cancelled", "cancelled"],
    ["timed_out", "timed_out"],
    ["budget_stopped", "failed"],
  ],
  "never created": failed(
    "concurrent_run_blocked",
    "orphan_task_unknown",
    "orphan_session_mismatch",
    "guard_unreachable",
    "name_conflict",
    "agent_id_invalid",
    "secret_create_failed",
    "unauthenticated",
    "api_unavailable",
    "namespace_gone",
    "quota_exceeded",
    "admission_denied",
    "job_rejected",
    "forbidden",
    "pod_never_created",
    "suspended_externally",
  ),
  "never started": failed(
    "unschedulable",
    "image_invalid",
    "image_not_found",
    "image_auth",
    "image_pull_failed",
    "container_config_error",
    "entrypoint_invalid",
    "volume_unavailable",
    "sandbox_failed",
    "init_failed",
    "node_rejected",
    "start_timeout",
    "no_first_output",
  ),
  "infrastructure and limits": failed(
    "oom_killed",
    "oom_node",
    "disk_limit_exceeded",
    "node_shutdown",
    "evicted",
    "preempted",
    "drained",
    "node_tainted",
    "node_lost",
    "runtime_lost",
    "heap_exhausted",
    "deleted_externally",
  ),
  inference: failed(
    "log_incomplete",
    "killed",
    "terminated",
    "crashed",
    "output_truncated",
    "no_result",
    "no_output",
    "exited",
  ),
  "not over, not known": [
    ["running", "unsettled"],
    ["starting", "unsettled"],
    ["settling", "unsettled"],
    ["observer_blind", "unsettled"],
    ["unknown", "failed"],
  ],
};

function failed(...ofTable: readonly Code[]): readonly (readonly [Code, Outcome])[] {
  return ofTable.map((code) => [code, "failed"]);
}

const families: Readonly<Record<Family, true>> = {
  success: true,
  agent: true,
  provider: true,
  config: true,
  limits: true,
  infrastructure: true,
  intent: true,
  observation: true,
  unknown: true,
};
const entries = Object.entries(CODES);

describe("the codes of the contract", () => {
  test.each(Object.entries(contract))("of the table %s have entries with its outcomes", (_, rows) => {
    expect(rows.map(([code]) => [code, CODES[code].outcome])).toEqual(rows);
  });

  test("are all the codes there are", () => {
    const named = Object.values(contract).flatMap((rows) => rows.map(([code]) => code));
    expect(named.toSorted()).toEqual(codes.toSorted());
    expect(new Set(named).size).toBe(named.length);
  });

  test("are each given by a rule, but for the one that says that no rule fits", () => {
    const given = new Set(RULES.map(({ code }) => code));
    expect(codes.filter((code) => !given.has(code))).toEqual(["unknown"]);
  });

  test("are asked in the order of their tables, for what nothing else decides", () => {
    const places = RULES.map(({ code }) => code);
    for (const table of ["success and quasi-success", "never created", "never started"]) {
      const ordered = (contract[table] ?? []).map(([code]) => places.indexOf(code));
      expect(ordered, `in ${table}`).toEqual(ordered.toSorted((one, other) => one - other));
    }
  });

  test("keep their meaning: a changed line of this list is a breaking change", async () => {
    const lines = entries.map(([code, { outcome, family, attribution, session }]) =>
      [code.padEnd(26), outcome.padEnd(10), family.padEnd(15), attribution.padEnd(14), session].join(" "),
    );
    await expect(`${lines.join("\n")}\n`).toMatchFileSnapshot("__snapshots__/codes.txt");
  });
});

describe("an entry", () => {
  test.each(entries)("of %s says in sentences what it means, where to look and what to do", (code, entry) => {
    expect(code).toMatch(/^[a-z]+(?:_[a-z]+)*$/);
    expect(families).toHaveProperty(entry.family);
    expect(entry.title).toMatch(/^[A-Z][^.]*$/);
    for (const sentence of [entry.means, entry.look, entry.resolve]) {
      expect(sentence).toMatch(/\S\.$/);
      expect(sentence).not.toMatch(/[\n{}]|\.\.| {2}|likely deleted/);
    }
    for (const sentence of [entry.means, entry.resolve]) expect(sentence).toMatch(/^[A-Z]/);
  });

  test("shares its title and its meaning with no other", () => {
    const titles = entries.map(([, { title }]) => title);
    expect(new Set(titles).size).toBe(titles.length);
    const meanings = entries.map(([, { means }]) => means);
    expect(new Set(meanings).size).toBe(meanings.length);
  });

  test("of a run that made no session keeps none", () => {
    const unmade = [...(contract["never created"] ?? []), ...(contract["never started"] ?? [])].map(
      ([code]) => code,
    );
    const keeping = unmade.filter((code) => CODES[code].session !== "none");
    // A Job that was suspended had a pod, and its session lives on.
    expect(keeping).toEqual(["suspended_externally"]);
  });

  test("of a session that can't go on drops it", () => {
    const dropped = entries.filter(([, { session }]) => session === "drop").map(([code]) => code);
    expect(dropped).toEqual(["context_overflow", "session_not_found", "session_poisoned"]);
  });
});

describe("what a code tells does not contradict itself", () => {
  test("what is to be mended in the configuration is not called the platform's doing", () => {
    const blamed = codes.filter(
      (code) => ADVICE[code] === "fix_config" && CODES[code].attribution === "platform",
    );
    expect(blamed).toEqual([]);
  });

  test("whose doing it was is said only where the code means that somebody knows", () => {
    const unknown = codes.filter((code) => CODES[code].means.includes("nothing says by whom"));
    expect(unknown).toEqual(["killed", "terminated"]);
    expect(unknown.map((code) => CODES[code].attribution)).toEqual(["nobody", "nobody"]);
  });

  test("where a session would be resumed, what to do without one is said as well", () => {
    const resumed = /\b(?:resume once|resume the session|session can be resumed)\b/i;
    const agentSpoke = new Set<string>(["incomplete", "interrupted"]);
    for (const code of codes) {
      const { resolve, unbegun } = CODES[code];
      if (agentSpoke.has(code)) continue;
      if (resumed.test(resolve) && ADVICE[code] !== "retry") expect(unbegun, code).toBeDefined();
      expect(unbegun ?? "", code).not.toMatch(/resum/i);
    }
  });
});
