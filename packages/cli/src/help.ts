export const explainUsage: readonly string[] = [
  "Usage: runverdict explain [options] <case folder | transcript file | -> ...",
];

export const usage: readonly string[] = [
  ...explainUsage,
  "       runverdict explain --help",
  "       runverdict --version",
];

export const help: readonly string[] = [
  "runverdict says what became of a Claude Code run in a Kubernetes Job, and why.",
  "",
  ...usage,
  "",
  "Commands:",
  "  explain   judge runs from what was captured of them: output, Pod, Job, Events",
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
