/**
 * A container's text as the kubelet reads it, from left to right: `$(NAME)` stands for a variable that was set before,
 * and for itself where none was; `$$` stands for `$`, wherever it stands. Everything else is what it is.
 */
export function expand(text: string, env: Readonly<Record<string, string>>): string {
  const lastClose = text.lastIndexOf(")");
  const parts: string[] = [];
  let from = 0;
  // A `$` at the very end has nothing to say of.
  for (let at = nextSign(text, from); at !== null; at = nextSign(text, from)) {
    parts.push(text.slice(from, at));
    const isReference = text[at + 1] === "(" && lastClose > at;
    const end = isReference ? text.indexOf(")", at) + 1 : at + 2;
    parts.push(meaning(text.slice(at, end), env));
    from = end;
  }
  return parts.join("") + text.slice(from);
}

function nextSign(text: string, from: number): number | null {
  const at = text.indexOf("$", from);
  return at === -1 || at === text.length - 1 ? null : at;
}

function meaning(sign: string, env: Readonly<Record<string, string>>): string {
  if (sign === "$$") return "$";
  const name = sign.slice(2, -1);
  const isKnown = sign.endsWith(")") && sign.startsWith("$(") && Object.hasOwn(env, name);
  return isKnown ? (env[name] ?? sign) : sign;
}
