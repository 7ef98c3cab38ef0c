import type { Story } from "./story.ts";
import { cancelled } from "./told/cancelled.ts";
import { ended } from "./told/ended.ts";
import { logged } from "./told/logged.ts";
import { neverStarted } from "./told/never-started.ts";
import { permitted } from "./told/permitted.ts";
import { takenAway } from "./told/taken-away.ts";
import { takenUp } from "./told/taken-up.ts";
import { tidied } from "./told/tidied.ts";
import { wrapped } from "./told/wrapped.ts";

/** All that is told of every cluster. */
export const stories: readonly Story[] = [
  ...ended,
  ...neverStarted,
  ...cancelled,
  ...takenAway,
  ...takenUp,
  ...tidied,
  ...permitted,
  ...wrapped,
  ...logged,
];
