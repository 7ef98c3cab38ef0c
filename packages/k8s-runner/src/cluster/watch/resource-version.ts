/**
 * Whether one version of an object, or of a list, is newer than another. Versions are numbers without leading zeros,
 * which every API server has sent so far and Kubernetes promises since 1.35; of other texts the later one is taken for
 * newer, unless it is the same.
 */
export function isNewer(version: string, than: string): boolean {
  if (!isNumber(version) || !isNumber(than)) return version !== than;
  if (version.length !== than.length) return version.length > than.length;
  return version > than;
}

function isNumber(version: string): boolean {
  return /^(?:0|[1-9][0-9]{0,63})$/.test(version);
}
