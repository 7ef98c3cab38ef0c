/**
 * Which part of a package may import which: a file imports from its own step or from those after it, never from those
 * before it. An entry is a file or a folder of `src`, without its suffix; the longest entry that fits a file decides.
 * The order is the architecture: outermost first, and what knows least last.
 */
export const ladders: Readonly<Record<string, readonly (readonly string[])[]>> = {
  "stream-parser": [
    ["index", "arbitraries"],
    ["transcript", "streams", "last-word", "describe"],
    // Facts are folded from events, and parsing knows nothing of it.
    ["observe"],
    ["facts", "nothing-seen"],
    ["parser", "wire-of"],
    // What a line means, what it is as syntax, where it ends: four stages that know only those before them.
    ["events"],
    ["frames"],
    ["skim", "sniff", "torn-lines", "torn-text"],
    ["known-lists"],
    ["wire", "json-object", "json-bytes", "decoding"],
    ["lines"],
    ["pending-line"],
    ["cut-text", "timestamps", "utf8", "vocabulary"],
    ["parsed-stream"],
    ["event-kind", "limits", "usage-facts"],
  ],
  classifier: [
    ["index", "arbitraries"],
    ["classify"],
    ["advise"],
    ["rules/index"],
    ["progress", "flags", "missing", "usage"],
    ["rules"],
    ["rule"],
    // What all rules read the same way; only rules may judge, so nothing here knows one.
    ["reading"],
    ["kubernetes", "cite", "advice-table"],
    ["codes", "verdict"],
    ["evidence"],
    ["pod-facts", "job-facts", "event-facts"],
    ["admission", "duration", "kinds-of-ending", "quote", "signals", "version"],
  ],
  cli: [
    ["main"],
    ["process-world", "program"],
    ["diagnose"],
    ["run"],
    ["cluster"],
    ["run/runner"],
    ["save"],
    ["explain"],
    ["help", "world", "misuse"],
    ["error-code", "screen"],
  ],
  "k8s-runner": [
    ["index"],
    ["run"],
    ["simulator"],
    ["cluster"],
    ["lifecycle/step"],
    // Four parts that know nothing of each other: what to do, what to create, what was written, what runs in the pod.
    ["lifecycle", "job", "log", "wrapper"],
    // How what strangers wrote is taken in hand.
    ["member", "parsed-json"],
  ],
  "paperclip-adapter": [
    ["index"],
    ["create-server-adapter"],
    ["run", "environment", "skills", "models"],
    // Three parts that know nothing of each other: what to start, what it said, what the host is told of its end.
    ["manifest", "log", "result"],
    ["self-pod", "session"],
    ["config"],
    // What the host sends and takes, and what its user interface loads by itself.
    ["host", "ui-parser", "cli"],
  ],
};
