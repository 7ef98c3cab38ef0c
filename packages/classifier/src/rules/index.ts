import { whyNotOver, whyProvisional } from "../reading/terminal.ts";
import type { Rule, Tier } from "../rule.ts";
import {
  budgetExhausted,
  contextOverflow,
  interrupted,
  maxTurns,
  outputLimit,
  structuredOutputFailed,
} from "./agent-limits.ts";
import { agentError, sessionNotFound, sessionPoisoned, startupFailed } from "./agent-session.ts";
import {
  admissionDenied,
  admissionRules,
  apiUnavailable,
  forbidden,
  jobRejected,
  namespaceGone,
  quotaExceeded,
  unauthenticated,
} from "./creation.ts";
import { deletedExternally } from "./deletion.ts";
import {
  crashed,
  emptyMessage,
  exited,
  killed,
  logIncomplete,
  noOutput,
  noResult,
  outputTruncated,
  startupExit,
  terminated,
} from "./inference.ts";
import { budgetStopped, cancelled, timedOut } from "./intent.ts";
import { diskLimitExceeded, heapExhausted, oomKilled, oomNode } from "./memory.ts";
import * as provider from "./provider.ts";
import { emptyResponse, hookStopped, incomplete, promptBlocked } from "./quasi-success.ts";
import { nodeRejected, noFirstOutput, startTimeout } from "./start-deadline.ts";
import * as startup from "./startup.ts";
import { succeeded } from "./success.ts";
import { drained, evicted, nodeLost, nodeShutdown, nodeTainted, preempted, runtimeLost } from "./takedown.ts";
import { podNeverCreated, suspendedExternally } from "./unmade-pod.ts";
import { observerBlind, running, settling, starting } from "./unsettled.ts";

const open = (): null => null;

/**
 * The precedence, which is nothing but this order: the first finding of an open tier is the verdict. A comment stands
 * where an adjacency matters.
 */
export const TIERS: readonly Tier[] = [
  {
    // The agent's own success outranks whatever the cluster did afterwards, our own cancel included.
    id: "success",
    title: "The agent's own success",
    closed: whyProvisional,
    rules: [succeeded],
  },
  {
    // Before all that blames somebody: nothing that we did ourselves may be called external.
    id: "intent",
    title: "Intent",
    closed: open,
    rules: [cancelled, timedOut, budgetStopped],
  },
  {
    // Before the cluster's word: a Job's BackoffLimitExceeded says only that some container failed.
    id: "agent",
    title: "The agent's own other result",
    closed: whyProvisional,
    rules: [
      hookStopped,
      promptBlocked,
      incomplete,
      emptyResponse,
      maxTurns,
      budgetExhausted,
      structuredOutputFailed,
      // The harness gives both the same api_error; the context window as the cut tells them apart.
      outputLimit,
      contextOverflow,
      interrupted,
      sessionNotFound,
      // Before invalid_request: both are HTTP 400, and only this one must drop the session.
      sessionPoisoned,
      startupFailed,
      provider.refusal,
      // Before rate_limited: both are HTTP 429, and only this one has a reset time.
      provider.usageLimit,
      // Before invalid_request: an empty account is answered with 400 as well as 402.
      provider.billing,
      provider.modelNotFound,
      // Before auth_failed: without any credentials the harness uses the same typed name, but there is no status.
      provider.notLoggedIn,
      provider.authFailed,
      provider.rateLimited,
      // Before server_error: the typed name of a 529 is server_error.
      provider.overloaded,
      provider.serverError,
      provider.requestTooLarge,
      provider.invalidRequest,
      provider.apiTimeout,
      provider.networkError,
      provider.badProviderResponse,
      agentError,
    ],
  },
  {
    id: "start",
    title: "Never created, never started",
    closed: open,
    rules: [
      ...admissionRules,
      unauthenticated,
      apiUnavailable,
      namespaceGone,
      // The next two before forbidden: Kubernetes answers all three with 403.
      quotaExceeded,
      admissionDenied,
      jobRejected,
      forbidden,
      podNeverCreated,
      suspendedExternally,
      startup.unschedulable,
      startup.imageInvalid,
      startup.imageNotFound,
      startup.imageAuth,
      // After the two that read the pull's message: it takes every other reason.
      startup.imagePullFailed,
      startup.containerConfigError,
      startup.entrypointInvalid,
      startup.volumeUnavailable,
      startup.sandboxFailed,
      startup.initFailed,
      nodeRejected,
      startTimeout,
      noFirstOutput,
    ],
  },
  {
    // A deletion timestamp or a disruption on a running container explains nothing yet.
    id: "infrastructure",
    title: "Infrastructure took the agent container",
    closed: whyNotOver,
    rules: [
      oomKilled,
      oomNode,
      // Before evicted: the pod's own limit is no fault of the node.
      diskLimitExceeded,
      // Before evicted: a node that shuts down sets DisruptionTarget TerminationByKubelet too.
      nodeShutdown,
      evicted,
      preempted,
      drained,
      nodeTainted,
      nodeLost,
      // After all that name a reason: evictions and lost nodes leave the same synthetic container state.
      runtimeLost,
      heapExhausted,
      deletedExternally,
    ],
  },
  {
    id: "inference",
    title: "Inference",
    closed: whyNotOver,
    rules: [
      startupExit,
      logIncomplete,
      killed,
      terminated,
      crashed,
      // Before output_truncated: an empty message is an assistant event as well.
      emptyMessage,
      outputTruncated,
      noResult,
      noOutput,
      exited,
    ],
  },
  {
    id: "unsettled",
    title: "Not over, not known",
    closed: open,
    rules: [running, starting, settling, observerBlind],
  },
];

/** Every rule, in the order asked. */
export const RULES: readonly Rule[] = TIERS.flatMap(({ rules }) => rules);
