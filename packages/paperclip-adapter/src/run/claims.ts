/** Which Jobs the runs of this process see through: each has one run, which tells its answer and its costs. */
export interface Claims {
  readonly has: (namespace: string, jobName: string) => boolean;
  /** Gives what ends the claim; null when another run has it. */
  readonly take: (namespace: string, jobName: string) => (() => void) | null;
}

export function createClaims(): Claims {
  const taken = new Set<string>();
  // No name holds a slash.
  const keyOf = (namespace: string, jobName: string): string => `${namespace}/${jobName}`;
  return {
    has: (namespace, jobName) => taken.has(keyOf(namespace, jobName)),
    take(namespace, jobName) {
      const key = keyOf(namespace, jobName);
      if (taken.has(key)) return null;
      taken.add(key);
      return () => void taken.delete(key);
    },
  };
}
