import type { RunRequest } from "./run-arguments.ts";
import { secretWords } from "./runner.ts";

/** What to do about a secret behind `--`, which would stand in the Job for everybody to read; null where there is none. */
export function secretInCommand({ command }: Pick<RunRequest, "command">): string | null {
  const [place] = secretWords(command);
  if (place === undefined) return null;
  // The word itself must not be printed.
  return (
    `Word ${place + 1} behind -- looks like a secret, and everybody who may list Jobs could read it. ` +
    "Set it here as a variable and give -e NAME, which goes by a Secret; " +
    "a command that can't read it from its environment is started by a shell: sh -c 'agent --key \"$NAME\"'."
  );
}
