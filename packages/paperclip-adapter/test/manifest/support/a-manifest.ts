import { mkdtemp, mkdir, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { onTestFinished } from "vitest";
import type { AdapterConfig, DataConfig } from "../../../src/config/adapter-config.ts";
import type { ExecutionContext } from "../../../src/host/execution-context.ts";
import { storageOf, type Storage } from "../../../src/manifest/storage.ts";
import type { ManifestInput } from "../../../src/manifest/manifest.ts";
import type { SelfPod, SelfPodLookup } from "../../../src/self-pod/self-pod.ts";

export const SESSION = "0b6d3c1e-9d2f-4a70-8a55-3c1c2b7f0a11";

/** A configuration as a form leaves it where only the image was filled in. */
export const aConfig: AdapterConfig = {
  claude: {
    command: "claude",
    model: null,
    effort: null,
    maxTurns: 0,
    skipPermissions: true,
    extraArgs: [],
    promptTemplate: null,
    bootstrapPromptTemplate: null,
    instructionsFilePath: null,
    cwd: null,
    paperclipApiUrl: "https://paperclip.example",
    env: [],
    delivery: "shared-volume",
  },
  cluster: {
    kubeconfig: null,
    namespace: null,
    concurrency: "session",
    reattachOrphanedJobs: true,
    secretRef: null,
  },
  pod: {
    image: "agent:1",
    imagePullPolicy: "IfNotPresent",
    imagePullSecrets: [],
    serviceAccountName: null,
    requests: { cpu: "1000m", memory: "2Gi" },
    limits: { cpu: "4000m", memory: "8Gi" },
    nodeSelector: {},
    tolerations: [],
    labels: {},
    runtimeClassName: null,
    priorityClassName: null,
    data: { kind: "inherit", path: "/paperclip", subPath: null },
    sidecars: [],
    podTemplate: null,
    wrapper: true,
  },
  limits: {
    scheduleMs: 120_000,
    startMs: 600_000,
    firstOutputMs: 0,
    idleMs: 0,
    runMs: 0,
    graceMs: 60_000,
    lingerMs: 30_000,
  },
  afterwards: { ttlMs: 300_000, retainJobs: false },
  log: { format: "readable" },
};

/** A run of a task, as the host sends it. */
export const aContext: ExecutionContext = {
  runId: "8e1f8c52-3d0b-4a37-9a5e-5f2d6c1b7e90",
  agent: {
    id: "5d0f4b0e-6c3a-4a5e-b6ff-0d9e2f5a7c21",
    companyId: "c0a8012e-1111-4222-8333-444455556666",
    name: "Ada",
    adapterType: "claude_k8s",
    adapterConfig: {},
  },
  runtime: { sessionId: null, sessionParams: null, sessionDisplayId: null, taskKey: "issue-7" },
  config: {},
  context: {
    issueId: "issue-7",
    taskId: "issue-7",
    wakeReason: "issue_assigned",
    paperclipTaskMarkdown: "# Mend the fence",
    paperclipWorkspace: { cwd: "/paperclip/work/fence", source: "project", workspaceId: "w-1" },
  },
  authToken: "run-token-0123456789",
  onLog: () => Promise.resolve(),
};

/** The pod of a host that is deployed as its chart has it. */
export const aSelfPod: SelfPod = {
  name: "paperclip-0",
  namespace: "agents",
  image: "paperclip:9",
  imagePullSecrets: ["registry"],
  dns: null,
  mounts: [{ path: "/paperclip", claimName: "paperclip-data", subPath: "" }],
  references: [],
};

export const found: SelfPodLookup = { kind: "found", pod: aSelfPod };
export const outside: SelfPodLookup = { kind: "outside", why: "Paperclip does not run in a pod." };

export const anInput: ManifestInput = {
  config: aConfig,
  context: aContext,
  self: found,
  cluster: { server: "https://10.0.0.1", namespace: "agents" },
  hostEnv: {},
};

export function storageFor(data: DataConfig, self: SelfPodLookup = found, namespace = "agents"): Storage {
  const answer = storageOf(data, self, namespace);
  if (answer.kind !== "storage") throw new Error(answer.message);
  return answer.storage;
}

/** A folder with these files, gone when the test is over. */
export async function folderWith(files: Readonly<Record<string, string | Uint8Array>>): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), "runverdict-manifest-"));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  for (const [path, content] of Object.entries(files)) {
    await mkdir(dirname(join(folder, path)), { recursive: true });
    await writeFile(join(folder, path), content);
  }
  return folder;
}
