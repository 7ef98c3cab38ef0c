import type { CodeEntry } from "./entry.ts";

/** What the provider of the model answered, or that it could not be reached. */
export type ProviderCode =
  | "refusal"
  | "usage_limit"
  | "billing"
  | "model_not_found"
  | "not_logged_in"
  | "auth_failed"
  | "rate_limited"
  | "overloaded"
  | "server_error"
  | "request_too_large"
  | "invalid_request"
  | "api_timeout"
  | "network_error"
  | "bad_provider_response";

const provider = { outcome: "failed", family: "provider", attribution: "provider", session: "keep" } as const;

export const providerCodes: Readonly<Record<ProviderCode, CodeEntry>> = {
  refusal: {
    ...provider,
    title: "Refused by the model",
    means: "The model or its safeguards refused the request.",
    look: "The category that the refusal names, and what in the conversation may have set it off.",
    resolve: "Change the request; sending it again gets the same answer.",
  },
  usage_limit: {
    ...provider,
    title: "Usage limit reached",
    means: "The subscription's usage window is used up.",
    look: "The reset time of the rate limit event.",
    resolve: "Wait until the limit resets, or use another account.",
  },
  billing: {
    ...provider,
    attribution: "configuration",
    title: "Billing problem",
    means: "The provider wants payment: no credit, or an account on hold.",
    look: "The billing page of the account whose key was used.",
    resolve: "Add credit or update the payment method.",
  },
  model_not_found: {
    ...provider,
    attribution: "configuration",
    title: "Model not found",
    means: "The model does not exist, or this account may not use it.",
    look: "The model's name in the agent's configuration.",
    resolve: "Choose a model that the account may use.",
  },
  not_logged_in: {
    ...provider,
    attribution: "configuration",
    title: "Not logged in",
    means: "The agent had no credentials at all.",
    look: "Whether the Secret with the API key or token reaches the agent's environment.",
    resolve: "Give the agent an API key or a login.",
  },
  auth_failed: {
    ...provider,
    attribution: "configuration",
    title: "Credentials rejected",
    means: "The provider rejected the credentials (401), or they may not do this (403).",
    look: "Whether the key was revoked, has expired, or belongs to another organisation.",
    resolve: "Replace the credentials, or give them the permission that the message names.",
  },
  rate_limited: {
    ...provider,
    title: "Rate limited",
    means: "The provider answered 429, and the agent's own retries did not outlast it.",
    look: "How many agents share the key, and the limit that the message names.",
    resolve: "Resume after a pause; run fewer agents at a time on this key.",
  },
  overloaded: {
    ...provider,
    title: "Provider overloaded",
    means: "The provider answered 529: it is at capacity. The agent gives up after a few tries.",
    look: "The provider's status page.",
    resolve: "Resume after a pause.",
  },
  server_error: {
    ...provider,
    title: "Provider error",
    means: "The provider answered with a 5xx status.",
    look: "The provider's status page, and a gateway's log where there is one.",
    resolve: "Resume after a pause.",
  },
  request_too_large: {
    ...provider,
    attribution: "agent",
    title: "Request too large",
    means: "The request passed the provider's size limit (413), mostly through images and attachments.",
    look: "What the conversation attaches.",
    resolve: "Start with fewer or smaller attachments.",
  },
  invalid_request: {
    ...provider,
    attribution: "configuration",
    title: "Request rejected",
    means: "The provider rejected the request as invalid (400).",
    look: "The provider's message, the model's name, and the CLI's version.",
    resolve: "Fix what the message names.",
  },
  api_timeout: {
    ...provider,
    title: "Provider did not answer in time",
    means: "A request ran into API_TIMEOUT_MS.",
    look: "A proxy or gateway that holds responses back.",
    resolve: "Resume after a pause; raise API_TIMEOUT_MS if the provider is just slow.",
  },
  network_error: {
    ...provider,
    attribution: "platform",
    title: "Provider not reachable",
    means: "The connection to the provider failed or was lost: DNS, TLS, refused, reset.",
    look: "DNS, the proxy, network policies, and ANTHROPIC_BASE_URL.",
    resolve: "Resume after a pause; if it happens again, fix the network path to the provider.",
  },
  bad_provider_response: {
    ...provider,
    title: "Malformed answer",
    means: "The answer was HTTP 200, but empty or not what the API sends.",
    look: "A gateway or captive portal between the agent and the provider.",
    resolve: "Resume after a pause; if it happens again, look at what stands between agent and provider.",
  },
};
