import type { Client } from "../client.ts";
import type { Authorized, Credentials } from "../credentials.ts";
import { addressOf, contentTypeOf, type ApiRequest } from "./api-request.ts";
import type { Trouble } from "./answer.ts";
import type { Bound } from "./bound.ts";
import type { HttpResponse } from "./http-response.ts";
import { transportTrouble } from "./transport-error.ts";
import type { Turns } from "./turns.ts";

export interface Sender {
  readonly client: Client;
  readonly server: string;
  readonly credentials: Credentials;
  /** For requests with one answer; what is followed has a connection for itself, as long as it lasts. */
  readonly turns: Turns;
  /** What to say when there are no credentials. */
  readonly noCredentials: () => string;
}

export type Sent = { readonly kind: "response"; readonly response: HttpResponse } | Trouble;

/**
 * Sends a request and waits for the head of its answer. A 401 may come from a token that was rotated: the credentials
 * are read anew, and the request is sent once more, because nothing was done.
 */
export async function send(sender: Sender, request: ApiRequest, bound: Bound): Promise<Sent> {
  const first = await sendOnce(sender, request, bound);
  if (first.kind !== "sent") return first;
  if (first.response.status !== 401) return { kind: "response", response: first.response };
  void first.response.body?.cancel().catch(() => {});
  sender.credentials.renew(first.generation);
  const second = await sendOnce(sender, request, bound);
  return second.kind === "sent" ? { kind: "response", response: second.response } : second;
}

type SentOnce =
  | { readonly kind: "sent"; readonly response: HttpResponse; readonly generation: number }
  | Trouble;

async function sendOnce(sender: Sender, request: ApiRequest, bound: Bound): Promise<SentOnce> {
  const authorized = await authorize(sender, request, bound);
  if (authorized.kind !== "authorized") return authorized;
  const { context, generation } = authorized.credentials;
  context.setSignal(bound.signal);
  context.setHeaderParam("Accept", "application/json, */*");
  if (request.body !== undefined) {
    context.setHeaderParam("Content-Type", contentTypeOf(request));
    context.setBody(JSON.stringify(request.body));
  }
  try {
    const sending = new sender.client.IsomorphicFetchHttpLibrary().send(context).toPromise();
    const response = await bound.first(sending);
    if (response === null) return givenUp(bound);
    const { httpStatusCode: status, headers, body } = response;
    return { kind: "sent", generation, response: { status, headers, body: body.stream() } };
  } catch (error) {
    return bound.why() === null ? transportTrouble(error) : givenUp(bound);
  }
}

type MaybeAuthorized = { readonly kind: "authorized"; readonly credentials: Authorized } | Trouble;

async function authorize(sender: Sender, request: ApiRequest, bound: Bound): Promise<MaybeAuthorized> {
  try {
    const asked = sender.credentials.authorize(addressOf(sender.server, request), request.method);
    const credentials = await bound.first(asked);
    if (credentials !== null) return { kind: "authorized", credentials };
    return bound.why() === "aborted" ? { kind: "aborted" } : noCredentials(sender);
  } catch {
    // What a plugin said may hold a token, so it is not repeated.
    return noCredentials(sender);
  }
}

function noCredentials(sender: Sender): Trouble {
  return { kind: "no-credentials", message: sender.noCredentials() };
}

export function givenUp(bound: Bound): Trouble {
  return bound.why() === "aborted" ? { kind: "aborted" } : { kind: "timeout" };
}
