import type { Outcome } from "@runverdict/classifier";
import type { ExitStatus } from "../world.ts";

/** As a shell script sees how the run ended. */
export const exitStatuses: Readonly<Record<Outcome, ExitStatus>> = {
  succeeded: 0,
  failed: 1,
  timed_out: 3,
  unsettled: 5,
  cancelled: 130,
};
