// The least that Paperclip takes for an adapter. With it the stories' own eyes are tested: what they see of a run must
// be what this says of it, before anything is concluded about an adapter that does more.
export function createServerAdapter() {
  return { type: "echo", execute, testEnvironment, getConfigSchema: () => ({ fields }) };
}

const fields = [
  { key: "greeting", label: "Greeting", type: "text", default: "hello" },
  { key: "waitSec", label: "Wait", type: "number", default: 0 },
  { key: "token", label: "Token", type: "text", meta: { secret: true } },
];

async function testEnvironment({ adapterType }) {
  const checks = [{ code: "echo_ready", level: "info", message: "It always works." }];
  return { adapterType, status: "pass", checks, testedAt: new Date().toISOString() };
}

/** Says the greeting, waits, and ends as the configuration's `result` says. */
async function execute({ config, runtime, runId, signal, onLog, onCancellationReady }) {
  await onCancellationReady();
  const session = runtime.sessionParams?.sessionId ?? `session-${runId}`;
  await onLog("stdout", `${config.greeting}, with a token of ${(config.token ?? "").length} characters\n`);
  await waited(Number(config.waitSec) * 1000, signal);
  if (signal.aborted) return cancelled();
  return {
    exitCode: 0,
    signal: null,
    timedOut: false,
    sessionParams: { sessionId: session },
    summary: `I said ${config.greeting}.`,
    ...config.result,
  };
}

function waited(ms, signal) {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, ms);
    signal.addEventListener("abort", () => {
      clearTimeout(timer);
      resolve();
    });
  });
}

function cancelled() {
  const executionCancellation = {
    state: "acknowledged",
    acknowledgedAt: new Date().toISOString(),
    forced: false,
  };
  const errorMessage = "The echo was stopped.";
  return {
    exitCode: null,
    signal: "SIGTERM",
    timedOut: false,
    errorCode: "cancelled",
    errorMessage,
    resultJson: { executionCancellation },
  };
}
