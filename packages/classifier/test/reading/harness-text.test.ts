import { expect, test } from "vitest";
import { firstLine, harnessLine, readHarnessText } from "../../src/reading/harness-text.ts";
import { evidence } from "../support/evidence.ts";
import { init, prose, stream, success, system, toolResult } from "../support/stream.ts";

const unseen = { kind: "unseen" } as const;
const stderr = [
  { line: 1, text: " " },
  { line: 2, text: "on stderr" },
];

test("stderr comes first, then the plain lines of the log", () => {
  const lines = readHarnessText(
    evidence({ stream: stream(["first", init(), "second"]), run: { stderr } }),
    unseen,
  );
  expect(lines).toEqual([
    { text: " ", path: "run.stderr.0.text" },
    { text: "on stderr", path: "run.stderr.1.text" },
    { text: "first", path: "stream.text.head.0.text" },
    { text: "second", path: "stream.text.head.1.text" },
  ]);
  expect(firstLine(lines)?.text).toBe("on stderr");
  expect(harnessLine(lines, /^second$/)?.path).toBe("stream.text.head.1.text");
  expect(harnessLine(lines, /^third$/)).toBeNull();
});

test("stderr is there without any output too", () => {
  expect(readHarnessText(evidence({ run: { stderr } }), unseen)).toHaveLength(2);
  expect(readHarnessText(evidence(), unseen)).toEqual([]);
  expect(firstLine([])).toBeNull();
  expect(firstLine([{ text: "\t", path: "run.stderr.0.text" }])).toBeNull();
});

test("the end of a long log is there as well as its beginning", () => {
  const lines = readHarnessText(
    evidence({ stream: stream(Array.from({ length: 500 }, (_, index) => `line ${index}`)) }),
    unseen,
  );
  expect(lines[0]?.text).toBe("line 0");
  expect(lines.at(-1)?.text).toBe("line 499");
  expect(lines.length).toBeLessThan(100);
});

test("nothing that stands inside an event is the harness's plain text", () => {
  const spoken = "FATAL ERROR";
  const lines = readHarnessText(
    evidence({
      stream: stream([
        init(),
        prose(spoken),
        toolResult(spoken),
        system("hook_response", { stdout: spoken, stderr: spoken, output: spoken }),
        success(spoken),
        '{"type":"assistant","message":{"content":[{"type":"text","text":"FATAL ERROR',
      ]),
    }),
    unseen,
  );
  expect(lines).toEqual([]);
});
