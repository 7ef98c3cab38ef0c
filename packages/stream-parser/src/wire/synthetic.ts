import * as z from "zod";
import { flag, maybe, number, text } from "./schemas.ts";

/** An `assistant` event that the CLI wrote itself, with the fields that say whether and how something failed. */
export interface WireSynthetic {
  readonly error: string | null;
  readonly is_api_error_message: boolean | null;
  readonly api_error_status: number | null;
  readonly api_error: string | null;
  readonly api_error_type: string | null;
  readonly api_error_params: WireErrorParams | null;
  readonly local_command_source: string | null;
}

export interface WireErrorParams {
  readonly cut: string | null;
}

export const wireSynthetic: z.ZodType<WireSynthetic> = z.object({
  error: text,
  is_api_error_message: flag,
  api_error_status: number,
  api_error: text,
  api_error_type: text,
  api_error_params: maybe(z.object({ cut: text })),
  local_command_source: text,
});
