/** The value that a stranger's JSON stands for; null for what is no JSON, as for `null`. Bound the text before. */
export function parsedJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
