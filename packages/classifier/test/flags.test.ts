import { classify } from "@runverdict/classifier";
import type { Flag } from "@runverdict/classifier";
import { describe, expect, test } from "vitest";
import { absent, evidence, exitCode, found, instant, intent, unavailable } from "./support/evidence.ts";
import { disruption, job, pod, running, terminated, waiting } from "./support/kubernetes.ts";
import {
  apiFailure,
  errorResult,
  init,
  OTHER_SESSION,
  prose,
  rateLimit,
  stream,
  success,
  system,
  toolCall,
} from "./support/stream.ts";
import type { WireLine } from "./support/stream.ts";

type Parts = Parameters<typeof evidence>[0];

const flagsOf = (parts: Parts): readonly Flag[] => classify(evidence(parts)).flags;
const done = [init(), success("Done.")];
const went = (...more: readonly WireLine[]): Parts => ({
  stream: stream([init(), ...more, success("Done.")]),
  run: exitCode(0),
});
const inPod = (shape: Parameters<typeof pod>[0], lines: readonly WireLine[] = done): Parts => ({
  stream: stream(lines),
  pod: found(pod(shape)),
});
const failed = [init(), apiFailure("API Error: 500")];
const task = (subtype: string, more: Readonly<Record<string, unknown>>) =>
  system(subtype, { task_id: "b1", ...more });

/** Each flag: what raises it, and what almost does. */
const table: Readonly<
  Record<
    Flag,
    { readonly raised: Readonly<Record<string, Parts>>; readonly not: Readonly<Record<string, Parts>> }
  >
