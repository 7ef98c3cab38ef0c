import { expect, test } from "vitest";
import { folderArrows, manifestArrows, packageArrows } from "./checks/arrows.ts";
import { spelledCodes } from "./checks/codes.ts";
import { importCycles } from "./checks/cycles.ts";
import { strayTests, untestedSources } from "./checks/mirrors.ts";
import { fileNames } from "./checks/names.ts";
import { clocksAndDice } from "./checks/purity.ts";
import {
  undocumented,
  ungivenCodes,
  unknownGoldens,
  unlistedRules,
  unshownCodes,
  untestedRules,
} from "./checks/rules.ts";
import { fileLengths, functionLengths } from "./checks/sizes.ts";
import { typeEscapes } from "./checks/style.ts";
import { propertyNames, testHabits } from "./checks/tests.ts";
import { bannedWords, lockfileHosts } from "./checks/words.ts";
import type { Complaints, RepositoryFile } from "./files.ts";

// A check that cannot fail proves nothing: each is shown what it forbids, and the nearest thing that it allows.

interface Case {
  readonly check: (files: readonly RepositoryFile[]) => Complaints;
  readonly bad: Readonly<Record<string, string>>;
  readonly complaint: RegExp;
  readonly good: Readonly<Record<string, string>>;
}

const lines = (count: number): string => Array.from({ length: count }, () => "//\n").join("");
const joined = (...pieces: readonly string[]): string => pieces.join("");

