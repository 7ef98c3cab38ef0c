import { expect, test } from "vitest";
import { createPaper } from "../../src/screen/paper.ts";
import { createStatusLine } from "../../src/screen/status-line.ts";

const paper = createPaper({ columns: 20, wide: 20, colour: false, unicode: true });
const ERASE = "\r\u001b[K";

function statusLine(isTerminal: boolean) {
  const written: string[] = [];
  const write = (text: string): void => void written.push(text);
  return { line: createStatusLine(write, isTerminal, paper), written, write };
}

test("on a terminal one line is written over, cut to the terminal, and erased at the end", () => {
  const { line, written } = statusLine(true);
  line.show("Waiting");
  line.show("Starting the pod on node-1");
  line.show(null);
  expect(written).toEqual([`${ERASE}Waiting`, `${ERASE}Starting the pod o…`, ERASE]);
});

test("lines that are printed meanwhile stand above it", () => {
  const { line, written, write } = statusLine(true);
  line.show("Waiting");
  line.above(() => write("printed\n"));
  expect(written).toEqual([`${ERASE}Waiting`, ERASE, "printed\n", `${ERASE}Waiting`]);
});

test("what the terminal itself has put there is wiped, and what was shown stands there again", () => {
  const { line, written } = statusLine(true);
  line.renew();
  line.show("Waiting");
  line.renew();
  expect(written).toEqual([ERASE, `${ERASE}Waiting`, ERASE, `${ERASE}Waiting`]);
  const plain = statusLine(false);
  plain.line.renew();
  expect(plain.written).toEqual([]);
});

test("elsewhere each change is a plain line, and what does not change is said once", () => {
  const { line, written, write } = statusLine(false);
  line.show("Waiting");
  line.show("Waiting");
  line.above(() => write("printed\n"));
  line.show("Starting");
  line.show(null);
  expect(written).toEqual(["Waiting\n", "printed\n", "Starting\n"]);
});

test("nothing that a cluster says moves the cursor", () => {
  const { line, written } = statusLine(true);
  line.show("\u001b[2Jno\rnode\n\u202e");
  expect(written).toEqual([`${ERASE}no node`]);
});
