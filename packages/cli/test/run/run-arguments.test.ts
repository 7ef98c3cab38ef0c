import { expect, test } from "vitest";
import { diagnoseHelp, attachHelp, runHelp } from "../../src/help.ts";
import { readDiagnoseArguments } from "../../src/diagnose/arguments.ts";
import { readAttachArguments } from "../../src/run/attach-arguments.ts";
import { readRunArguments } from "../../src/run/run-arguments.ts";

test("everything behind -- is the agent's command, its options included", () => {
  const asked = readRunArguments([
    "--embedded",
    "-e",
    "A=b=c",
    "--env",
    "TOKEN",
    "--timeout",
    "1h30m",
    "--",
    "claude",
    "-p",
    "--",
    "--json",
  ]);
  expect(asked).toMatchObject({
    kind: "run",
    command: ["claude", "-p", "--", "--json"],
    env: [
      { name: "A", value: "b=c" },
      { name: "TOKEN", value: null },
    ],
    limits: { runMs: 5_400_000 },
    json: false,
  });
});

test.each([
  [["--embedded"], "Say what to run behind --"],
  [["--embedded", "claude", "--", "x"], '"claude" stands before --; the agent\'s command comes behind it'],
  [["--", "claude"], "Name the image that the agent runs in with --image, or say --embedded"],
  [["--embedded", "--context", "x", "--", "claude"], "--embedded brings its own cluster"],
  [["--embedded", "--keep", "--", "claude"], "an embedded cluster is gone with the run"],
  [
    ["--embedded", "--timeout", "soon", "--", "claude"],
    '--timeout must be a duration like 90s, 30m or 1h30m, not "soon".',
  ],
  [["--embedded", "--save-secrets", "--", "claude"], "name the folder with --save"],
  [["--embedded", "-n", "No_Such", "--", "claude"], '"No_Such" can\'t be a namespace'],
  [["--embedded", "--frobnicate", "--", "claude"], "There is no option --frobnicate"],
  [["--embedded", "-e", "HOME=/secret", "--", "claude"], "put it before the command: -- env HOME=... claude"],
  [["--embedded", "-e", "TMPDIR", "--", "claude"], "put it before the command: -- env TMPDIR=... claude"],
  [
    ["--embedded", "-e", "RUNVERDICT_PROMPT_FILE=x", "--", "claude"],
    "--env RUNVERDICT_PROMPT_FILE: names that begin with RUNVERDICT_ are the runner's own",
  ],
  [["--embedded", "-e", "A=1", "--env", "A", "--", "claude"], "--env A is given twice; keep one of them."],
  [["--embedded", "--grace", "0", "--", "claude"], '--grace must be from 1s to 1h, not "0".'],
  [["--embedded", "--grace", "999ms", "--", "claude"], '--grace must be from 1s to 1h, not "999ms".'],
  [["--embedded", "--grace", "1h1s", "--", "claude"], '--grace must be from 1s to 1h, not "1h1s".'],
  [["--image", "An Image", "--", "claude"], "--image must be a reference like registry.example/agent:1"],
])("%j can't be understood, and is told why", (args, sentence) => {
  expect(readRunArguments(args)).toEqual({ kind: "misuse", sentence: expect.stringContaining(sentence) });
});

test("no value of a variable is told again, whatever is wrong with it", () => {
  for (const wrong of ["HOME", "RUNVERDICT_X", "A"])
    for (const [one, other] of [
      [`${wrong}=correct-horse`, `${wrong}=battery`],
      [`${wrong}=battery`, `${wrong}=correct-horse`],
    ] as const) {
      const asked = readRunArguments(["--embedded", "-e", one, "-e", other, "--", "claude"]);
      expect(asked).toMatchObject({ kind: "misuse", sentence: expect.stringContaining(wrong) });
      expect(JSON.stringify(asked)).not.toMatch(/correct-horse|battery/);
    }
});

test("a Job to attach to is named as kubectl names it", () => {
  for (const name of ["x-1", "job/x-1", "jobs/x-1", "job.batch/x-1"])
    expect(readAttachArguments([name])).toMatchObject({ kind: "attach", job: "x-1" });
  expect(readAttachArguments([])).toMatchObject({ kind: "misuse" });
  expect(readAttachArguments(["a", "b"])).toMatchObject({ kind: "misuse" });
  expect(readAttachArguments(["Not A Job"])).toMatchObject({ kind: "misuse" });
});

test("a target is a Job or a pod, in one word or two", () => {
  const target = (...args: readonly string[]): unknown => {
    const asked = readDiagnoseArguments(args);
    return asked.kind === "diagnose" ? asked.target : asked.kind;
  };
  expect(target("job/x")).toEqual({ kind: "job", name: "x" });
  expect(target("jobs.batch/x")).toEqual({ kind: "job", name: "x" });
  expect(target("po", "x.y-1")).toEqual({ kind: "pod", name: "x.y-1" });
  for (const wrong of [[], ["x"], ["deployment/x"], ["job/"], ["job/x", "job/y"], ["pod/../secrets"]])
    expect(target(...wrong)).toBe("misuse");
});

test("every option that a help names is understood, and none is wider than 80 columns", () => {
  const reads = [
    [runHelp, readRunArguments, ["--embedded"], ["--", "x"]],
    [attachHelp, readAttachArguments, [], ["x"]],
    [diagnoseHelp, readDiagnoseArguments, [], ["job/x"]],
  ] as const;
  for (const [help, read, before, after] of reads) {
    expect(help.filter((line) => line.length > 80)).toEqual([]);
    const named = new Set(help.flatMap((line) => line.match(/--[a-z][a-z-]+/g) ?? []));
    expect(named.size).toBeGreaterThan(8);
    for (const option of named) {
      const value = /^--(?:namespace|image|env|container)$/.test(option)
        ? "a"
        : /timeout|linger|grace/.test(option)
          ? "5m"
          : "value";
      const takes = !/^--(?:help|version|json|trail|keep|embedded|wrapper|save-secrets)$/.test(option);
      const asked = read([...before, option, ...(takes ? [value] : []), ...after]);
      if (asked.kind === "misuse")
        expect(asked.sentence).toMatch(
          /leave (?:one of them|--context)|is gone with the run|name the folder/,
        );
    }
  }
});