> = {
  killed_after_result: {
    raised: {
      "SIGKILL after the result": inPod({ agent: terminated(137, "Error") }),
      "SIGTERM after the result": inPod({ agent: terminated(143, "Error") }),
      "SIGINT after the result": { stream: stream(done), run: exitCode(130) },
      "SIGHUP after the result": { stream: stream(done), run: exitCode(129) },
      "a deletion that nobody saw the container survive": {
        stream: stream(done),
        pod: absent(pod({ agent: running(), deletion: { at: 50, graceSeconds: 30 } })),
      },
    },
    not: {
      "exit 0": inPod({ agent: terminated(0, "Completed") }),
      "a fault after the result": { stream: stream(done), run: exitCode(139) },
      "a kill after an error result": { stream: stream(failed), run: exitCode(137) },
      "a pod that is gone, and nobody asked it to go": {
        stream: stream(done),
        pod: absent(pod({ agent: running() })),
      },
      "a deletion after the container had ended well": inPod({
        agent: terminated(0, "Completed"),
        deletion: { at: 50, graceSeconds: 30 },
      }),
      "an exit code that nobody knows": {
        stream: stream(done),
        run: { exit: { kind: "signal", signal: "SIGRTMIN" } },
      },
    },
  },
  unclean_exit: {
    raised: {
      "exit 1 after the result": { stream: stream(done), run: exitCode(1) },
      "a fault after the result": { stream: stream(done), run: exitCode(139) },
    },
    not: {
      "exit 0": { stream: stream(done), run: exitCode(0) },
      "a kill after the result": { stream: stream(done), run: exitCode(137) },
      "exit 1 after an error": { stream: stream(failed), run: exitCode(1) },
      "a run that nobody saw end": { stream: stream(done) },
    },
  },
  cancel_raced: {
    raised: {
      "a cancel beside a result": {
        stream: stream(done),
        run: { ...exitCode(0), intents: [intent("cancel")] },
      },
      "a cancel that came too late": {
        ...inPod({ agent: terminated(0, "Completed") }),
        run: { intents: [intent("cancel", { at: instant(9000) })] },
      },
    },
    not: {
      "another intent beside a result": {
        stream: stream(done),
        run: { ...exitCode(0), intents: [intent("teardown")] },
      },
      "a cancel without a result": {
        stream: stream([init()]),
        run: { ...exitCode(143), intents: [intent("cancel")] },
      },
    },
  },
  tools_denied: {
    raised: {
      "a denied tool, by its event": went(system("permission_denied", { tool_name: "Bash" })),
      "denied tools, by the result": {
        stream: stream([init(), success("Done.", { permission_denials: [{ tool_name: "Bash" }] })]),
      },
    },
    not: { "a tool that was allowed": went(toolCall("Bash")) },
  },
  mcp_failed: {
    raised: {
      "an MCP server that failed, beside one that works": {
        stream: stream([
          init({
            mcp_servers: [
              { name: "a", status: "connected" },
              { name: "b", status: "failed" },
            ],
          }),
          success("Done."),
        ]),
      },
    },
    not: {
      "an MCP server that wants a login": {
        stream: stream([init({ mcp_servers: [{ name: "a", status: "needs-auth" }] }), success("Done.")]),
      },
      "a stream that never told its servers": { stream: stream([success("Done.")]) },
    },
  },
  retried: {
    raised: { "a retry of the agent's own": went(system("api_retry", { attempt: 1, error_status: 529 })) },
    not: { "a status": went(system("status", { status: "requesting" })) },
  },
  fell_back: {
    raised: {
      "a model that was overloaded": went(system("model_fallback", { fallback_model: "claude-sonnet-5" })),
      "a model that refused": went(system("model_refusal_fallback")),
    },
    not: {
      "a refusal that nothing took over": {
        stream: stream([init(), system("model_refusal_no_fallback"), ...failed]),
      },
    },
  },
  usage_warning: {
    raised: { "a warning of the usage limit": went(rateLimit("allowed_warning")) },
    not: {
      "a routine event": went(rateLimit("allowed")),
      "a rejected request": { stream: stream([init(), rateLimit("rejected"), apiFailure("x")]) },
    },
  },
  session_writes_lost: {
    raised: {
      "a session that could not be saved": {
        stream: stream([...done, system("session_writes_lost", { error_code: "ENOSPC" })]),
      },
    },
    not: {
      "another system event after the result": { stream: stream([...done, system("worker_shutting_down")]) },
    },
  },
  background_work_lost: {
    raised: {
      "a background task that was stopped": went(
        task("task_started", {}),
        task("task_notification", { status: "stopped" }),
      ),
      "a background task that nobody heard of again": went(task("task_started", {})),
      "the same, where the pod is gone": {
        stream: stream([init(), task("task_started", {}), success("Done.")]),
        pod: absent(pod({ agent: running() })),
      },
    },
    not: {
      "a background task that was completed": went(
        task("task_started", {}),
        task("task_notification", { status: "completed" }),
      ),
      "a task in the foreground": went(task("task_started", { is_backgrounded: false })),
      "a task in the foreground that was stopped": went(
        task("task_started", { is_backgrounded: false }),
        task("task_notification", { status: "stopped" }),
      ),
      "a background task of a container that runs": inPod({ agent: running() }, [
        init(),
        task("task_started", {}),
        success("Done."),
      ]),
      "a background task of a run that nobody saw end": {
        stream: stream([init(), task("task_started", {}), success("Done.")]),
      },
    },
  },
  child_oom: {
    raised: {
      "a child that was killed for memory, while the agent went on": inPod({
        agent: terminated(0, "OOMKilled"),
      }),
      "the same before an error": inPod({ agent: terminated(1, "OOMKilled") }, failed),
    },
    not: {
      "an agent that was killed for memory after its result": inPod({ agent: terminated(137, "OOMKilled") }),
      "an agent that was killed for memory": inPod({ agent: terminated(1, "OOMKilled") }, [
        init(),
        prose("Working."),
      ]),
      "the same without a limit": inPod({ agent: terminated(1, "OOMKilled"), memory: null }, [init()]),
      "another end": inPod({ agent: terminated(0, "Completed") }),
    },
  },
  sidecar_oom: {
    raised: {
      "a sidecar that ran out of memory": inPod({
        sidecars: [{ name: "proxy", state: terminated(137, "OOMKilled") }],
      }),
      "a native sidecar that was restarted for it": inPod({
        nativeSidecars: [{ name: "proxy", state: running(), last: terminated(137, "OOMKilled") }],
      }),
    },
    not: {
      "a sidecar that failed otherwise": inPod({
        sidecars: [{ name: "proxy", state: terminated(137, "Error") }],
      }),
      "a sidecar that was restarted otherwise": inPod({
        nativeSidecars: [{ name: "proxy", state: running(), last: terminated(1, "Error") }],
      }),
      "an init container that ran out of memory": inPod({
        agent: waiting("PodInitializing"),
        inits: [{ name: "setup", state: terminated(137, "OOMKilled") }],
      }),
      "a run without a pod": { stream: stream(done) },
    },
  },
  disrupted: {
    raised: {
      "a drain after the result": inPod({
        agent: terminated(143, "Error"),
        conditions: [disruption("EvictionByEvictionAPI", 58)],
      }),
      "a disruption that came too late to matter": inPod(
        { agent: terminated(3, "Error"), conditions: [disruption("EvictionByEvictionAPI", 500)] },
        [init()],
      ),
      "a disruption of a container that runs": inPod(
        { agent: running(), conditions: [disruption("DeletionByTaintManager")] },
        [init()],
      ),
    },
    not: {
      "a drain that ended the run, which the code says already": inPod(
        { agent: terminated(143, "Error"), conditions: [disruption("EvictionByEvictionAPI")] },
        [init()],
      ),
      "a disruption that was called off": inPod({
        agent: terminated(0, "Completed"),
        conditions: [{ ...disruption("EvictionByEvictionAPI"), status: "False" }],
      }),
    },
  },
  log_head_lost: {
    raised: {
      "a transport that lost the head": {
        stream: stream(done),
        run: { log: { completeness: "head_lost", end: "eof" } },
      },
      "a log that begins inside an event": {
        stream: stream(['dex":0,"session_id":"x"},"uuid":"1"}', prose("Working."), success("Done.")]),
      },
    },
    not: {
      "a log that begins with plain text": { stream: stream(["entrypoint: hello", ...done]) },
      "a log that begins with a damaged line and goes on with an init": {
        stream: stream(['{"type":"system","subtype":', ...done]),
      },
      "a log that holds nothing but a damaged line": { stream: stream(['{"type":"system","subtype":']) },
      "a gap": { stream: stream(done), run: { log: { completeness: "gap", end: "eof" } } },
    },
  },
  log_gap: {
    raised: {
      "a transport that lost some of it": {
        stream: stream(done),
        run: { log: { completeness: "gap", end: "eof" } },
      },
    },
    not: {
      "a transport that lost the end": {
        stream: stream(done),
        run: { log: { completeness: "tail_lost", end: "eof" } },
      },
      "a transport that says nothing": {
        stream: stream(done),
        run: { log: { completeness: null, end: "eof" } },
      },
    },
  },
  sidecar_still_running: {
    raised: {
      "a sidecar beside an agent that ended": inPod({
        agent: terminated(0, "Completed"),
        sidecars: [{ name: "proxy", state: running() }],
      }),
      "a native sidecar beside an agent that failed": inPod(
        { agent: terminated(1, "Error"), nativeSidecars: [{ name: "proxy", state: running() }] },
        [init()],
      ),
    },
    not: {
      "a sidecar beside an agent that runs": inPod({
        agent: running(),
        sidecars: [{ name: "proxy", state: running() }],
      }),
      "a sidecar that ended": inPod({
        agent: terminated(0, "Completed"),
        sidecars: [{ name: "proxy", state: terminated(0, "Completed") }],
      }),
      "a sidecar that went with its pod": {
        stream: stream(done),
        pod: absent(
          pod({ agent: terminated(0, "Completed"), sidecars: [{ name: "proxy", state: running() }] }),
        ),
      },
    },
  },
  forged_result: {
    raised: {
      "a result of another session, beside the real one": {
        stream: stream([...done, success("Forged.", { session_id: OTHER_SESSION })]),
      },
      "a result of another session, in a run that was killed": {
        stream: stream([init(), success("Forged.", { session_id: OTHER_SESSION })]),
        run: exitCode(137),
      },
    },
    not: {
      "a start that failed, with a session id of its own": {
        stream: stream([
          init(),
          errorResult("error_during_execution", ["No."], {
            num_turns: 0,
            duration_ms: 0,
            session_id: OTHER_SESSION,
          }),
        ]),
      },
      "a second session that the stream itself opened": {
        stream: stream([
          init(),
          init({ session_id: OTHER_SESSION }),
          success("Done.", { session_id: OTHER_SESSION }),
        ]),
      },
    },
  },
  cancel_unconfirmed: {
    raised: {
      "a cancel, and a container that runs": {
        pod: found(pod({ agent: running() })),
        run: { intents: [intent("cancel")] },
      },
      "a budget that was used up, and a pod out of sight": {
        pod: unavailable(pod({ agent: running() })),
        run: { intents: [intent("budget")] },
      },
      "a deadline, and nobody who could look": { run: { intents: [intent("deadline", { phase: "run" })] } },
      "a deadline for silence, and a pod that settles": {
        pod: found(pod({ phase: "Failed" })),
        run: { intents: [intent("deadline", { phase: "idle" })] },
      },
    },
    not: {
      "a cancel, and a container that ended": {
        pod: found(pod({ agent: terminated(143, "Error") })),
        run: { intents: [intent("cancel")] },
      },
      "a cancel, and a pod that is gone": {
        pod: absent(pod({ agent: running() })),
        run: { intents: [intent("cancel")] },
      },
      "a cancel before the Job had a pod": {
        job: found(job({ status: {} })),
        run: { intents: [intent("cancel")] },
      },
      "a teardown, and a container that runs": {
        pod: found(pod({ agent: running() })),
        run: { intents: [intent("teardown")] },
      },
      "a start deadline, and a container that waits": {
        pod: found(pod({ agent: waiting("x") })),
        run: { intents: [intent("deadline", { phase: "start" })] },
      },
    },
  },
};

