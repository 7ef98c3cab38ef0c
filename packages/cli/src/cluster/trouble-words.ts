/** What went wrong in talking to a cluster, and its cure, where one is known. */
export function troubleWords({
  sentence,
  cure,
}: {
  readonly sentence: string;
  readonly cure: string;
}): string {
  return cure === "" ? sentence : `${sentence} ${cure}`;
}
