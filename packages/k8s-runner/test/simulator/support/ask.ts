export interface Asked {
  readonly code: number;
  readonly body: ReturnType<typeof parse>;
  readonly headers: Headers;
}

/** One request as anybody could send it, with its answer's parts. */
export async function ask(
  url: string,
  method: string,
  path: string,
  body?: unknown,
  headers: Readonly<Record<string, string>> = {},
): Promise<Asked> {
  const sent = body === undefined ? {} : { body: typeof body === "string" ? body : JSON.stringify(body) };
  const answer = await fetch(new URL(path, url), {
    method,
    headers: { "content-type": "application/json", connection: "close", ...headers },
    ...sent,
  });
  const text = await answer.text();
  return { code: answer.status, body: parse(text), headers: answer.headers };
}

// oxlint-disable-next-line typescript/no-explicit-any -- tests look at bodies field by field.
function parse(text: string): any {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}
