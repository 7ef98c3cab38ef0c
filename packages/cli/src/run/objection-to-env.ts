const OWN_PREFIX = "RUNVERDICT_";

/** Why the agent can't have variables of these names, and what to do instead; null when it can. No value is told again. */
export function objectionToEnv(names: readonly string[]): string | null {
  // What was given as a value must not be printed; a name without a value may be one by mistake.
  if (!names.every((name) => /^[A-Za-z_][A-Za-z0-9_]{0,254}$/.test(name)))
    return "--env must be NAME or NAME=value, and NAME has letters, digits and underscores.";
  for (const [place, name] of names.entries()) {
    if (name === "HOME" || name === "TMPDIR")
      return (
        `--env ${name}: each run has its own; to have another, ` +
        `put it before the command: -- env ${name}=... claude`
      );
    if (name.startsWith(OWN_PREFIX))
      return `--env ${name}: names that begin with ${OWN_PREFIX} are the runner's own; use another name.`;
    if (names.indexOf(name) !== place) return `--env ${name} is given twice; keep one of them.`;
  }
  return null;
}
