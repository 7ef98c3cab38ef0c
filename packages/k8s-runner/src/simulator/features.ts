/** What the cluster's version can do. An API server drops fields that it does not know, without a word. */
export interface Features {
  readonly suspend: boolean;
  readonly podFailurePolicy: boolean;
  readonly podReplacementPolicy: boolean;
  /** Conditions FailureTarget and SuccessCriteriaMet, reasons on Complete, and the counters `ready` and `terminating`. */
  readonly jobTargets: boolean;
  readonly trackingFinalizers: boolean;
  readonly disruptionTarget: boolean;
  readonly nativeSidecars: boolean;
  /** A kubelet that tells of the containers' end before the pod's phase, also where it ended the pod itself. */
  readonly currentKubelet: boolean;
}

export const FEATURES_1_36: Features = {
  suspend: true,
  podFailurePolicy: true,
  podReplacementPolicy: true,
  jobTargets: true,
  trackingFinalizers: true,
  disruptionTarget: true,
  nativeSidecars: true,
  currentKubelet: true,
};

/** As 1.20.2 behaved against the same scenarios. */
export const FEATURES_1_20: Features = {
  suspend: false,
  podFailurePolicy: false,
  podReplacementPolicy: false,
  jobTargets: false,
  trackingFinalizers: false,
  disruptionTarget: false,
  nativeSidecars: false,
  currentKubelet: false,
};
