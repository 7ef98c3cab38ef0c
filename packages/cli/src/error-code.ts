/** Node's `code` of an error: `ENOENT`, `Z_DATA_ERROR`, … */
export function errorCode(error: unknown): string | null {
  if (!(error instanceof Error) || !("code" in error)) return null;
  return typeof error.code === "string" ? error.code : null;
}
