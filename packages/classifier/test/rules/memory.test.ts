import { absent, evidence, exitCode, found } from "../support/evidence.ts";
import { events, NODE, pod, running, terminated } from "../support/kubernetes.ts";
import type { EventShape, PodShape } from "../support/kubernetes.ts";
import { testRule } from "../support/rule-table.ts";
import { init, prose, stream } from "../support/stream.ts";

const working = stream([init(), prose("Working.")]);

function ended(shape: PodShape, shapes: readonly EventShape[] = []) {
  return evidence({ stream: working, pod: found(pod(shape)), events: found(events(shapes)) });
}

const oom = terminated(137, "OOMKilled");
const passedLimit =
  "Out of memory: container agent passed its limit of 128Mi (reason OOMKilled, exit 137 (SIGKILL)).";
const raise = "Raise the memory limit above 128Mi (half as much again, or twice), and resume the session.";
const state = "pod.value.agent.state";
const killedForMemory = [
  [`${state}.reason`, "OOMKilled"],
  ["pod.value.agent.memoryLimit", "128Mi"],
  [`${state}.exitCode`, "137"],
] as const;

testRule("oom-killed", {
  code: "oom_killed",
  decides: {
    "the kubelet's own reason": {
      evidence: ended({ phase: "Failed", agent: oom }),
      confidence: "confirmed",
      summary: passedLimit,
      resolution: raise,
      claims: killedForMemory,
      competing: [],
    },
    "a run that all of its log proves to have begun no session": {
      evidence: evidence({
        stream: stream([]),
        pod: found(pod({ phase: "Failed", agent: oom })),
        run: { log: { completeness: "complete", end: "eof" } },
      }),
      confidence: "confirmed",
      summary: passedLimit,
      resolution: raise.replace("resume the session", "start the run again"),
      claims: killedForMemory,
    },
    "the same beside a sidecar that keeps the pod Running": {
      evidence: ended({ phase: "Running", agent: oom, sidecars: [{ name: "proxy", state: running() }] }),
      confidence: "confirmed",
      summary: passedLimit,
      resolution: raise,
      claims: killedForMemory,
    },
    "a limit of the pod as a whole": {
      evidence: ended({
        agent: oom,
        memory: null,
        spec: { containers: [{ name: "agent" }], resources: { limits: { memory: "1Gi" } } },
      }),
      confidence: "confirmed",
      summary: passedLimit.replace("128Mi", "1Gi"),
      resolution: raise.replace("128Mi", "1Gi"),
      claims: [killedForMemory[0], ["pod.value.agent.memoryLimit", "1Gi"], killedForMemory[2]],
    },
    "a process of the agent that took the container with it, whatever the exit code": {
      evidence: ended({ agent: terminated(1, "OOMKilled") }),
      confidence: "confirmed",
      summary: "Out of memory: container agent passed its limit of 128Mi (reason OOMKilled, exit 1).",
      resolution: raise,
      claims: [killedForMemory[0], killedForMemory[1], [`${state}.exitCode`, "1"]],
    },
    "a node that ran out too": {
      evidence: ended({ agent: oom }, [{ reason: "SystemOOM", message: "System OOM", about: "Node" }]),
      confidence: "confirmed",
      summary: passedLimit,
      resolution: raise,
      claims: killedForMemory,
      competing: ["oom_node"],
    },
    "a pod that is gone, as it was last seen": {
      evidence: evidence({ stream: working, pod: absent(pod({ agent: oom })) }),
      confidence: "confirmed",
      summary: passedLimit,
      resolution: raise,
      claims: killedForMemory.map(([path, quote]) => [path.replace("value", "lastSeen"), quote]),
    },
    "a state of which the exit code is missing": {
      evidence: ended({ agent: { terminated: { reason: "OOMKilled" } } }),
      confidence: "confirmed",
      summary: "Out of memory: container agent passed its limit of 128Mi (reason OOMKilled, exit unknown).",
      resolution: raise,
      claims: killedForMemory.slice(0, 2),
    },
  },
  lets: {
    "a container that runs": {
      evidence: ended({ agent: running() }),
      because: "the container's reason is not OOMKilled",
    },
    "exit 137 alone, which is no proof": {
      evidence: ended({ agent: terminated(137, "Error") }),
      because: "the container's reason is not OOMKilled",
    },
    "a sidecar that ran out of memory": {
      evidence: ended({
        agent: terminated(137, "Error"),
        sidecars: [{ name: "proxy", state: terminated(137, "OOMKilled") }],
      }),
      because: "the container's reason is not OOMKilled",
    },
    "a container without any limit": {
      evidence: ended({ agent: oom, memory: null }),
      because: "the container has no memory limit",
    },
  },
});

