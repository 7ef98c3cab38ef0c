import type { RequestKind, WireFault } from "./fault-plan.ts";

/** The troubles on the wire that are still to come. */
export interface WireFaults {
  readonly add: (faults: readonly WireFault[]) => void;
  readonly clear: () => void;
  /** Counts a request, and gives the trouble that is meant for it. */
  readonly next: (on: RequestKind) => WireFault | null;
  /** Those that befell a request so far, so that a test can prove that they did. */
  readonly befallen: () => readonly WireFault[];
}

export function createWireFaults(first: readonly WireFault[]): WireFaults {
  let pending = first.map((fault) => ({ fault, left: fault.nth }));
  const befallen: WireFault[] = [];
  return {
    add: (faults) => void pending.push(...faults.map((fault) => ({ fault, left: fault.nth }))),
    clear: () => {
      pending = [];
    },
    next: (on) => {
      pending = pending.map((one) => (one.fault.on === on ? { ...one, left: one.left - 1 } : one));
      const due = pending.find(({ fault, left }) => fault.on === on && left === 0);
      if (due === undefined) return null;
      pending = pending.filter((one) => one !== due && !(one.fault.on === on && one.left <= 0));
      befallen.push(due.fault);
      return due.fault;
    },
    befallen: () => befallen,
  };
}
