/**
 * What Paperclip gives to a run, as far as it is read here. The host's own types are in `@paperclipai/adapter-utils`,
 * which is 42 MB to install; a test of the types says that a context of the host's is one of these.
 *
 * Older hosts lack what is optional; hosts before 2026.916 lack `signal`, `onCancellationReady` and `onDispatch`.
 */
export interface ExecutionContext {
  readonly runId: string;
  readonly agent: HostAgent;
  readonly runtime: HostRuntime;
  /** The agent's configuration, secrets in clear, with keys of the host's own beside those of the form. */
  readonly config: Readonly<Record<string, unknown>>;
  /** What woke the agent: issue, comment, workspace, the texts of the prompt. */
  readonly context: Readonly<Record<string, unknown>>;
  /** A token of this run's for Paperclip's own API. */
  readonly authToken?: string;
  /** Calls are awaited and come one after the other; a chunk holds at most 65,536 characters. */
  readonly onLog: (stream: "stdout" | "stderr", chunk: string) => Promise<void>;
  readonly onMeta?: (meta: InvocationMeta) => Promise<void>;
  readonly onEvent?: (event: RuntimeEvent) => Promise<void>;
  /** Says that what follows may have effects outside the host. */
  readonly onDispatch?: () => void;
  /** Without this call a cancellation never reaches `signal`. */
  readonly onCancellationReady?: () => Promise<void>;
  readonly signal?: AbortSignal;
  readonly runtimeMcp?: { readonly getServers: () => readonly McpServer[] };
}

export interface HostAgent {
  readonly id: string;
  readonly companyId: string;
  readonly name: string;
  readonly adapterType: string | null;
  readonly adapterConfig: unknown;
}

/** Where the last run of the same task, or of the same agent, left off. */
export interface HostRuntime {
  readonly sessionId: string | null;
  readonly sessionParams: Readonly<Record<string, unknown>> | null;
  readonly sessionDisplayId: string | null;
  readonly taskKey: string | null;
}

export interface McpServer {
  readonly name: string;
  readonly url: string;
  readonly token: string;
  readonly connectionId: string;
}

/** What is shown of how the agent was started. */
export interface InvocationMeta {
  adapterType: string;
  command: string;
  cwd?: string;
  commandArgs?: string[];
  commandNotes?: string[];
  env?: Record<string, string>;
  prompt?: string;
  promptMetrics?: Record<string, number>;
  context?: Record<string, unknown>;
}

export interface RuntimeEvent {
  eventType: string;
  stream?: "system" | "stdout" | "stderr";
  level?: "info" | "warn" | "error";
  message?: string;
  payload?: Record<string, unknown>;
}
