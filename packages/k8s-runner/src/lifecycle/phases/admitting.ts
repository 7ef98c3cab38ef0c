import { cancelOf } from "../living.ts";
import { cancelledUnmade, enterCreating, refused } from "../enter.ts";
import type { PhaseHandler } from "../phase-handler.ts";
import type { Admitting } from "../state.ts";

/** Nothing was made yet, so a cancel has nothing to stop. A guard that does not answer is asked again. */
export const admitting: PhaseHandler<Admitting> = {
  on(state, event) {
    const cause = cancelOf(event);
    if (cause !== null) return cancelledUnmade(state, cause, event.at, true);
    if (event.kind === "admitted") return enterCreating(state, event.at);
    return event.kind === "admission-refused" ? refused(state, event.at, event.answer) : state;
  },
  advance: (state) => state,
  instants: () => [],
};
