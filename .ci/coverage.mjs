// The pure packages, and what decides in the runner, are covered to the last statement and branch: node .ci/coverage.mjs <coverage-summary.json>
import { readFileSync } from "node:fs";
import { relative } from "node:path";

const { total, ...files } = JSON.parse(readFileSync(process.argv[2], "utf8"));
const lacking = Object.entries(files).filter(([, { statements, branches }]) =>
  [statements, branches].some(({ covered, total: all }) => covered < all),
);
for (const [file, { statements, branches }] of lacking) {
  console.log(
    `${relative(process.cwd(), file)}: ${statements.covered} of ${statements.total} statements and ${branches.covered} of ${branches.total} branches were run by the tests.`,
  );
}
if (total.statements.total === 0) console.log("No statement was measured at all.");
process.exit(lacking.length > 0 || total.statements.total === 0 ? 1 : 0);
