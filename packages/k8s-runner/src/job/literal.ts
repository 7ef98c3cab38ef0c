/**
 * The text as it must stand in `command`, `args` or `env` to arrive as it is. Kubernetes replaces `$(NAME)` there and,
 * which is less known, makes one dollar of two: `sh -c 'echo $$'` would print a dollar and not a process id.
 */
export function literal(text: string): string {
  return text.replace(/\$(?=[$(])/g, "$$$$");
}
