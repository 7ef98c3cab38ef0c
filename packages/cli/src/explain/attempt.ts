/**
 * What came of reading something a person handed us. Bad input is a value: its sentence says what is wrong and what
 * cures it, and the other cases go on.
 */
export type Attempt<T> = { readonly kind: "read"; readonly value: T } | Unusable;

export interface Unusable {
  readonly kind: "unusable";
  readonly sentence: string;
}

export function read<T>(value: T): Attempt<T> {
  return { kind: "read", value };
}

export function unusable(sentence: string): Unusable {
  return { kind: "unusable", sentence };
}
