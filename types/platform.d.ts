// zod's declarations name `URL`, which is not part of ECMAScript. Pure code needs the name to be there so that zod
// compiles, and must not be able to do anything with it: hence a type without members, and no value.
interface URL {
  readonly [Symbol.toStringTag]: "URL";
}
