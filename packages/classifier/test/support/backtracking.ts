/**
 * A backtracking matcher for the regular expressions of this package that counts its steps. It stands in for the engine,
 * which does the same and lets nobody count: how its work grows with the text tells whether a pattern is linear.
 * It knows what the patterns use, and no more.
 */

type Node =
  | { readonly kind: "char"; readonly fits: (char: string) => boolean }
  | { readonly kind: "assert"; readonly fits: (text: string, index: number) => boolean }
  | { readonly kind: "look"; readonly node: Node; readonly behind: boolean; readonly negative: boolean }
  | { readonly kind: "sequence"; readonly nodes: readonly Node[] }
  | { readonly kind: "choice"; readonly nodes: readonly Node[] }
  | { readonly kind: "repeat"; readonly node: Node; readonly min: number; readonly max: number };

export interface Search {
  readonly steps: number;
  /** Where matches begin. */
  readonly matches: readonly number[];
}

/** Searches the text from its beginning to its end, as `matchAll` does. */
export function search(pattern: RegExp, text: string): Search {
  const whole = parse(pattern);
  const anchored = pattern.source.startsWith("^") && !pattern.source.includes("|^");
  const matches: number[] = [];
  let steps = 0;

  function match(at: Node, index: number, next: (index: number) => boolean): boolean {
    steps += 1;
    switch (at.kind) {
      case "char":
        return index < text.length && at.fits(text.charAt(index)) && next(index + 1);
      case "assert":
        return at.fits(text, index) && next(index);
      case "look":
        return looks(at, index) !== at.negative && next(index);
      case "sequence":
        return inSequence(at.nodes, 0, index, next);
      case "choice":
        return at.nodes.some((one) => match(one, index, next));
      case "repeat":
        return at.node.kind === "char" ? repeatChar(at.node, at, index, next) : repeat(at, 0, index, next);
    }
  }

  function inSequence(
    nodes: readonly Node[],
    place: number,
    index: number,
    next: (index: number) => boolean,
  ): boolean {
    const node = nodes[place];
    return node === undefined
      ? next(index)
      : match(node, index, (end) => inSequence(nodes, place + 1, end, next));
  }

  /** What lies behind is one character in all patterns. */
  function looks({ node, behind }: Extract<Node, { kind: "look" }>, index: number): boolean {
    return behind ? index > 0 && match(node, index - 1, () => true) : match(node, index, () => true);
  }

  /** Goes as far as it can and then comes back, without a call for each character. */
  function repeatChar(
    { fits }: Extract<Node, { kind: "char" }>,
    { min, max }: { readonly min: number; readonly max: number },
    index: number,
    next: (index: number) => boolean,
  ): boolean {
    let end = index;
    while (end - index < max && end < text.length && fits(text.charAt(end))) end += 1;
    for (steps += end - index; end - index >= min; end -= 1, steps += 1) if (next(end)) return true;
    return false;
  }

  function repeat(
    at: Extract<Node, { kind: "repeat" }>,
    done: number,
    index: number,
    next: (index: number) => boolean,
  ): boolean {
    const again =
      done < at.max && match(at.node, index, (end) => end > index && repeat(at, done + 1, end, next));
    return again || (done >= at.min && next(index));
  }

  for (let start = 0; start <= text.length;) {
    let end = -1;
    match(whole, start, (index) => {
      end = index;
      return true;
    });
    if (end !== -1) matches.push(start);
    if (anchored) break;
    start = end > start ? end : start + 1;
  }
  return { steps, matches };
}

/** The pieces of plain text in a pattern: what a text must hold to keep it busy. */
export function fragmentsOf({ source }: RegExp): readonly string[] {
  const plain = source
    .replaceAll(/\[(?:[^\]\\]|\\.)*\]|\{\d+,?\d*\}|\(\?(?:[:=!]|<[=!])|\\[bBdDsSwW]|\\p\{\w+\}/g, "\n")
    .replaceAll(/\\u([0-9a-f]{4})/g, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)))
    .replaceAll(/\\(.)/g, "$1");
  return [...new Set(plain.split(/[\n()|?*+^$]+/).filter((piece) => piece !== ""))];
}

function parse({ source, flags }: RegExp): Node {
  let at = 0;
  const rest = (): string => source.slice(at);

  function choice(): Node {
    const nodes = [sequence()];
    while (source.charAt(at) === "|") {
      at += 1;
      nodes.push(sequence());
    }
    return { kind: "choice", nodes };
  }

  function sequence(): Node {
    const nodes: Node[] = [];
    while (at < source.length && source.charAt(at) !== "|" && source.charAt(at) !== ")")
      nodes.push(quantified());
    return { kind: "sequence", nodes };
  }

  function quantified(): Node {
    const node = atom();
    const [whole, sign, least, comma, most] = /^(?:([*+?])|\{(\d+)(,?)(\d*)\})/.exec(rest()) ?? [];
    if (whole === undefined) return node;
    at += whole.length;
    // A lazy repetition tries the same lengths, the shortest first: where nothing matches, that is the same work.
    if (source.charAt(at) === "?") at += 1;
    if (sign !== undefined)
      return { kind: "repeat", node, min: sign === "+" ? 1 : 0, max: sign === "?" ? 1 : Infinity };
    const min = Number(least);
    return { kind: "repeat", node, min, max: comma === "" ? min : most === "" ? Infinity : Number(most) };
  }

  function atom(): Node {
    const [opening] = /^\((?:\?(?::|=|!|<=|<!))?/.exec(rest()) ?? [];
    if (opening !== undefined) {
      at += opening.length;
      const node = choice();
      at += 1;
      if (!/[=!]/.test(opening)) return node;
      return { kind: "look", node, behind: opening.includes("<"), negative: opening.endsWith("!") };
    }
    const [piece = ""] = /^(?:\[(?:[^\]\\]|\\.)*\]|\\p\{\w+\}|\\u[0-9a-f]{4}|\\.|.)/s.exec(rest()) ?? [];
    at += piece.length;
    return assertion(piece) ?? character(piece);
  }

  function assertion(piece: string): Node | null {
    if (piece === "^") return { kind: "assert", fits: (_, index) => index === 0 };
    if (piece === "$") return { kind: "assert", fits: (text, index) => index === text.length };
    if (piece !== String.raw`\b`) return null;
    const isWord = (char: string): boolean => /\w/.test(char);
    return {
      kind: "assert",
      fits: (text, index) => isWord(text.charAt(index - 1)) !== isWord(text.charAt(index)),
    };
  }

  /** What one character may be is left to the engine. */
  function character(piece: string): Node {
    const one = new RegExp(`^${piece}$`, flags.replaceAll(/[gy]/g, ""));
    const known = new Map<string, boolean>();
    return {
      kind: "char",
      fits: (char) => {
        const fits = known.get(char) ?? one.test(char);
        known.set(char, fits);
        return fits;
      },
    };
  }

  return choice();
}
