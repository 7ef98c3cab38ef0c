export const explainUsage: readonly string[] = [
  "Usage: runverdict explain [options] <case folder | transcript file | -> ...",
];

export const runUsage: readonly string[] = [
  "Usage: runverdict run --image IMAGE [options] -- <command ...>",
  "       runverdict run --embedded [options] -- <command ...>",
];

export const attachUsage: readonly string[] = ["Usage: runverdict attach [options] <job>"];

export const diagnoseUsage: readonly string[] = [
  "Usage: runverdict diagnose [options] <job/NAME | pod/NAME>",
];

export const usage: readonly string[] = [
  ...explainUsage,
  "       runverdict run [options] -- <command ...>",
  "       runverdict attach [options] <job>",
  "       runverdict diagnose [options] <job/NAME | pod/NAME>",
  "       runverdict <command> --help",
  "       runverdict --version",
];

export const help: readonly string[] = [
  "runverdict says what became of a Claude Code run in a Kubernetes Job, and why.",
  "",
  ...usage,
  "",
  "Commands:",
  "  explain   judge runs from what was captured of them: output, Pod, Job, Events",
  "  run       run an agent as a Job (or here, with --embedded), show what it does",
  "            and judge how it ended",
  "  attach    go on with a run whose process was left or killed",
  "  diagnose  judge anyone's Job or pod in a cluster; changes nothing there",
];

export const explainHelp: readonly string[] = [
  ...explainUsage,
  "",
  "Says of each run what became of it, what proves it, what else it could have",
  "been, and what to do.",
  "",
  "  <case folder>      one run: stdout.log, stderr.log, pod.json, job.json,",
  "                     events.json, run.json, as many of them as there are",
  "  <folder of cases>  all of them, as a table",
  "  <transcript file>  the agent's output alone (stream-json)",
  "  -                  the same from standard input",
  "  Each file may be gzip data.",
  "",
  "Options:",
  "  --exit-code N      the process ended with this code",
  "  --signal S         the process was ended by this signal",
  "  --json             one line of JSON a case, in order, with the whole verdict",
  "  --trail            also show every rule that was asked, and why it abstained",
  "  --watch            show the events as they come, and the verdict at the end:",
  "                     kubectl logs -f POD | runverdict explain --watch -",
  "  -h, --help         show this",
  "  --version          show the version",
  "",
  "Exit status: 0 when every case got a verdict, 2 when something could not be",
  "used; a sentence on standard error says what, and what cures it.",
];

const clusterHelp: readonly string[] = [
  "  -n, --namespace N  the namespace; without it, the one of the kubeconfig",
  "  --context C        another context than the kubeconfig's current one",
  "  --kubeconfig F     another kubeconfig; without it as kubectl finds it",
];

const limitHelp: readonly string[] = [
  "  --timeout D        how long the agent may run: 90s, 30m, 1h30m; 0 for ever",
  "  --schedule-timeout D, --start-timeout D, --first-output-timeout D,",
  "  --idle-timeout D   how long it may wait for a node, for its image and",
  "                     volumes, before its first output, and be silent",
  "  --linger D         how long it may hang after its result (30s)",
  "  --grace D          how long it gets to save its work when it is stopped (30s)",
];

const resultHelp: readonly string[] = [
  "  --json             one line of JSON at the end, as explain gives; what",
  "                     happens goes to standard error",
  "  --trail            also show every rule that was asked, and why it abstained",
  "  --save FOLDER      write a case that explain reads, without values of",
  "                     variables, commands, tokens and the prompt",
  "  --save-secrets     write it with them",
];

const commonHelp: readonly string[] = [
  "  -h, --help         show this",
  "  --version          show the version",
];

const followingHelp: readonly string[] = [
  "",
  "Ctrl-C cancels the run and waits until the agent has ended. Twice leaves the Job",
  "running and says how to attach to it again.",
  "",
  "Exit status: 0 succeeded, 1 failed, 2 could not be used (a sentence on standard",
  "error says what cures it), 3 timed out, 5 left running or not known,",
  "130 cancelled.",
];

export const runHelp: readonly string[] = [
  ...runUsage,
  "",
  "Runs the command as a Job, shows its output line by line and, when it has ended,",
  "what became of it. The Job is deleted then, once its evidence is kept.",
  "",
  "Options:",
  "  --image IMAGE      the image that the agent runs in",
  "  --embedded         run it here as a local process, in a small cluster inside",
  "                     this process; needs no Kubernetes and isolates nothing",
  "  -e, --env NAME[=V] a variable of the agent, by a Secret; without a value as it",
  "                     is here",
  "  --prompt FILE      a prompt (- is standard input), by a Secret; the agent",
  "                     finds its path in RUNVERDICT_PROMPT_FILE",
  "  --wrapper          put a wrapper around the command, which proves that the log",
  "                     is complete and gives the prompt as standard input; the",
  "                     image needs node",
  "  --keep             leave the Job there when it is over",
  ...clusterHelp,
  ...limitHelp,
  ...resultHelp,
  ...commonHelp,
  ...followingHelp,
];

export const attachHelp: readonly string[] = [
  ...attachUsage,
  "",
  "Goes on with a run that `runverdict run` began and no process follows any more.",
  "Its output is shown from the beginning, also what another process has shown.",
  "It is held to the limits that it was begun with, but for those that you give.",
  "",
  "Options:",
  "  --keep             leave the Job there when it is over",
  ...clusterHelp,
  ...limitHelp,
  ...resultHelp,
  ...commonHelp,
  ...followingHelp,
];

export const diagnoseHelp: readonly string[] = [
  ...diagnoseUsage,
  "",
  "Gathers a Job, its pod, their Events and logs, and says what became of the run,",
  "what proves it and what to do. It only reads: whoever may `get` and `list` jobs,",
  "pods, pods/log and events may use it, on Jobs of anybody.",
  "",
  "Options:",
  "  -c, --container C  the container that the agent runs in; without it the only",
  '                     one, or the one that is called "claude" or "agent"',
  ...clusterHelp,
  ...resultHelp,
  ...commonHelp,
  "",
  "Exit status: 0 when there is a verdict, also one that is not over yet; 2 when",
  "something could not be used; a sentence on standard error says what, and what",
  "cures it.",
];
