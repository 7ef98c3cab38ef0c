/** Labels, annotations, selectors, quantities by name. */
export interface StringMap {
  readonly [key: string]: string;
}
