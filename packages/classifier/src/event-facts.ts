/** One Kubernetes Event. Their absence proves nothing: they are best effort and live for an hour. */
export interface EventFact {
  readonly reason: string;
  readonly message: string | null;
  /** `Normal` or `Warning`. */
  readonly type: string | null;
  readonly at: number | null;
  readonly count: number;
  /** What it is about: `involvedObject`, called `regarding` in the newer schema. */
  readonly regarding: {
    readonly kind: string | null;
    readonly name: string | null;
    readonly uid: string | null;
    /** For example `spec.containers{agent}`. */
    readonly fieldPath: string | null;
  };
}
