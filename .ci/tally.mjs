// Prints "<passed> <failed>" for a vitest JSON report: node .ci/tally.mjs <report> <exit status of vitest>
import { readFileSync } from "node:fs";

const [, , file, status] = process.argv;
const counted = count(file);
// vitest can fail without a failed test: an unhandled rejection, a missing file, a crash. That is one failure, not none.
const unexplained = status !== "0" && counted.failed === 0 ? 1 : 0;
console.log(counted.passed, counted.failed + unexplained);

function count(report) {
  let read;
  try {
    read = JSON.parse(readFileSync(report, "utf8"));
  } catch {
    return { passed: 0, failed: 1 };
  }
  // A file that could not be loaded has no tests in the report; it is one failure.
  const unloaded = read.testResults.filter(
    (test) => test.status === "failed" && test.assertionResults.length === 0,
  );
  return { passed: read.numPassedTests, failed: read.numFailedTests + unloaded.length };
}
