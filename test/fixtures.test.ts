import { CODES } from "@runverdict/classifier";
import { readdirSync, readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { writeIndex } from "../scripts/fixtures-page.ts";

const folder = new URL("../fixtures/transcripts/", import.meta.url);
const most = 400 * 1024;

/** The files a case may have, and the kinds of API object that may stand in them. */
const files: Readonly<Record<string, readonly string[] | null>> = {
  "stdout.log": null,
  "stderr.log": null,
  "pod.json": ["Pod"],
  "job.json": ["Job"],
  "events.json": ["List", "EventList"],
  "run.json": null,
  "expected.json": null,
};

/** What `run.json` may say; `null` where any value will do. Times are checked by themselves. */
const lookups = ["absent", "unavailable", "not_asked"];
const testimony: Readonly<Record<string, readonly string[] | null>> = {
  now: null,
  agentContainer: null,
  schemaVersion: null,
  schemaRequested: null,
  pod: lookups,
  job: lookups,
  "exit.code": null,
  "exit.signal": null,
  "create.outcome": ["created", "adopted", "conflict", "blocked", "rejected", "unknown"],
  "create.http": null,
  "create.reason": null,
  "create.message": null,
  "intents.kind": ["cancel", "deadline", "teardown", "budget"],
  "intents.phase": ["schedule", "start", "first_output", "idle", "run", "drain"],
  "intents.at": null,
  "intents.by": null,
  "limits.runMs": null,
  "log.completeness": ["complete", "unproven", "head_lost", "gap", "tail_lost"],
  "log.end": ["eof", "reset", "open"],
};
const isoTime = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d{3})?Z$/;

/** Joined from pieces, so that this file does not contain what it forbids. */
const secrets: readonly RegExp[] = [
  ["sk-", "ant-[\\w-]{10,}"],
  ["\\b(?:gh[pousr]_|glpat-|xox[abprs]-|np", "m_)[\\w-]{16,}"],
  ["\\bA", "KIA[0-9A-Z]{16}\\b"],
  ["-----BEGIN [A-Z ]*PRIV", "ATE KEY-----"],
  ["\\beyJ[\\w-]{12,}\\.", "eyJ[\\w-]{12,}"],
  ["\\b(?:Bearer|Basic) [\\w.~+/-]", "{20,}"],
].map((pieces) => new RegExp(pieces.join("")));

/** A path that only the machine of whoever recorded the case has. The CLI ran as /home/agent in /workspace. */
const foreignPath = /(?:\/home\/(?!agent\b)\w|\/root\/|\/Users\/\w|\/work\/(?:main|shared)\b)/;

/** Hosts that mean nobody, and the public pages and servers that the CLI itself names. */
const harmlessHost =
  /^(?:localhost|127\.0\.0\.1|(?:[\w-]+\.)*(?:invalid|anthropic\.com|claude\.com|bun\.report))$/;

interface CaseFile {
  readonly name: string;
  readonly file: string;
  readonly text: string;
  readonly bytes: number;
}

const names = readdirSync(folder, { withFileTypes: true })
  .filter((entry) => entry.isDirectory())
  .map((entry) => entry.name)
  .toSorted();
const contents = names.flatMap((name) =>
  readdirSync(new URL(`${name}/`, folder)).map((file): CaseFile => {
    const bytes = readFileSync(new URL(`${name}/${file}`, folder));
    return { name, file, text: bytes.toString("latin1"), bytes: bytes.length };
  }),
);
const goldens = contents
  .filter(({ file }) => file === "expected.json")
  .map(({ name, text }) => ({ name, golden: jsonOf(text) }));

test("every case has a golden and something to be judged by", () => {
  const bare = names.filter((name) => {
    const present = new Set(contents.filter((one) => one.name === name).map(({ file }) => file));
    const judged = ["stdout.log", "pod.json", "job.json", "run.json"].some((file) => present.has(file));
    return !present.has("expected.json") || !judged;
  });
  expect(bare).toEqual([]);
  expect(names.length).toBeGreaterThan(300);
});

test("every name of a case says where it comes from", () => {
  const stray = names.filter((name) => !/^(?:cli|k8s|poison|made)(?:-[a-z0-9_]+)+$/.test(name));
  expect(stray).toEqual([]);
});

