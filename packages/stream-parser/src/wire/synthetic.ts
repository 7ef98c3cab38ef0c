import { numberOf, objectOf, textOf, type JsonObject } from "./fields.ts";

/** An `assistant` event that the CLI wrote itself, with the fields that say whether and how something failed. */
export interface WireSynthetic {
  readonly error: string | null;
  readonly is_api_error_message: boolean;
  readonly api_error_status: number | null;
  readonly api_error: string | null;
  readonly api_error_type: string | null;
  /** `api_error_params.cut`: what the harness cut to go on, for example `context_window`. */
  readonly cut: string | null;
  readonly local_command_source: string | null;
}

export function readSynthetic(wire: JsonObject): WireSynthetic {
  return {
    error: textOf(wire["error"]),
    is_api_error_message: wire["is_api_error_message"] === true,
    api_error_status: numberOf(wire["api_error_status"]),
    api_error: textOf(wire["api_error"]),
    api_error_type: textOf(wire["api_error_type"]),
    cut: textOf(objectOf(wire["api_error_params"])?.["cut"]),
    local_command_source: textOf(wire["local_command_source"]),
  };
}
