import { cite } from "../cite.ts";
import type { Complaint } from "../reading/complaint.ts";
import type { Reading } from "../reading/reading.ts";
import { readResetText } from "../reading/reset-text.ts";
import { abstain, type Rule } from "../rule.ts";
import type { ProviderCode } from "../codes/provider.ts";
import type { Claim } from "../verdict.ts";
import { agentSays, complaintRule } from "./agent-result.ts";
import { plainMessage } from "../quote.ts";

/**
 * What the provider answered, as the harness reports it: by its typed names first, then by the HTTP status, then by
 * the anchored text that CLIs before 2.1.110 have instead. Never by what the model or a tool wrote.
 */

/** By what a provider rule recognises its case. */
interface Marks {
  readonly names?: readonly string[];
  readonly http?: (status: number) => boolean;
  readonly text?: RegExp;
  /** The text counts only when no HTTP status is known. */
  readonly textWithoutHttp?: boolean;
}

function providerRule(code: ProviderCode, marks: Marks, seen: string, say: string): Rule {
  return complaintRule({
    id: code.replaceAll("_", "-"),
    code,
    seen,
    otherwise: "neither name, status nor text fits",
    match: (complaint, { evidence }) => provenBy(complaint, marks, evidence),
    say: (message, { http }) => `${say}${http === null ? "" : ` (HTTP ${http})`}: ${message || "no message"}`,
  });
}

function provenBy(
  complaint: Complaint,
  marks: Marks,
  evidence: Reading["evidence"],
): readonly Claim[] | null {
  const { http, text, textPath } = complaint;
  const name = complaint.names.find((named) => marks.names?.includes(named.name));
  const status = http !== null && marks.http?.(http) === true;
  const said = marks.text?.test(text) === true && !(marks.textWithoutHttp === true && http !== null);
  if (name === undefined && !status && !said) return null;
  return [
    ...(name === undefined ? [] : cite(evidence, "the harness's name for it", name.path)),
    ...(status ? cite(evidence, "the provider's HTTP status", complaint.httpPath) : []),
    ...cite(evidence, "the harness says", textPath),
  ];
}

const oldRefusal = /^API Error: Claude Code is unable to respond to this request, which appears to violate\b/;

export const refusal: Rule = {
  id: "refusal",
  code: "refusal",
  names: "cause",
  seen: "stop_reason refusal (2.1.70 on, exit 1, but also exit 0 and is_error false on hosted models); old CLIs by their text.",
  decidedBy: "the stop reason of the last result",
  judge(reading) {
    const { word, evidence, complaint } = reading;
    if (word.kind === "silent") return abstain("the agent said no last word");
    const stop = word.kind === "result" ? word.result.stopReason : word.error.stopReason;
    const event = complaint !== null && wasLastRefused(reading);
    const said = complaint !== null && oldRefusal.test(complaint.text);
    if (stop !== "refusal" && !event && !said) return abstain("the model did not refuse");
    const category = evidence.stream?.models.refusal?.category ?? null;
    const claims = [
      ...(stop === "refusal" ? cite(evidence, "the model stopped for this", `${word.path}.stopReason`) : []),
      ...(event ? cite(evidence, "the category of the refusal", "stream.models.refusal.category") : []),
      ...(complaint === null ? [] : cite(evidence, "the harness says", complaint.textPath)),
    ];
    const summary = `The model refused the request${category === null ? "" : ` (category ${plainMessage(category, 40)})`}.`;
    return agentSays(reading, { summary, claims });
  },
};

/** A refusal is not the end where a tool call was already running: the run goes on, and may end for another cause. */
function wasLastRefused({ word, evidence: { stream } }: Reading): boolean {
  if (stream === null || stream.models.refusal === null) return false;
  const { lastAssistant, lastUserLine } = stream.conversation;
  const end = word.kind === "result" ? word.result.line : Infinity;
  const before = stream.results.kept.findLast(({ line }) => line < end)?.line ?? 0;
  return stream.models.refusal.line > Math.max(lastAssistant?.line ?? 0, lastUserLine ?? 0, before);
}