test("a case holds only files that the format knows, and none is large", () => {
  expect(contents.filter(({ file }) => !(file in files)).map(pathOf)).toEqual([]);
  expect(contents.filter(({ bytes }) => bytes > most).map(pathOf)).toEqual([]);
});

test("every JSON file is a JSON object, and every API object is of its kind", () => {
  const wrong = contents
    .filter(({ file }) => file.endsWith(".json"))
    .filter(({ file, text }) => {
      const value = jsonOf(text);
      const kinds = files[file];
      return value === null || (Array.isArray(kinds) && !kinds.includes(String(value["kind"])));
    });
  expect(wrong.map(pathOf)).toEqual([]);
});

test("the runner's testimony says only what the format knows", () => {
  const said = contents
    .filter(({ file }) => file === "run.json")
    .flatMap(({ name, text }) => leaves(jsonOf(text), "").map((leaf) => ({ name, ...leaf })));
  const wrong = said.filter(({ path, value }) => {
    const words = testimony[path];
    if (path === "now" || path === "intents.at") return !isoTime.test(String(value));
    return words === undefined || (words !== null && !words.includes(String(value)));
  });
  expect(wrong.map(({ name, path, value }) => `${name}: ${path} ${String(value)}`)).toEqual([]);
  expect(new Set(said.map(({ path }) => path))).toContain("intents.kind");
});

test("every golden says outcome and code, and nothing that nobody reads", () => {
  const outcomes = new Set(["succeeded", "failed", "cancelled", "timed_out", "unsettled"]);
  const wrong = goldens.filter(({ golden }) => {
    const { outcome, code, flags = [], note = "", ...rest } = golden ?? {};
    const words = typeof outcome === "string" && typeof code === "string" && typeof note === "string";
    const listed = Array.isArray(flags) && flags.every((flag) => typeof flag === "string");
    return !words || !listed || !outcomes.has(outcome) || !(code in CODES) || Object.keys(rest).length > 0;
  });
  expect(wrong.map(({ name }) => name)).toEqual([]);
});

test("what was made says of what", () => {
  const silent = goldens.filter(({ name, golden }) => name.startsWith("made-") && !golden?.["note"]);
  expect(silent.map(({ name }) => name)).toEqual([]);
});

test("no fixture gives away a secret, a home or a host", () => {
  const telling = contents.filter(({ text }) => {
    const hosts = [...text.matchAll(/https?:\/\/([^\s/:"'\\)>`,;]+)/g)].map(([, host = ""]) => host);
    return (
      secrets.some((secret) => secret.test(text)) ||
      foreignPath.test(text) ||
      hosts.some((host) => !harmlessHost.test(host))
    );
  });
  expect(telling.map(pathOf)).toEqual([]);
});

test("the index in fixtures/transcripts/README.md is what scripts/fixtures-index.ts writes", () => {
  const page = readFileSync(new URL("README.md", folder), "utf8");
  const cases = goldens.map(({ name, golden }) => ({
    name,
    code: String(golden?.["code"]),
    flags: Array.isArray(golden?.["flags"]) ? golden["flags"].map(String) : [],
  }));
  expect(page).toBe(writeIndex(page, cases, CODES));
});

test("a README without its marks is not overwritten", () => {
  expect(() => writeIndex("# Recorded endings\n", [], CODES)).toThrow(TypeError);
});

function jsonOf(text: string): Record<string, unknown> | null {
  const value: unknown = JSON.parse(Buffer.from(text, "latin1").toString("utf8"));
  return isObject(value) ? value : null;
}

/** Every value that is neither object nor list, under the names that lead to it; places in a list are not told. */
function leaves(value: unknown, path: string): readonly { path: string; value: unknown }[] {
  if (Array.isArray(value)) return value.flatMap((one) => leaves(one, path));
  if (!isObject(value)) return [{ path, value }];
  return Object.entries(value).flatMap(([key, one]) => leaves(one, path === "" ? key : `${path}.${key}`));
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function pathOf({ name, file }: CaseFile): string {
  return `${name}/${file}`;
}
