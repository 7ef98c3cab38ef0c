/**
 * What a termination message says beside the agent's output. Where a container wrote none, the kubelet takes the end of
 * its log for one, and that is stream-json, which begins in the middle of a line: an issue page showed 240 characters
 * of a list of plugins. What stands between, such as a stack trace, is what the message is for. Null where nothing does.
 */
export function ownWords(message: string | null): string | null {
  if (message === null) return null;
  const lines = message.split("\n").filter((line, index) => !isOutput(line.trim(), index === 0));
  const words = lines.join("\n").trim();
  return words === "" ? null : words;
}

function isOutput(line: string, isFirst: boolean): boolean {
  if (!line.endsWith("}")) return /^\{"[a-z_]{1,40}":/.test(line);
  return line.startsWith('{"') || (isFirst && line.includes('":'));
}