/** Each generation of CLIs has words of its own: 0.2 and 1.0 the first ones, 2.0 "Weekly limit reached", 2.1 "hit your limit". */
const limitText =
  /^(?:API Error: )?(?:Claude (?:AI )?usage limit reached\b|(?:\w{1,20} )?(?:5-hour|[Ww]eekly|[Ss]ession|[Uu]sage) limit reached\b|[^\n]{0,60}\bhit your [\w' -]{0,40}limit\b|You're out of (?:extra )?usage\b|400 [^\n]{0,120}\bYou have reached your specified API usage limits\b)/;
const epochInText = /^Claude AI usage limit reached\|(\d{10})\b/;

export const usageLimit: Rule = complaintRule({
  id: "usage-limit",
  code: "usage_limit",
  seen:
    "claude.ai logins: api_error usage_limit_reached after a rejected rate_limit_event; old CLIs wrote the reset time into the " +
    "text. API keys: HTTP 400 when the organisation's own spending limit is reached.",
  otherwise: "no usage limit is named",
  match: (complaint, { evidence }) => {
    const name = complaint.names.find((named) => named.name === "usage_limit_reached");
    const rejected = rejectedWindow(complaint, evidence);
    if (name === undefined && !rejected && !limitText.test(complaint.text)) return null;
    return [
      ...(name === undefined ? [] : cite(evidence, "the harness's name for it", name.path)),
      ...(rejected
        ? cite(
            evidence,
            "the provider rejected the request for this window",
            "stream.rateLimits.lastRejected.limitType",
          )
        : []),
      ...cite(evidence, "the harness says", complaint.textPath),
    ];
  },
  say: (message) => `The usage limit of the account is reached: ${message}`,
  notBefore: ({ text, result }, { evidence, end }) => {
    const epoch = epochInText.exec(text)?.[1];
    // Claude Code exits with that sentence, so the end tells when it was said.
    const toldAt = result?.at ?? (end.kind === "ended" ? end.finishedAt : null);
    return (
      evidence.stream?.rateLimits.lastRejected?.resetsAt ??
      (epoch === undefined ? readResetText(text, toldAt) : Number(epoch) * 1000)
    );
  },
});

/** `allowed` events are routine; a rejected one counts as long as nothing was allowed after it. */
function rejectedWindow({ http }: Complaint, { stream }: Reading["evidence"]): boolean {
  const rejected = stream?.rateLimits.lastRejected ?? null;
  if (rejected === null || (http !== null && http !== 429)) return false;
  return stream?.rateLimits.last?.line === rejected.line;
}

export const billing: Rule = providerRule(
  "billing",
  {
    names: ["billing_error", "account_on_hold", "model_requires_usage_credits"],
    http: (status) => status === 402,
    text: /^(?:API Error: )?(?:Credit balance is too low\b|400 [^\n]{0,120}\bYour credit balance is too low\b)/,
  },
  "HTTP 402, or HTTP 400 with error billing_error (2.1.329); Credit balance is too low.",
  "The provider wants payment",
);

export const modelNotFound: Rule = providerRule(
  "model_not_found",
  {
    names: ["model_not_found"],
    http: (status) => status === 404,
    text: /^There's an issue with the selected model\b/,
  },
  "HTTP 404 in all versions; the typed name came with 2.1.150, the sentence with 2.0.",
  "The model was not found",
);

export const notLoggedIn: Rule = providerRule(
  "not_logged_in",
  {
    text: /^(?:API Error: )?(?:Not logged in\b|Invalid API key · Please run \/login|Please run \/login\b|[^\n{]{0,80}· Please run \/login)/,
    textWithoutHttp: true,
  },
  "No credentials: Invalid API key · Please run /login up to 2.1.20, later Not logged in · Please run /login; no HTTP status, no retry.",
  "The agent was not logged in",
);

export const authFailed: Rule = providerRule(
  "auth_failed",
  {
    names: [
      "authentication_failed",
      "authentication_error",
      "permission_error",
      "oauth_org_not_allowed",
      "verification_required",
      "cloud_credential_error",
      "provider_credentials",
      "gateway_signin_required",
      "gateway_session_expired",
      "api_key_auth_disabled",
      "org_disabled_credential",
      "invalid_credential_header",
    ],
    http: (status) => status === 401 || status === 403,
    text: /^(?:Invalid API key · Fix external API key|Failed to authenticate\b|(?:API Error: )?Could not load [^\n]{0,60}\bcredentials\b|Your ANTHROPIC_API_KEY belongs to a disabled organization\b|API Error: 400 [^\n]{0,120}\bThis organization has been disabled\b)/,
  },
  "HTTP 401 and 403 in all versions; default retries take three minutes before the agent gives up.",
  "The provider rejected the credentials",
);

export const rateLimited: Rule = providerRule(
  "rate_limited",
  { names: ["rate_limit", "rate_limit_error"], http: (status) => status === 429 },
  "HTTP 429 in all versions; by default the agent retries ten times, which takes about three minutes.",
  "The provider limited the rate",
);

export const overloaded: Rule = providerRule(
  "overloaded",
  {
    names: ["overloaded", "overloaded_error"],
    http: (status) => status === 529,
    text: /^API Error: (?:Repeated 529 Overloaded\b|Overloaded\b)/,
  },
  "HTTP 529; the agent gives up after three tries, whatever its retry setting.",
  "The provider is overloaded",
);

export const serverError: Rule = providerRule(
  "server_error",
  { http: (status) => status >= 500 && status <= 599 },
  "HTTP 500, 502, 503 in all versions, also in the middle of a run.",
  "The provider failed",
);

export const requestTooLarge: Rule = providerRule(
  "request_too_large",
  { http: (status) => status === 413, text: /^Request too large\b/ },
  "HTTP 413; CLI 2.1.329 calls its terminal reason image_error, and 2.1.20 says Request too large without a status.",
  "The request was too large",
);

export const invalidRequest: Rule = providerRule(
  "invalid_request",
  { http: (status) => status === 400 },
  "HTTP 400: unexpected fields, unsupported models; the typed name says unknown.",
  "The provider rejected the request",
);

export const apiTimeout: Rule = providerRule(
  "api_timeout",
  {
    names: ["stream_idle_timeout"],
    text: /^(?:API Error: )?(?:Request timed out|The operation timed out|Stream idle timeout)\b/,
  },
  "A provider that never answers: the text Request timed out after API_TIMEOUT_MS and the retries, exit 1.",
  "The provider did not answer in time",
);

export const networkError: Rule = providerRule(
  "network_error",
  {
    names: [
      "connection_failed",
      "no_response",
      "computer_slept",
      "tls_untrusted_ca",
      "tls_cert_signature_failure",
      "network_edge_blocked",
    ],
    text: /^(?:API Error: )?(?:Connection (?:error|refused|dropped|lost|reset|closed)\b|Unable to connect to API\b|Can't reach the API server\b|fetch failed\b|socket hang up\b|terminated$|other side closed\b|Premature close\b|The socket connection was closed unexpectedly\b|(?:self[- ]signed|unable to (?:get|verify))[^\n]{0,60}certificate|[^\n{]{0,120}\b(?:ECONNREFUSED|ECONNRESET|ENOTFOUND|EAI_AGAIN|ETIMEDOUT|EPIPE|EPROTO|EHOSTUNREACH|ENETUNREACH)\b)/,
  },
  "Refused and reset connections, DNS, TLS and proxies: api_error connection_failed (2.1.329), or Connection error. before it.",
  "The provider could not be reached",
);

export const badProviderResponse: Rule = providerRule(
  "bad_provider_response",
  {
    names: ["gateway_content_type"],
    text: /^(?:API Error: )?(?:[^\n]{0,80}\bempty or malformed response \(HTTP 2\d\d\)|JSON Parse error\b|Failed to parse JSON\b|Unexpected end of JSON input\b|(?:Expected|Unexpected|Unterminated) [^\n]{0,80}\bJSON\b|Cannot read properties of undefined \(reading 'input_tokens'\)|undefined is not an object \(evaluating '[$\w.]{1,30}\.input_tokens'\))|^API Error: Cannot read properties of (?:null|undefined) \(reading '\w{1,40}'\)/,
  },
  "Gateways that answer HTTP 200 with HTML, an empty body, cut JSON or another API's events; CLI 2.1.90 then misses input_tokens.",
  "The provider's answer was empty or malformed",
);
