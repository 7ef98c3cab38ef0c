interface Saving {
  readonly save?: string | undefined;
  readonly "save-secrets"?: boolean | undefined;
}

/** What is wrong with `--save` and `--save-secrets` together; null when nothing is. */
export function objectionToSaving({ save, "save-secrets": saveSecrets }: Saving): string | null {
  if (save === "") return "--save needs the path of a folder.";
  return saveSecrets === true && save === undefined
    ? "--save-secrets says how to save; name the folder with --save."
    : null;
}
