import { expect, test } from "vitest";
import { folderArrows, manifestArrows, packageArrows } from "./tidy/checks/arrows.ts";
import { spelledCodes } from "./tidy/checks/codes.ts";
import { importCycles } from "./tidy/checks/cycles.ts";
import { strayTests, untestedSources } from "./tidy/checks/mirrors.ts";
import { fileNames } from "./tidy/checks/names.ts";
import { clocksAndDice } from "./tidy/checks/purity.ts";
import {
  undocumented,
  ungivenCodes,
  unknownGoldens,
  unlistedRules,
  unshownCodes,
  untestedRules,
} from "./tidy/checks/rules.ts";
import { fileLengths, functionLengths } from "./tidy/checks/sizes.ts";
import { typeEscapes } from "./tidy/checks/style.ts";
import { propertyNames, testHabits } from "./tidy/checks/tests.ts";
import { bannedWords, lockfileHosts } from "./tidy/checks/words.ts";
import { readFixtures, readRepository } from "./tidy/files.ts";
import type { Complaints, RepositoryFile } from "./tidy/files.ts";
import { readRuleBook, sharedWords } from "./tidy/rule-book.ts";

const files = readRepository();
const expectations = readFixtures();
const book = await readRuleBook(files);

const overFiles: readonly (readonly [string, (files: readonly RepositoryFile[]) => Complaints])[] = [
  ["every arrow between packages points inward", packageArrows],
  ["the manifests say the same as the arrows", manifestArrows],
  ["inside a package nothing imports what stands above it", folderArrows],
  ["nothing imports itself by way of others", importCycles],
  ["pure code has no clock, no dice and no world", clocksAndDice],
  ["no file has a second subject", fileLengths],
  ["no function is too long to be read at once", functionLengths],
  ["what the types cannot prove is not claimed", typeEscapes],
  ["every name says something", fileNames],
  ["every source of a pure package has a test where one looks for it", untestedSources],
  ["every test mirrors a source", strayTests],
  ["every test runs, waits for nothing and mocks nothing", testHabits],
  ["every property says over what it holds", propertyNames],
  ["nothing names a registry or a machine", bannedWords],
  ["the lockfile installs from anywhere", lockfileHosts],
  ["nobody but the classifier knows a code by name", (all) => spelledCodes(all, book.codes, sharedWords)],
  ["every rule is asked", () => unlistedRules(book)],
  ["every rule is tested", (all) => untestedRules(book, all)],
  ["every code and every rule is documented", (all) => undocumented(book, all)],
  ["every code is given by a rule", () => ungivenCodes(book, "unknown")],
  ["every code is shown by a case", () => unshownCodes(book, expectations)],
  ["every golden names a code there is", () => unknownGoldens(book, expectations)],
];

test.each(overFiles)("%s", (_, check) => {
  expect(check(files)).toEqual([]);
});

test("the checks see the repository", () => {
  expect(files.map(({ path }) => path)).toEqual(
    expect.arrayContaining(["package.json", "packages/classifier/src/index.ts", "test/tidy.test.ts"]),
  );
  expect(expectations.length).toBeGreaterThan(300);
  expect(book.listed.length).toBeGreaterThan(20);
});
