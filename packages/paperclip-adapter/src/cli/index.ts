/** What a Paperclip command line takes as its module for an adapter: `type` and `formatStdoutEvent`. */
export { ADAPTER_TYPE as type } from "../host/adapter-type.ts";
export { formatStdoutEvent } from "./format-stdout-event.ts";
