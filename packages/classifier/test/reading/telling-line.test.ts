import { expect, test } from "vitest";
import { tellingLine } from "../../src/reading/telling-line.ts";

const told = (...lines: readonly string[]) =>
  tellingLine(lines.map((text, index) => ({ text, path: `run.stderr.${index}.text` })))?.text ?? null;

test.each([
  [
    "Node that misses a module",
    [
      "node:internal/modules/cjs/loader:1568",
      "  throw err;",
      "  ^",
      "",
      "Error: Cannot find module '/app/cli.js'",
    ],
    "Error: Cannot find module '/app/cli.js'",
  ],
  [
    "Node that shows the line of the source",
    [
      "/app/cli.js:12",
      '    throw new TypeError("no home");',
      "    ^",
      "TypeError [ERR_HOME]: no home",
      "    at main (/app/cli.js:12:11)",
    ],
    "TypeError [ERR_HOME]: no home",
  ],
  [
    "Node that was thrown no error",
    [
      "node:internal/process/promises:394",
      "      triggerUncaughtException(err, true);",
      "[UnhandledPromiseRejection: This error originated either by throwing]",
    ],
    "[UnhandledPromiseRejection: This error originated either by throwing]",
  ],
  [
    "Python",
    [
      "Traceback (most recent call last):",
      '  File "/app/run.py", line 3, in <module>',
      "    import agent",
      "ModuleNotFoundError: No module named 'agent'",
    ],
    "ModuleNotFoundError: No module named 'agent'",
  ],
  [
    "an exception of a Python package",
    [
      "Traceback (most recent call last):",
      "json.decoder.JSONDecodeError: Expecting value: line 1 column 1 (char 0)",
    ],
    "json.decoder.JSONDecodeError: Expecting value: line 1 column 1 (char 0)",
  ],
  [
    "a shell behind a greeting",
    ["Starting the agent …", "/entrypoint.sh: line 3: claude: command not found"],
    "/entrypoint.sh: line 3: claude: command not found",
  ],
  ["dash", ["Preparing", "/bin/sh: 1: claude: not found"], "/bin/sh: 1: claude: not found"],
  [
    "an image of another platform",
    ["Preparing", "exec /usr/local/bin/claude: exec format error"],
    "exec /usr/local/bin/claude: exec format error",
  ],
  ["npm behind its warnings", ["npm warn config", "npm error code E404"], "npm error code E404"],
  [
    "a command line",
    ["Welcome", "error: unknown option '--no-such-flag'", "(Did you mean --no-flag?)"],
    "error: unknown option '--no-such-flag'",
  ],
  ["git", ["Cloning into 'x'...", "fatal: repository not found"], "fatal: repository not found"],
])("what went wrong is quoted, wherever it stands: %s", (_, lines, line) => {
  expect(told(...lines)).toBe(line);
});

test("where no line names an error the first one that says something is quoted", () => {
  expect(told("", "the workspace is locked", "bye")).toBe("the workspace is locked");
  expect(told("warning: config not found", "bye")).toBe("warning: config not found");
  expect(told("errors are collected", "Error handling: on")).toBe("errors are collected");
  expect(told()).toBeNull();
  expect(told(" ")).toBeNull();
});

test("a flood of lines is not searched to its end", () => {
  const flood = Array.from({ length: 200 }, (_, index) => `line ${index}`);
  expect(told(...flood, "Error: late")).toBe("line 0");
});
