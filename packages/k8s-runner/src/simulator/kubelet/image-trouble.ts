/** Images that don't come, by name. An image that isn't listed is on the node already. */
export type ImageTroubles = ReadonlyMap<string, ImageTrouble>;

export type ImageTrouble =
  /** It comes, after a while. */
  | { readonly kind: "slow"; readonly ms: number }
  /** The pull fails, so many times (for ever, if absent), with this message. */
  | { readonly kind: "pull-fails"; readonly message: string; readonly times?: number }
  /** Nothing is even tried. */
  | {
      readonly kind: "never";
      readonly reason: "ErrImageNeverPull" | "InvalidImageName";
      readonly message: string;
    };
