/**
 * Words that Kubernetes writes into the fields a verdict is read from, as they were seen on real clusters, and words of
 * later versions that nobody has seen yet. Generated facts draw from these lists more often than from any text.
 */

export const POD_PHASES: readonly string[] = ["Pending", "Running", "Succeeded", "Failed", "Unknown"];

export const POD_REASONS: readonly string[] = [
  "Evicted",
  "DeadlineExceeded",
  "Preempting",
  "Terminated",
  "NodeShutdown",
  "Shutdown",
  "NodeLost",
  "NodeAffinity",
  "OutOfcpu",
  "UnexpectedAdmissionError",
  "ReasonOfTomorrow",
];

export const POD_MESSAGES: readonly string[] = [
  "The node was low on resource: memory. Threshold quantity: 22Gi, available: 22531432Ki.",
  "Pod ephemeral local storage usage exceeds the total limit of containers 1Gi.",
  'Container agent exceeded its local ephemeral storage limit "64Mi".',
  'Usage of EmptyDir volume "workspace" exceeds the limit "64Mi".',
  "Pod was terminated in response to imminent node shutdown.",
  "Pod was active on the node longer than the specified deadline",
];

export const DISRUPTION_REASONS: readonly string[] = [
  "PreemptionByScheduler",
  "EvictionByEvictionAPI",
  "DeletionByTaintManager",
  "DeletionByDeviceTaintManager",
  "DeletionByPodGC",
  "TerminationByKubelet",
  "DisruptionOfTomorrow",
];

export const WAITING_REASONS: readonly string[] = [
  "ContainerCreating",
  "PodInitializing",
  "ErrImagePull",
  "ImagePullBackOff",
  "InvalidImageName",
  "ErrImageNeverPull",
  "ImageInspectError",
  "CreateContainerConfigError",
  "CreateContainerError",
  "RunContainerError",
  "CrashLoopBackOff",
  "WaitingOfTomorrow",
];

export const WAITING_MESSAGES: readonly string[] = [
  'Back-off pulling image "example.invalid/agents/claude:1"',
  'failed to resolve reference "example.invalid/agents/claude:1": example.invalid/agents/claude:1: not found',
  'failed to pull image "example.invalid/denied/unauthorized:not-found": 401 Unauthorized',
  'failed to pull image "example.invalid/agents/claude:1": dial tcp: i/o timeout',
  'secret "agent-env" not found',
  "context deadline exceeded",
];

export const TERMINATED_REASONS: readonly string[] = [
  "Completed",
  "Error",
  "OOMKilled",
  "StartError",
  "ContainerCannotRun",
  "ContainerStatusUnknown",
  "Unknown",
  "DeadlineExceeded",
  "EndOfTomorrow",
];

export const TERMINATION_MESSAGES: readonly string[] = [
  "The container could not be located when the pod was terminated",
  'exec: "/no/such/binary": stat /no/such/binary: no such file or directory',
  "OOMKilled: API Error: 429 rate_limit",
];

export const EXIT_CODES: readonly number[] = [
  0, 1, 2, 3, 124, 126, 127, 128, 129, 130, 132, 134, 137, 139, 143, 255, -1, 247,
];

export const JOB_CONDITIONS: readonly string[] = [
  "Suspended",
  "FailureTarget",
  "Failed",
  "SuccessCriteriaMet",
  "Complete",
];

export const JOB_REASONS: readonly string[] = [
  "BackoffLimitExceeded",
  "DeadlineExceeded",
  "PodFailurePolicy",
  "CompletionsReached",
  "JobSuspended",
  "JobResumed",
];

export const JOB_MESSAGES: readonly string[] = [
  "Job has reached the specified backoff limit",
  "Job was active longer than specified deadline",
  "Container agent for pod agents/run-1 failed with exit code 3 matching FailJob rule at index 0",
  "Reached expected number of succeeded pods",
];

export const EVENT_REASONS: readonly string[] = [
  "Scheduled",
  "Pulling",
  "Failed",
  "BackOff",
  "Killing",
  "FailedCreate",
  "SuccessfulCreate",
  "FailedMount",
  "FailedAttachVolume",
  "FailedCreatePodSandBox",
  "FailedScheduling",
  "Preempted",
  "Evicted",
  "SystemOOM",
  "OOMKilling",
  "EventOfTomorrow",
];

export const EVENT_MESSAGES: readonly string[] = [
  "Error: ErrImagePull",
  'Failed to pull image "example.invalid/agents/claude:1": manifest unknown',
  'Failed to pull image "example.invalid/agents/claude:1": pull access denied',
  'Error creating: pods "run-1-x" is forbidden: exceeded quota: compute, requested: cpu=1, used: cpu=4, limited: cpu=4',
  'Error creating: pods "run-1-x" is forbidden: violates PodSecurity "restricted:latest": runAsNonRoot != true',
  'MountVolume.SetUp failed for volume "env" : secret "agent-env" not found',
  "System OOM encountered, victim process: node, pid: 4242",
];

export const CREATE_MESSAGES: readonly string[] = [
  'jobs.batch is forbidden: User "runner" cannot create resource "jobs" in API group "batch"',
  'jobs.batch "run-1" is forbidden: exceeded quota: jobs, requested: count/jobs.batch=1, used: 5, limited: 5',
  'admission webhook "policy.example.invalid" denied the request: no',
  'Internal error occurred: failed calling webhook "policy.example.invalid": no endpoints available',
  'namespaces "agents" not found',
  "connect ECONNREFUSED 192.0.2.1:443",
  "socket hang up",
  'Job.batch "run-1" is invalid: spec.template: Required value',
];

/** Names and reasons that several objects of generated evidence share, so that they are often about each other. */
export const NAMES: readonly string[] = ["run-1", "run-1-x", "run-2-y", "node-1", "agent", "proxy"];
