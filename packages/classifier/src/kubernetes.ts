export { ADMISSION } from "./admission.ts";
export { readEvents } from "./kubernetes/read-events.ts";
export { readJob } from "./kubernetes/read-job.ts";
export { readPod } from "./kubernetes/read-pod.ts";
export { noEvidence } from "./evidence.ts";
export { printable, quotable } from "./quote.ts";