describe.each(Object.entries(table))("the flag %s", (flag, { raised, not }) => {
  test.each(Object.entries(raised))("is raised by %s", (_, parts) => {
    expect(flagsOf(parts)).toContain(flag);
  });

  test.each(Object.entries(not))("is not raised by %s", (_, parts) => {
    expect(flagsOf(parts)).not.toContain(flag);
  });
});

describe("the flags of a verdict", () => {
  test("are none for a run that just went well", () => {
    expect(flagsOf(went())).toEqual([]);
    expect(flagsOf({})).toEqual([]);
  });

  test("stand in the order of their table, each once", () => {
    const flags = flagsOf({
      ...inPod({
        agent: terminated(137, "Error"),
        conditions: [disruption("EvictionByEvictionAPI")],
        sidecars: [{ name: "proxy", state: running(), last: terminated(137, "OOMKilled") }],
      }),
      stream: stream([
        init({ mcp_servers: [{ name: "a", status: "failed" }] }),
        system("api_retry"),
        rateLimit("allowed_warning"),
        system("permission_denied"),
        success("Done."),
        system("session_writes_lost"),
      ]),
      run: { intents: [intent("cancel")], log: { completeness: "gap", end: "eof" } },
    });
    expect(flags).toEqual([
      "killed_after_result",
      "cancel_raced",
      "tools_denied",
      "mcp_failed",
      "retried",
      "usage_warning",
      "session_writes_lost",
      "sidecar_oom",
      "disrupted",
      "log_gap",
      "sidecar_still_running",
    ]);
  });
});