const cases: Readonly<Record<string, Case>> = {
  "an arrow that points outward": {
    check: packageArrows,
    bad: { "packages/stream-parser/src/a.ts": 'import type { Verdict } from "@runverdict/classifier";' },
    complaint: /stream-parser may import no package; turn the arrow round/,
    good: { "packages/cli/src/a.ts": 'import { classify } from "@runverdict/classifier";' },
  },
  "a parser that the classifier needs at run time": {
    check: packageArrows,
    bad: { "packages/classifier/src/a.ts": 'import { createParser } from "@runverdict/stream-parser";' },
    complaint: /at run time; .* may use its types only\. Write `import type`/,
    good: {
      "packages/classifier/src/a.ts": 'import { type ParsedStream } from "@runverdict/stream-parser";',
    },
  },
  "a classifier that the runner needs at run time": {
    check: packageArrows,
    bad: { "packages/k8s-runner/src/a.ts": 'export { CODES } from "@runverdict/classifier";' },
    complaint: /may use its types only/,
    good: {
      "packages/k8s-runner/src/a.ts": 'export type { PodFacts } from "@runverdict/classifier";',
      "packages/k8s-runner/src/b.ts": 'export { readPod } from "@runverdict/classifier/kubernetes";',
    },
  },
  "a type that is imported where it stands": {
    check: packageArrows,
    bad: { "packages/stream-parser/src/a.ts": 'export type A = import("@runverdict/classifier").Verdict;' },
    complaint: /turn the arrow round/,
    good: {
      "packages/classifier/src/a.ts": 'export type A = import("@runverdict/stream-parser").ParsedStream;',
    },
  },
  "a Kubernetes client outside of its folder": {
    check: packageArrows,
    bad: { "packages/k8s-runner/src/run-job.ts": 'const k = await import("@kubernetes/client-node");' },
    complaint: /only src\/cluster\/ may/,
    good: { "packages/k8s-runner/src/cluster/api.ts": 'const k = await import("@kubernetes/client-node");' },
  },
  "a pure package that touches the machine": {
    check: packageArrows,
    bad: { "packages/classifier/src/a.ts": 'import { readFileSync } from "node:fs";' },
    complaint: /is pure; pass what it needs in as data/,
    good: { "packages/cli/src/a.ts": 'import { readFileSync } from "node:fs";' },
  },
  "a generator in the product": {
    check: packageArrows,
    bad: { "packages/classifier/src/a.ts": 'import fc from "fast-check";' },
    complaint: /only src\/arbitraries may/,
    good: { "packages/classifier/src/arbitraries/pods.ts": 'import fc from "fast-check";' },
  },
  "a reach into another package's folder": {
    check: packageArrows,
    bad: { "packages/cli/src/a.ts": 'import { b } from "../../classifier/src/b.ts";' },
    complaint: /reaches out of its package/,
    good: { "packages/cli/src/a.ts": 'import { b } from "./b.ts";' },
  },
  "a package that nobody has placed": {
    check: packageArrows,
    bad: { "packages/new/src/a.ts": "" },
    complaint: /the package new has no arrows/,
    good: { "packages/cli/src/a.ts": "" },
  },
  "a dependency that may not be imported": {
    check: manifestArrows,
    bad: { "packages/classifier/package.json": '{ "dependencies": { "zod": "^4" } }' },
    complaint: /depends on zod, which the package may not import/,
    good: { "packages/cli/package.json": '{ "dependencies": { "zod": "^4" } }' },
  },
  "a step that climbs": {
    check: folderArrows,
    bad: { "packages/classifier/src/evidence.ts": 'import { classify } from "./classify.ts";' },
    complaint: /stands above it in the ladder of classifier/,
    good: { "packages/classifier/src/classify.ts": 'import type { Evidence } from "./evidence.ts";' },
  },
  "a file on no step": {
    check: folderArrows,
    bad: { "packages/classifier/src/odds-and-ends.ts": "" },
    complaint: /stands on no step/,
    good: { "packages/classifier/src/rules/provider/overloaded.ts": "" },
  },
  "a cycle, also one of types": {
    check: importCycles,
    bad: {
      "packages/cli/src/a.ts": 'import type { B } from "./b.ts";',
      "packages/cli/src/b.ts": 'import { a } from "./c.ts";',
      "packages/cli/src/c.ts": 'export * from "./a.ts";',
    },
    complaint: /a\.ts → .*b\.ts → .*c\.ts → .*a\.ts is a cycle/,
    good: {
      "packages/cli/src/a.ts": 'import "./b.ts"; import "./c.ts";',
      "packages/cli/src/b.ts": 'import "./c.ts";',
      "packages/cli/src/c.ts": "",
    },
  },
  "a clock": {
    check: clocksAndDice,
    bad: { "packages/classifier/src/a.ts": "export const now = (): number => Date.now();" },
    complaint: /a\.ts:1 uses Date\.now, but this code is pure/,
    good: { "packages/classifier/src/a.ts": "export const at = (text: string): number => Date.parse(text);" },
  },
  "a date without an argument": {
    check: clocksAndDice,
    bad: { "packages/k8s-runner/src/lifecycle/a.ts": "export const now = new Date();" },
    complaint: /uses new Date\(\)/,
    good: { "packages/k8s-runner/src/lifecycle/a.ts": "export const day = (at: number) => new Date(at);" },
  },
  dice: {
    check: clocksAndDice,
    bad: { "packages/stream-parser/src/a.ts": "export const n = [1].map(Math.random);" },
    complaint: /uses Math\.random/,
    good: { "packages/stream-parser/src/a.ts": "export const n = Math.max(1, 2);" },
  },
  "a world that was declared into being": {
    check: clocksAndDice,
    bad: {
      "packages/stream-parser/src/a.ts": "declare const process: any; export const e = process.env.HOME;",
    },
    complaint: /uses process/,
    good: {
      "packages/stream-parser/src/a.ts":
        "export const e = (limits: Limits) => ({ process: limits.process });",
    },
  },
  "a file with a second subject": {
    check: fileLengths,
    bad: { "packages/cli/src/a.ts": lines(301) },
    complaint: /has 301 lines and may have 300/,
    good: { "packages/cli/src/a.ts": lines(300), "packages/classifier/src/arbitraries/a.ts": lines(400) },
  },
  "a function with a second subject": {
    check: functionLengths,
    bad: { "packages/cli/src/a.ts": `const a = () => {\n${lines(59)}};` },
    complaint: /a\.ts:1 begins a function of 61 lines/,
    good: { "packages/cli/src/a.ts": `const a = () => {\n${lines(58)}};` },
  },
  "a claim that nobody proved": {
    check: typeEscapes,
    bad: { "packages/cli/src/a.ts": "export const a = (b: unknown) => b as string;" },
    complaint: /says `as`; parse the value or narrow it/,
    good: {
      "packages/cli/src/a.ts": "export const a = [1] as const;",
      "packages/stream-parser/src/wire/a.ts": "export const a = (b: unknown) => b as string;",
    },
  },
  "a null that is wished away": {
    check: typeEscapes,
    bad: { "packages/cli/src/a.ts": "export const a = (b: string | null) => b!.length;" },
    complaint: /says `!`/,
    good: { "packages/cli/src/a.ts": "export const a = (b: string | null) => b?.length ?? 0;" },
  },
  "a type that means nothing": {
    check: typeEscapes,
    bad: { "packages/cli/src/a.ts": "export const a = (b: any): void => {};" },
    complaint: /says `any`/,
    good: { "packages/cli/src/a.ts": "export const a = (b: unknown): void => {};" },
  },
  "a class": {
    check: typeEscapes,
    bad: { "packages/cli/src/a.ts": "export class Manager {}" },
    complaint: /only errors are classes here/,
    good: { "packages/cli/src/a.ts": "export class Misuse extends TypeError {}" },
  },
  "an export without a name": {
    check: typeEscapes,
    bad: { "packages/cli/src/a.ts": "export default 1;" },
    complaint: /has a default export/,
    good: { "packages/cli/src/a.ts": "export const a = 1;" },
  },
  "a name that says nothing": {
    check: fileNames,
    bad: { "packages/cli/src/string-utils.ts": "" },
    complaint: /"string-utils" says nothing/,
    good: { "packages/cli/src/columns.ts": "" },
  },
  "a name in another case": {
    check: fileNames,
    bad: { "packages/cli/src/mainTable.ts": "" },
    complaint: /"mainTable\.ts" is not kebab-case/,
    good: { "packages/cli/test/main-table.properties.test.ts": "" },
  },
  "a source without a test": {
    check: untestedSources,
    bad: { "packages/classifier/src/rules/oom.ts": "export const a = 1;" },
    complaint: /has no test; write packages\/classifier\/test\/rules\/oom\.test\.ts/,
    good: {
      "packages/classifier/src/rules/oom.ts": "export const a = 1;",
      "packages/classifier/test/rules.properties.test.ts": "",
      "packages/classifier/src/verdict.ts": "export interface Verdict {}",
      "packages/classifier/src/index.ts": 'export { a } from "./rules/oom.ts";',
    },
  },
  "a test of nothing": {
    check: strayTests,
    bad: { "packages/classifier/src/a.ts": "", "packages/classifier/test/b.test.ts": "" },
    complaint: /mirrors nothing; name it after a file or folder/,
    good: { "packages/classifier/src/a/b.ts": "", "packages/classifier/test/a.test.ts": "" },
  },
  "a test that does not run": {
    check: testHabits,
    bad: { "packages/cli/test/a.test.ts": 'test.skip("later", () => {});' },
    complaint: /a\.test\.ts:1 says test\.skip/,
    good: { "packages/cli/test/a.test.ts": 'test("now", () => { text.skip(1); });' },
  },
  "a table of tests of which one runs": {
    check: testHabits,
    bad: { "packages/cli/test/a.test.ts": 'test.only.each([1])("%s", () => {});' },
    complaint: /says test\.only/,
    good: { "packages/cli/test/a.test.ts": 'test.each([1])("%s", () => {});' },
  },
  "a mock of our own": {
    check: testHabits,
    bad: { "packages/cli/test/a.test.ts": 'vi.mock("../src/a.ts");' },
    complaint: /calls vi\.mock; use the real module/,
    good: { "packages/cli/test/a.test.ts": "const seen = vi.fn();" },
  },
  "a sleep": {
    check: testHabits,
    bad: { "packages/cli/test/a.test.ts": 'import { setTimeout as sleep } from "node:timers/promises";' },
    complaint: /wait for what you wait for, never for time/,
    good: { "packages/cli/test/a.test.ts": 'import { once } from "node:events";' },
  },
  "a property that is called like an example": {
    check: propertyNames,
    bad: { "packages/cli/test/a.properties.test.ts": 'test("works", () => { fc.assert(p); });' },
    complaint: /is a property called "works"; its name begins "for all"/,
    good: {
      "packages/cli/test/a.properties.test.ts":
        'test("for all x, y", () => { fc.assert(p); }); test("it can fail", () => {});',
    },
  },
  "a property among the examples": {
    check: propertyNames,
    bad: { "packages/cli/test/a.test.ts": 'test("for all x, y", () => { fc.assert(p); });' },
    complaint: /it belongs into a \.properties\.test\.ts/,
    good: { "packages/cli/test/a.test.ts": 'test("x", () => {});' },
  },
  "a registry": {
    check: bannedWords,
    bad: { "docs/a.md": joined("see registry", ".npmjs", ".org/zod") },
    complaint: /docs\/a\.md:1 names the host of a package registry/,
    good: { "docs/a.md": "pulled registry.k8s.io/pause:3.10" },
  },
  "a machine": {
    check: bannedWords,
    bad: { "docs/a.md": joined("run /ro", "ot/project/.ci/run") },
    complaint: /names a path of one machine/,
    good: { "docs/a.md": "run .ci/run" },
  },
  "a lockfile that pins a server": {
    check: lockfileHosts,
    bad: { "pnpm-lock.yaml": "tarball: http://127.0.0.1/zod.tgz" },
    complaint: /contains "http"/,
    good: { "pnpm-lock.yaml": "zod@4.6.7:" },
  },
  "a branch on a code": {
    check: (files) => spelledCodes(files, ["oom_killed", "running", "timed_out"], new Set(["timed_out"])),
    bad: { "packages/cli/src/a.ts": 'export const a = (v: V) => v.code === "running";' },
    complaint: /spells the verdict code "running"; ask CODES/,
    good: {
      "packages/cli/src/a.ts":
        'export const a = (v: V) => v.phase === "running" || v.outcome === "timed_out";',
      "packages/stream-parser/src/a.ts": 'export const a = "oom_killed";',
    },
  },
  "a switch over codes": {
    check: (files) => spelledCodes(files, ["running"], new Set()),
    bad: { "packages/cli/src/a.ts": 'switch (verdict.code) { case "running": break; }' },
    complaint: /spells the verdict code "running"/,
    good: { "packages/cli/src/a.ts": 'switch (state.kind) { case "running": break; }' },
  },
  "a table of codes": {
    check: (files) => spelledCodes(files, ["oom_killed"], new Set()),
    bad: { "packages/k8s-runner/src/a.ts": "export const a = { oom_killed: 1 };" },
    complaint: /spells the verdict code "oom_killed"/,
    good: { "packages/paperclip-adapter/src/result/error-codes.ts": "export const a = { oom_killed: 1 };" },
  },
  "a rule that nobody asks": {
    check: () => unlistedRules({ written: [{ ...rule("a"), path: "a.ts" }], listed: [], codes: [] }),
    bad: {},
    complaint: /The rule "a" \(a\.ts\) is not listed/,
    good: {},
  },
  "two rules of one name": {
    check: () => unlistedRules({ written: [], listed: [rule("a"), rule("a")], codes: [] }),
    bad: {},
    complaint: /Two rules are called "a"/,
    good: {},
  },
  "a rule without a test": {
    check: (files) => untestedRules({ written: [], listed: [rule("oom")], codes: [] }, files),
    bad: { "packages/classifier/test/classify.test.ts": '"oom"' },
    complaint: /The rule "oom" has no test/,
    good: { "packages/classifier/test/rules/oom.test.ts": 'const id = "oom";' },
  },
  "a code without a page": {
    check: (files) => undocumented({ written: [], listed: [], codes: ["killed"] }, files),
    bad: { "docs/verdicts.md": "It was `killed`.\n" },
    complaint: /The code "killed" has no section/,
    good: { "docs/verdicts.md": "### Killed (`killed`)\n" },
  },
  "a rule without a page": {
    check: (files) => undocumented({ written: [], listed: [rule("sigkill")], codes: [] }, files),
    bad: { "docs/verdicts.md": "## Rules\n" },
    complaint: /The rule "sigkill" is not named/,
    good: { "docs/verdicts.md": "- `sigkill`\n" },
  },
  "a code that no rule gives": {
    check: () => ungivenCodes({ written: [], listed: [rule("a")], codes: ["exited", "killed"] }, "unknown"),
    bad: {},
    complaint: /No rule gives the code "exited"/,
    good: {},
  },
  "a code that no case shows": {
    check: (files) => unshownCodes({ written: [], listed: [], codes: ["killed"] }, files),
    bad: { "fixtures/transcripts/a/expected.json": '{ "code": "exited" }' },
    complaint: /No case shows the code "killed"/,
    good: { "fixtures/transcripts/a/expected.json": '{ "code": "killed" }' },
  },
  "a golden that is misspelt": {
    check: (files) => unknownGoldens({ written: [], listed: [], codes: ["killed"] }, files),
    bad: { "fixtures/transcripts/a/expected.json": '{ "code": "kiled" }' },
    complaint: /expects the code "kiled", which CODES does not have/,
    good: { "fixtures/transcripts/a/expected.json": '{ "code": "killed" }' },
  },
};

test.each(Object.entries(cases))("the tidy test finds %s", (_, { check, bad, complaint, good }) => {
  const found = check(asFiles(bad));
  expect(found.length).toBeGreaterThan(0);
  for (const sentence of found) expect(sentence).toMatch(complaint);
  if (Object.keys(good).length > 0) expect(check(asFiles(good))).toEqual([]);
});

function asFiles(texts: Readonly<Record<string, string>>): readonly RepositoryFile[] {
  return Object.entries(texts).map(([path, text]) => ({ path, text }));
}

function rule(id: string): { readonly id: string; readonly code: string } {
  return { id, code: "killed" };
}