const node: EventShape = {
  reason: "SystemOOM",
  message: "System OOM encountered, victim process: claude",
  about: "Node",
};
const nodeTold = ["events.value.0.message", "System OOM encountered, victim process: claude"] as const;

testRule("oom-node", {
  code: "oom_node",
  decides: {
    "OOMKilled without any limit": {
      evidence: ended({ agent: oom, memory: null }),
      confidence: "confirmed",
      summary:
        "The node ran out of memory and the agent was killed (exit 137 (SIGKILL)); it had no memory limit of its own.",
      claims: [
        [`${state}.reason`, "OOMKilled"],
        [`${state}.exitCode`, "137"],
      ],
      competing: [],
    },
    "exit 137 beside an Event of the node": {
      evidence: ended({ agent: terminated(137, "Error") }, [node]),
      confidence: "likely",
      summary:
        "The node ran out of memory and the agent was killed (exit 137 (SIGKILL)); the node reports it.",
      claims: [[`${state}.reason`, "Error"], [`${state}.exitCode`, "137"], nodeTold],
    },
    "OOMKilled without any limit, beside an Event of the node in the kernel's words": {
      evidence: ended({ agent: oom, memory: null }, [{ ...node, reason: "OOMKilling" }]),
      confidence: "confirmed",
      summary:
        "The node ran out of memory and the agent was killed (exit 137 (SIGKILL)); it had no memory limit of its own.",
      claims: [[`${state}.reason`, "OOMKilled"], [`${state}.exitCode`, "137"], nodeTold],
    },
  },
  lets: {
    "a container that runs": {
      evidence: ended({ agent: running() }, [node]),
      because: "the container was not killed",
    },
    "a container that ended well": {
      evidence: ended({ agent: terminated(0, "OOMKilled"), memory: null }, [node]),
      because: "the container was not killed",
    },
    "another exit code beside the Event": {
      evidence: ended({ agent: terminated(1, "Error") }, [node]),
      because: "no sign of a node without memory",
    },
    "exit 137 beside another Event of the node": {
      evidence: ended({ agent: terminated(137, "Error") }, [{ ...node, reason: "NodeNotReady" }]),
      because: "no sign of a node without memory",
    },
    "exit 137 beside the Event of another node": {
      evidence: ended({ agent: terminated(137, "Error") }, [
        { ...node, about: { kind: "Node", name: `${NODE}2` } },
      ]),
      because: "no sign of a node without memory",
    },
    "exit 137 beside an Event from before the container started": {
      evidence: ended({ agent: terminated(137, "Error") }, [{ ...node, at: -60 }]),
      because: "no sign of a node without memory",
    },
    "exit 137 beside an Event that only borrows the name": {
      evidence: ended({ agent: terminated(137, "Error") }, [{ ...node, about: "Pod" }]),
      because: "no sign of a node without memory",
    },
    "OOMKilled with a limit of its own": {
      evidence: ended({ agent: oom }),
      because: "no sign of a node without memory",
    },
  },
});

const overrun = "Pod ephemeral local storage usage exceeds the total limit of containers 20Mi. ";
const evicted = (message?: string) => ({
  phase: "Failed",
  reason: "Evicted",
  agent: terminated(137, "Error"),
  ...(message !== undefined && { message }),
});

