/** Exit codes that a runtime reports for a process killed by a signal: 128 and the signal's number on Linux. */
export const SIGNALS: ReadonlyMap<string, number> = new Map([
  ["SIGHUP", 129],
  ["SIGINT", 130],
  ["SIGQUIT", 131],
  ["SIGILL", 132],
  ["SIGTRAP", 133],
  ["SIGABRT", 134],
  ["SIGBUS", 135],
  ["SIGFPE", 136],
  ["SIGKILL", 137],
  ["SIGSEGV", 139],
  ["SIGPIPE", 141],
  ["SIGTERM", 143],
]);

/** `137 (SIGKILL)`, `3`: an exit code as a person reads it. */
export function spellExit(exitCode: number | null): string {
  if (exitCode === null) return "unknown";
  for (const [signal, code] of SIGNALS) if (code === exitCode) return `${exitCode} (${signal})`;
  return String(exitCode);
}
