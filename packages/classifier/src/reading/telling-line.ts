import type { HarnessLine } from "./harness-line.ts";
import { firstLine } from "./harness-text.ts";

/**
 * How an error is spelled by those who end before the agent does: JavaScript and Python (`TypeError [ERR_X]: …`,
 * `json.decoder.JSONDecodeError: …`), command lines (`error: unknown option`, `fatal: …`, `npm error …`), and shells
 * (`entrypoint.sh: line 3: claude: command not found`, `exec /usr/bin/claude: exec format error`). Anchored and linear.
 */
const errors: readonly RegExp[] = [
  /^\s{0,8}\[?(?:Uncaught )?(?:[A-Za-z_][\w.]{0,100})?(?:Error|Exception|Rejection|Expired|Interrupt)(?: \[\w{1,60}\])?: ?\S/,
  /^\s{0,8}(?:(?:error|fatal|panic|fatal error): ?|npm (?:error|ERR!) )\S/i,
  /^(?!warn)[^\s:]{1,200}: [^\n]{0,400}?(?:not found|permission denied|no such file or directory|exec format error|cannot execute[^\n]{0,80})$/i,
  /^exec:? [^\n]{1,400}: (?:exec format error|no such file or directory|permission denied)/i,
];

/** Node begins with the place in the source and Python with the calls; what went wrong stands below. */
const MOST_LOOKED_AT = 200;

/** The line to quote where something ended without a word of Claude's: the first that names an error, else the first. */
export function tellingLine(lines: readonly HarnessLine[]): HarnessLine | null {
  const error = lines
    .slice(0, MOST_LOOKED_AT)
    .find(({ text }) => errors.some((pattern) => pattern.test(text.slice(0, 1000))));
  return error ?? firstLine(lines);
}
