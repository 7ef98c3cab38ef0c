import type { Clock } from "./clock/clock.ts";
import type { Delays } from "./delays.ts";
import type { Features } from "./features.ts";
import type { EventsAbout } from "./store/event-index.ts";
import type { EventRecorder } from "./store/record-event.ts";
import type { Names } from "./store/names.ts";
import type { Ownership } from "./store/ownership.ts";
import type { Store } from "./store/store.ts";
import type { Witness } from "./truth.ts";

/** What all parts of the simulated cluster share. */
export interface Cluster {
  readonly store: Store;
  readonly ownership: Ownership;
  readonly eventsAbout: EventsAbout;
  readonly clock: Clock;
  readonly names: Names;
  readonly features: Features;
  readonly delays: Delays;
  readonly record: EventRecorder;
  readonly witness: Witness;
}
