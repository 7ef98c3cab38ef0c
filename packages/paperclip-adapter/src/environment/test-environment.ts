import { connect, explainProblem, type Cluster } from "@runverdict/k8s-runner";
import { readConfig } from "../config/read-config.ts";
import type { AdapterConfig } from "../config/adapter-config.ts";
import type {
  EnvironmentCheck,
  EnvironmentTestContext,
  EnvironmentTestResult,
} from "../host/environment-test.ts";
import { ADAPTER_TYPE } from "../host/adapter-type.ts";
import { kubeconfigSource } from "../run/kubeconfig-source.ts";
import { checkCluster } from "./check-cluster.ts";

/** What the test needs of the process that the adapter is loaded into. */
export interface TestingHost {
  readonly env: Readonly<Record<string, string | undefined>>;
  /** For all of it; somebody sits before a form and waits. */
  readonly timeoutMs?: number;
}

const TIMEOUT_MS = 30_000;

/**
 * Says of a configuration whether runs would begin with it, each permission and object by name, with its cure. What
 * nobody lets us look at is a warning. Nothing is changed, and it never throws.
 */
export async function testEnvironment(
  context: EnvironmentTestContext,
  host: TestingHost,
): Promise<EnvironmentTestResult> {
  const checks = await allChecks(context, host).catch(ownFault);
  const levels = new Set(checks.map(({ level }) => level));
  const status = levels.has("error") ? "fail" : levels.has("warn") ? "warn" : "pass";
  return { adapterType: ADAPTER_TYPE, status, checks, testedAt: new Date().toISOString() };
}

async function allChecks(context: EnvironmentTestContext, host: TestingHost): Promise<EnvironmentCheck[]> {
  const read = readConfig(context.config);
  if (read.kind === "wrong")
    return read.problems.map(({ key, problem }) => ({
      code: "k8s_config_invalid",
      level: "error",
      message: `${key}: ${problem}`,
    }));
  const warnings = read.warnings.map(
    (message) => ({ code: "k8s_config_unused", level: "warn", message }) as const,
  );
  return [...warnings, ...(await checksOver(read.config, context, host))];
}

async function checksOver(
  config: AdapterConfig,
  context: EnvironmentTestContext,
  { env, timeoutMs = TIMEOUT_MS }: TestingHost,
): Promise<readonly EnvironmentCheck[]> {
  const signal = AbortSignal.timeout(timeoutMs);
  const connected = await connect({ source: kubeconfigSource(config.cluster, env) }, signal);
  if (connected.kind !== "connected") {
    const message =
      connected.kind === "aborted"
        ? `The cluster did not answer within ${timeoutMs / 1000} s: check the address, the network and the proxy.`
        : explainProblem(connected);
    return [{ code: "k8s_api_unreachable", level: "error", message }];
  }
  const { cluster } = connected;
  try {
    return [reachable(cluster), ...(await checkCluster({ cluster, config, context, env, signal }))];
  } finally {
    await cluster.close();
  }
}

function reachable({ server, version }: Cluster): EnvironmentCheck {
  const which = version === null ? "" : ` It is Kubernetes ${version}.`;
  return { code: "k8s_api_reachable", level: "info", message: `The API server ${server} answers.${which}` };
}

/** Without what was thrown, in which anything may stand. */
function ownFault(error: unknown): EnvironmentCheck[] {
  const kind = error instanceof Error ? error.name : typeof error;
  return [
    {
      code: "k8s_environment_test_failed",
      level: "error",
      message: `The test itself failed (${kind}), so nothing is known.`,
      hint: "Report it with the configuration, without its secrets.",
    },
  ];
}
