export { createSimulator } from "./create-simulator.ts";
export type { FaultControl, Simulator } from "./create-simulator.ts";
export type { SimulatorOptions } from "./options.ts";
export type { Clock } from "./clock/clock.ts";
export { createRealClock } from "./clock/real-clock.ts";
export { createVirtualClock } from "./clock/virtual-clock.ts";
export type { VirtualClock } from "./clock/virtual-clock.ts";
export { QUICK_DELAYS, REAL_DELAYS } from "./delays.ts";
export type { Delays } from "./delays.ts";
export { FEATURES_1_20, FEATURES_1_36 } from "./features.ts";
export type { Features } from "./features.ts";
export { EVERYTHING } from "./api/access.ts";
export type { Access, Permission } from "./api/access.ts";
export type { Counters } from "./counters.ts";
export { NO_FAULTS } from "./faults/fault-plan.ts";
export type {
  FaultPlan,
  Happening,
  Moment,
  PlannedHappening,
  RequestKind,
  WireFault,
  WireTrouble,
} from "./faults/fault-plan.ts";
export type { ImageTrouble } from "./kubelet/image-trouble.ts";
export type { ToStart } from "./kubelet/runtime.ts";
export type { OnTerm, Script, ScriptStep } from "./kubelet/script.ts";
export type { Actor, ContainerTruth, Ending, PodTruth, RunTruth, Takedown, Truth, Written } from "./truth.ts";
