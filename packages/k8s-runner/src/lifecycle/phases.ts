import type { PhaseHandlers } from "./phase-handler.ts";
import { admitting } from "./phases/admitting.ts";
import { cleaning } from "./phases/cleaning.ts";
import { creating } from "./phases/creating.ts";
import { inspecting } from "./phases/inspecting.ts";
import { running } from "./phases/running.ts";
import { scheduling } from "./phases/scheduling.ts";
import { starting } from "./phases/starting.ts";
import { stopping } from "./phases/stopping.ts";

/** The phases of a run, in their order; from each, the last ones can be reached at once. */
export const phases: PhaseHandlers = {
  admitting,
  creating,
  scheduling,
  starting,
  running,
  stopping,
  inspecting,
  cleaning,
};
