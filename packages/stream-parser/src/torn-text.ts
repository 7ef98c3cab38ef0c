/*
 * Telling the rest of a cut JSON line from plain text.
 *
 * The kubelet's log reader joins the 16 KiB records of a long line with whatever record comes next. So a line can be
 * the tail of an object whose head is elsewhere: after rotation, after a line that a stderr record was spliced into,
 * or when only the last records were asked for. What it holds was written by the model or by a tool, and must not be
 * taken for the words of the harness.
 */

/** Runtimes cut lines into records of 16 KiB, CRI-O of about 8; the harness's own lines are shorter than that. */
const RECORD_LENGTH = 8000;

export type Rest = "none" | "inside" | "end";

/**
 * Whether a line looks like the rest of a cut object: `end` when it closes the object, `inside` when more must follow.
 * Asked only where a rest is to be expected; lines of a program that prints objects over several lines look alike.
 *
 * Before the first event it takes more to be one: a run that failed to start has said all it has to say there, and may
 * have quoted an escape or closed a dump of its own.
 */
export function restOf(text: string, expected: "at-start" | "after-broken"): Rest {
  const sure = expected === "after-broken";
  if (closesMoreThanItOpens(text) && (sure || text.includes('"'))) return "end";
  return text.length >= RECORD_LENGTH || hasDebris(text, sure ? 1 : 2) ? "inside" : "none";
}

/** Reads backwards, because only the end of a torn line is known to stand outside a string. */
function closesMoreThanItOpens(text: string): boolean {
  const line = text.trimEnd();
  if (!line.endsWith("}")) return false;
  let depth = 0;
  let inString = false;
  for (let index = line.length - 1; index >= 0; index -= 1) {
    const letter = line[index];
    if (letter === '"') {
      if (!inString || !isEscaped(line, index)) inString = !inString;
    } else if (!inString) {
      if (letter === "}" || letter === "]") depth += 1;
      else if (letter === "{" || letter === "[") depth -= 1;
    }
  }
  return depth > 0;
}

function isEscaped(text: string, index: number): boolean {
  let before = index;
  while (text[before - 1] === "\\") before -= 1;
  return (index - before) % 2 === 1;
}

/**
 * Whether there are so many escapes outside of quotes, or quoted pieces that begin with a comma or a colon: in a line
 * that begins inside a string the quotes pair up wrongly, so that `","` and `":` show. Text that quotes a whole
 * object, as the harness does with API errors, has neither.
 */
function hasDebris(text: string, enough: number): boolean {
  let found = 0;
  let inString = false;
  for (let index = 0; index < text.length && found < enough; index += 1) {
    const letter = text[index];
    const next = text[index + 1] ?? "";
    if (letter === "\\") {
      if (!inString && next !== "" && '"\\/bfnrtu'.includes(next)) found += 1;
      index += 1;
    } else if (letter === '"') {
      if (!inString && (next === "," || next === ":")) found += 1;
      inString = !inString;
    }
  }
  return found >= enough;
}