testRule("disk-limit-exceeded", {
  code: "disk_limit_exceeded",
  decides: Object.fromEntries(
    [
      overrun,
      'Container agent exceeded its local ephemeral storage limit "20Mi". ',
      'Usage of EmptyDir volume "work" exceeds the limit "20Mi". ',
    ].map((message) => [
      `the pod's own limit: ${message}`,
      {
        evidence: ended(evicted(message)),
        confidence: "confirmed" as const,
        summary: `Out of disk: ${message.trim()}`,
        claims: [
          ["pod.value.reason", "Evicted"],
          ["pod.value.message", message.trim()],
        ] as const,
        competing: ["evicted" as const],
      },
    ]),
  ),
  lets: {
    "a pod that nobody saw": { evidence: evidence(), because: "the pod was not evicted" },
    "a pod that was ended otherwise": {
      evidence: ended({ ...evicted(overrun), reason: "DeadlineExceeded" }),
      because: "the pod was not evicted",
    },
    "a node short of disk": {
      evidence: ended(evicted("The node was low on resource: ephemeral-storage.")),
      because: "the message names no limit of the pod's own",
    },
    "a message that only quotes it": {
      evidence: ended(evicted(`The node was low on resource, not: ${overrun}`)),
      because: "the message names no limit of the pod's own",
    },
    "an eviction without a message": {
      evidence: ended(evicted()),
      because: "the message names no limit of the pod's own",
    },
  },
});

const heap = "FATAL ERROR: Reached heap limit Allocation failed - JavaScript heap out of memory";
const crashed = (text: readonly string[], code = 134) =>
  evidence({
    stream: working,
    run: { ...exitCode(code), stderr: text.map((line, index) => ({ line: index + 1, text: line })) },
  });

const lastWords = (message: string) =>
  evidence({ pod: found(pod({ phase: "Failed", agent: terminated(134, "Error", { message }) })) });

testRule("heap-exhausted", {
  code: "heap_exhausted",
  decides: {
    "the runtime's fatal error on stderr": {
      evidence: crashed(["", "<--- Last few GCs --->", heap]),
      confidence: "likely",
      summary: "The agent's JavaScript heap was full (exit 134 (SIGABRT)).",
      claims: [
        ["run.stderr.2.text", heap],
        ["run.exit.code", "134"],
      ],
      competing: ["crashed"],
    },
    "the same in the log of a pod": {
      evidence: evidence({
        stream: stream([init(), `<--- ${heap}`]),
        pod: found(pod({ phase: "Failed", agent: terminated(134, "Error") })),
      }),
      confidence: "confirmed",
      summary: "The agent's JavaScript heap was full (exit 134 (SIGABRT)).",
      claims: [
        ["stream.text.head.0.text", `<--- ${heap}`],
        ["pod.value.agent.state.exitCode", "134"],
      ],
    },
    "the termination message alone, where the log is gone": {
      evidence: lastWords(
        `d":"x"}\n${"[27836] Mark-Compact ".repeat(40)}\n\n${heap}\n 1: 0xb78db3 node::OOMErrorHandler`,
      ),
      confidence: "confirmed",
      summary: "The agent's JavaScript heap was full (exit 134 (SIGABRT)).",
      claims: [
        ["pod.value.agent.state.message", heap],
        ["pod.value.agent.state.exitCode", "134"],
      ],
    },
  },
  lets: {
    "the words in the cut first line of a termination message": {
      evidence: lastWords(`${"x".repeat(190)} ${heap}${"x".repeat(1000)}\nbye`),
      because: "no heap error on stderr",
    },
    "the words in an event of a termination message": {
      evidence: lastWords(JSON.stringify(prose(heap))),
      because: "no plain text was captured",
    },
    "a run that nobody saw end": {
      evidence: evidence({ stream: working }),
      because: "the exit code is not 134",
    },
    "another exit code": { evidence: crashed([heap], 1), because: "the exit code is not 134" },
    "a crash without a word": { evidence: crashed([]), because: "no plain text was captured" },
    "a crash of another kind": {
      evidence: crashed(["Assertion failed: (x), function f"]),
      because: "no heap error on stderr",
    },
    "the words in the mouth of the model": {
      evidence: evidence({ stream: stream([init(), prose(heap)]), run: exitCode(134) }),
      because: "no plain text was captured",
    },
  },
});
