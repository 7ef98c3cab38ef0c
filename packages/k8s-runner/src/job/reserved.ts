/** What is ours in a Job: nobody else may use, move or hide it. */

/** The container that the run's end is read from, by this name. */
export const AGENT_CONTAINER = "agent";

/** All that we mount is below it; a path of our own hides nothing that an image brings along. */
export const RESERVED_ROOT = "/runverdict";
export const INPUTS_PATH = "/runverdict/inputs";
export const PROMPT_PATH = "/runverdict/inputs/prompt";
export const WRAPPER_PATH = "/runverdict/wrapper";
export const SPOOL_PATH = "/runverdict/spool";

export const RESERVED_VOLUMES = "runverdict-";
/** The one of our volumes that companions may mount. */
export const DATA_VOLUME = "runverdict-data";
export const HOME_VOLUME = "runverdict-home";
export const TMP_VOLUME = "runverdict-tmp";
export const INPUTS_VOLUME = "runverdict-inputs";
export const WRAPPER_VOLUME = "runverdict-wrapper";
export const SPOOL_VOLUME = "runverdict-spool";

const RESERVED_ENV = "RUNVERDICT_";
export const PROMPT_VARIABLE = "RUNVERDICT_PROMPT_FILE";

/** Whether we set it: paths follow `home` and `tmp` of the specification. */
export function isReservedVariable(name: string): boolean {
  return name === "HOME" || name === "TMPDIR" || name.startsWith(RESERVED_ENV);
}

const RESERVED_KEYS = [
  "runverdict.dev/",
  "app.kubernetes.io/managed-by",
  "batch.kubernetes.io/",
  "controller-uid",
  "job-name",
  "kubectl.kubernetes.io/default-container",
];

/** Whether a label or annotation is ours or the Job controller's. */
export function isReservedKey(key: string): boolean {
  return RESERVED_KEYS.some((reserved) =>
    reserved.endsWith("/") ? key.startsWith(reserved) : key === reserved,
  );
}
