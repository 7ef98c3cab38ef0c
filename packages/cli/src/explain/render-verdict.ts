import type { Claim, Competing, Flag, Verdict } from "@runverdict/classifier";
import { count } from "@runverdict/stream-parser/describe";
import { wrap, type Paper } from "../screen/paper.ts";
import { instant } from "./clock.ts";
import type { EventLine } from "./event-line.ts";
import { outcomeLook } from "./outcome-look.ts";
import { renderEvent } from "./render-event.ts";
import { missingWords, reachWords, retryWords, sentence, usageWords } from "./sentences.ts";
import { attributionWords, confidenceWords, flagWords, outcomeWords } from "./words.ts";

/** One verdict and what a person wants to see beside it. */
export interface Shown {
  readonly name: string;
  readonly verdict: Verdict;
  readonly last: readonly EventLine[];
  /** Whether every rule that was asked is listed. */
  readonly trail: boolean;
}

/** What is listed at most, so that a verdict stays on one screen; `--json` has everything. */
const MOST = { claims: 5, competing: 2, quote: 160, because: 140 } as const;

export function renderVerdict({ name, verdict, last, trail }: Shown, paper: Paper): readonly string[] {
  const { evidence, competing, flags } = verdict;
  return [
    ...heading(name, verdict, paper),
    ...section("Proof", listed(evidence, MOST.claims, claimWords, paper), paper),
    ...section("It might also be", listed(competing, MOST.competing, competingWords, paper), paper),
    ...section("Notes", listed(flags, flags.length, noteWords, paper), paper),
    ...section("What to do", advice(verdict, paper), paper),
    ...section("How far it got", reach(verdict, paper), paper),
    ...section("Last events (times are UTC)", events(last, paper), paper),
    ...(trail ? section("Rules asked, in order", rules(verdict, paper), paper) : []),
  ];
}

function heading(name: string, verdict: Verdict, paper: Paper): readonly string[] {
  const { outcome, title, code, confidence, attribution } = verdict;
  const { sign, ink } = outcomeLook(outcome, paper);
  const word = outcomeWords[outcome];
  const said = title === word ? word : `${word}: ${paper.text(title)}`;
  const dot = ` ${paper.signs.dot} `;
  const first = [
    paper.bold(ink(`${sign} ${said}`)),
    paper.bold(paper.text(code)),
    paper.dim(confidenceWords[confidence]),
  ];
  const second = [name === "-" ? "standard input" : paper.text(name), attributionWords[attribution]].filter(
    (part) => part !== "",
  );
  return [
    ...wrap(first.join(dot), paper.columns),
    ...wrap(paper.dim(second.join(dot)), paper.columns, 2),
    ...wrap(paper.text(verdict.summary), paper.columns),
  ];
}

function section(title: string, lines: readonly string[], paper: Paper): readonly string[] {
  return lines.length === 0 ? [] : [...wrap(paper.bold(title), paper.columns), ...lines];
}

function listed<T>(
  all: readonly T[],
  most: number,
  say: (one: T, paper: Paper, earlier: readonly T[]) => string,
  paper: Paper,
): readonly string[] {
  const shown = all.slice(0, most).map((one, index) => say(one, paper, all.slice(0, index)));
  const rest = all.length - shown.length;
  const items = rest === 0 ? shown : [...shown, paper.dim(`${count(rest)} more with --json`)];
  return items.flatMap((text) => wrap(`${paper.signs.bullet} ${text}`, paper.columns, 2, 4));
}

/** Instants stand in the evidence as epoch milliseconds, which nobody reads. */
function quotedWords(quote: string, path: string, paper: Paper): string {
  const at = path.endsWith("At") && quote !== "" ? Number(quote) : Number.NaN;
  return Number.isNaN(at) ? `"${paper.text(quote, MOST.quote)}"` : instant(at);
}

/** A quote that takes more room is not quoted again; a figure that happens to be the same one says itself. */
const SHORT_QUOTE = 40;

function claimWords({ claim, quote, path, source }: Claim, paper: Paper, earlier: readonly Claim[]): string {
  const isAgain = quote.length > SHORT_QUOTE && earlier.some((one) => one.quote === quote);
  const quoted = isAgain ? "the same words" : quotedWords(quote, path, paper);
  const place = paper.dim(`(${source}, ${paper.text(path)})`);
  return [`${paper.text(claim)}${quote === "" ? "" : `: ${quoted}`}`, place].join(" ");
}

function competingWords({ code, because, decidedBy }: Competing, paper: Paper): string {
  const decided = paper.dim(`What would decide: ${paper.text(decidedBy)}.`);
  return `${paper.text(code)}: ${sentence(paper.text(because, MOST.because))} ${decided}`;
}

/** A newer classifier may give a flag that this table does not have yet. */
function noteWords(flag: Flag, paper: Paper): string {
  return flagWords[flag] ?? paper.text(flag);
}

function advice(verdict: Verdict, paper: Paper): readonly string[] {
  const retry = paper.text(retryWords(verdict));
  return [
    ...wrap(paper.text(verdict.resolution), paper.columns, 2),
    ...(retry === "" ? [] : wrap(`Retry: ${retry}`, paper.columns, 2)),
  ];
}

function reach({ progress, missing, usage }: Verdict, paper: Paper): readonly string[] {
  const unseen = missing.length === 0 ? "" : ` Not seen: ${paper.text(missingWords(missing))}.`;
  return [
    ...wrap(`${reachWords(progress)}${unseen}`, paper.columns, 2),
    ...wrap(`Usage: ${paper.text(usageWords(usage))}.`, paper.columns, 2),
  ];
}

function events(last: readonly EventLine[], paper: Paper): readonly string[] {
  return last.map((event) => renderEvent(event, paper));
}

function rules({ passedOver, rule }: Verdict, paper: Paper): readonly string[] {
  const asked = passedOver.map((one) => `${paper.text(one.rule)}: ${paper.dim(paper.text(one.because))}`);
  return listed([...asked, `${paper.bold(paper.text(rule))} decided`], asked.length + 1, String, paper);
}
