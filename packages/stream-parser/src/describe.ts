export { callWords } from "./describe/call-words.ts";
export { describeEvent } from "./describe/describe-event.ts";
export type { Description } from "./describe/describe-event.ts";
export { bytes, count, counted, dollars, duration } from "./describe/figures.ts";
export { tells } from "./describe/tells.ts";
