// `npm start`: sets the workspace up, then runs the command-line tool from its sources.
// npm changes the working directory to the root; INIT_CWD is where the user stood, and relative paths mean that place.
import { fileURLToPath } from "node:url";
import { prepare, run } from "./bootstrap.mjs";

const main = fileURLToPath(new URL("../packages/cli/src/main.ts", import.meta.url));

prepare();
run("node", ["--conditions=@runverdict/source", main, ...process.argv.slice(2)], {
  cwd: process.env.INIT_CWD ?? process.cwd(),
});
