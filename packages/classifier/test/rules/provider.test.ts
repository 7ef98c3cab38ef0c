import { classify } from "@runverdict/classifier";
import type { Code } from "@runverdict/classifier";
import { expect, test } from "vitest";
import { evidence, exitCode } from "../support/evidence.ts";
import { testRule } from "../support/rule-table.ts";
import type { Decision, NearMiss } from "../support/rule-table.ts";
import {
  apiFailure,
  init,
  oldFailure,
  prose,
  rateLimit,
  stream,
  success,
  synthetic,
  system,
  toolResult,
  userText,
} from "../support/stream.ts";
import type { WireLine } from "../support/stream.ts";

const ended = (code: number, ...lines: readonly WireLine[]) =>
  evidence({ stream: stream([init(), ...lines]), run: exitCode(code) });
const bare = (...lines: readonly WireLine[]) => evidence({ stream: stream([init(), ...lines]) });
const result = "stream.results.kept.0";
const message = "stream.conversation.lastSyntheticError";
const exit0 = ["run.exit.code", "0"] as const;
const exit1 = ["run.exit.code", "1"] as const;

// Cases that most rules of this file share.

/** A current CLI gives the status by itself. */
function byStatus(say: string, status: number, competing: readonly Code[] = []): Decision {
  const text = "The provider said no.";
  return {
    evidence: ended(1, apiFailure(text, { api_error_status: status })),
    confidence: "confirmed",
    summary: `${say} (HTTP ${status}): ${text}`,
    claims: [[`${result}.apiErrorStatus`, String(status)], [`${result}.text`, text], exit1],
    competing,
  };
}

/** A CLI before 2.1.110 has the status in the text alone. */
function byOldStatus(say: string, status: number): Decision {
  const text = `API Error: ${status} no`;
  return {
    evidence: ended(1, oldFailure(text)),
    confidence: "confirmed",
    summary: `${say} (HTTP ${status}): ${text}`,
    claims: [[`${result}.text`, text], [`${result}.text`, text], exit1],
  };
}

function byText(say: string, text: string, competing?: readonly Code[]): Decision {
  return {
    evidence: ended(1, oldFailure(text)),
    confidence: "confirmed",
    summary: `${say}: ${text}`,
    claims: [[`${result}.text`, text], exit1],
    ...(competing && { competing }),
  };
}

/** The typed name of the result. */
function byName(say: string, name: string, competing?: readonly Code[]): Decision {
  const text = "It failed.";
  return {
    evidence: ended(1, apiFailure(text, { api_error: name })),
    confidence: "confirmed",
    summary: `${say}: ${text}`,
    claims: [[`${result}.apiError`, name], [`${result}.text`, text], exit1],
    ...(competing && { competing }),
  };
}

/** The typed name of the message that the harness wrote, without a result. */
function byMessage(
  say: string,
  name: string,
  key: "error" | "api_error" | "api_error_type" = "error",
): Decision {
  const text = "It failed.";
  const field = { error: "error", api_error: "apiError", api_error_type: "apiErrorType" }[key];
  return {
    evidence: bare(synthetic(text, { [key]: name })),
    confidence: "likely",
    summary: `${say}: ${text}`,
    claims: [
      [`${message}.${field}`, name],
      [`${message}.text`, text],
    ],
  };
}

const noError: NearMiss = {
  evidence: ended(0, success("API Error: 429, 529, 500: so said the log that I read.")),
  because: "the agent reports no error",
};

function unfit(...lines: readonly WireLine[]): NearMiss {
  return { evidence: ended(1, ...lines), because: "neither name, status nor text fits" };
}

const unnamed = unfit(apiFailure("It failed."));

/** What must never be read: words of the model and of a tool, beside a failure of another kind. */
function spoken(text: string): NearMiss {
  return unfit(prose(text), toolResult(text), apiFailure("It failed.", { api_error_status: 418 }));
}

const withheld = "The model refused the request.";

testRule("refusal", {
  code: "refusal",
  decides: {
    "the stop reason of an error result (2.1.70 on)": {
      evidence: ended(1, apiFailure("API Error: refused", { stop_reason: "refusal" })),
      confidence: "confirmed",
      summary: withheld,
      claims: [[`${result}.stopReason`, "refusal"], [`${result}.text`, "API Error: refused"], exit1],
      competing: [],
    },
    "the same on a hosted model: no error, exit 0": {
      evidence: ended(0, success("I can't help with that.", { stop_reason: "refusal" })),
      confidence: "likely",
      summary: withheld,
      claims: [[`${result}.stopReason`, "refusal"], exit0],
    },
    "an event that says that nothing took the model's place": {
      evidence: ended(
        1,
        system("model_refusal_no_fallback", {
          original_model: "claude-opus-5-5",
          api_refusal_category: "cyber",
        }),
        apiFailure("API Error: refused"),
      ),
      confidence: "confirmed",
      summary: "The model refused the request (category cyber).",
      claims: [["stream.models.refusal.category", "cyber"], [`${result}.text`, "API Error: refused"], exit1],
    },
    "the same event before a message without a result, and without a category": {
      evidence: bare(system("model_refusal_no_fallback"), synthetic("API Error: refused")),
      confidence: "likely",
      summary: withheld,
      claims: [[`${message}.text`, "API Error: refused"]],
    },
    "the same event in a turn after one that went well": {
      evidence: ended(
        1,
        success("Done."),
        system("model_refusal_no_fallback", { api_refusal_category: "cyber" }),
        apiFailure("API Error: refused"),
      ),
      confidence: "confirmed",
      summary: "The model refused the request (category cyber).",
      claims: [
        ["stream.models.refusal.category", "cyber"],
        ["stream.results.kept.1.text", "API Error: refused"],
        exit1,
      ],
    },
    "the sentence of old CLIs": {
      evidence: ended(
        1,
        oldFailure(
          "API Error: Claude Code is unable to respond to this request, which appears to violate our Usage Policy.",
        ),
      ),
      confidence: "confirmed",
      summary: withheld,
      claims: [
        [
          `${result}.text`,
          "API Error: Claude Code is unable to respond to this request, which appears to violate our Usage Policy.",
        ],
        exit1,
      ],
    },
    "the stop reason of a message, where no result came": {
      evidence: bare({
        type: "assistant",
        session_id: "x",
        message: {
          model: "<synthetic>",
          stop_reason: "refusal",
          content: [{ type: "text", text: "API Error: refused" }],
        },
      }),
      confidence: "likely",
      summary: withheld,
      claims: [
        [`${message}.stopReason`, "refusal"],
        [`${message}.text`, "API Error: refused"],
      ],
    },
  },
  lets: {
    "a run that ended without a word": { evidence: ended(1), because: "the agent said no last word" },
    "a result that stopped for another reason": {
      evidence: ended(0, success("I can't help with that.")),
      because: "the model did not refuse",
    },
    "a refusal that another model took over from": {
      evidence: ended(
        0,
        system("model_refusal_fallback", {
          fallback_model: "claude-sonnet-5",
          api_refusal_category: "cyber",
        }),
        success("Done."),
      ),
      because: "the model did not refuse",
    },
    "a refusal after which the run went on, and failed of something else": {
      evidence: ended(
        1,
        system("model_refusal_no_fallback"),
        toolResult("ok"),
        prose("So."),
        apiFailure("API Error: 500"),
      ),
      because: "the model did not refuse",
    },
    "a refusal of an earlier turn": {
      evidence: ended(1, system("model_refusal_no_fallback"), success("Done."), apiFailure("API Error: 500")),
      because: "the model did not refuse",
    },
    "a refusal in a run that ended well in the end": {
      evidence: ended(0, system("model_refusal_no_fallback"), userText("And this?"), success("Done.")),
      because: "the model did not refuse",
    },
    "another error": {
      evidence: ended(1, apiFailure("API Error: 500")),
      because: "the model did not refuse",
    },
    "the old sentence in the middle of another one": {
      evidence: ended(
        1,
        oldFailure("I am unable to respond to this request, which appears to violate a rule."),
      ),
      because: "the model did not refuse",
    },
  },
});

const limit = "You've hit your 5-hour limit · resets 12:22am (UTC)";
const reached = `The usage limit of the account is reached: ${limit}`;
const resetsAt = "2026-11-21T00:22:57.000Z";
const window = ["stream.rateLimits.lastRejected.limitType", "five_hour"] as const;

testRule("usage-limit", {
  code: "usage_limit",
  decides: {
    "the typed name, after a rejected rate_limit_event that has the reset time": {
      evidence: ended(
        1,
        rateLimit("rejected"),
        apiFailure(limit, { api_error: "usage_limit_reached", api_error_status: 429 }),
      ),
      confidence: "confirmed",
      summary: reached,
      claims: [[`${result}.apiError`, "usage_limit_reached"], window, [`${result}.text`, limit], exit1],
      notBefore: resetsAt,
      competing: ["rate_limited"],
    },
    "the typed name alone": {
      evidence: ended(1, apiFailure("No more.", { api_error: "usage_limit_reached" })),
      confidence: "confirmed",
      summary: "The usage limit of the account is reached: No more.",
      claims: [[`${result}.apiError`, "usage_limit_reached"], [`${result}.text`, "No more."], exit1],
    },
    "the rejected event beside a status 429": {
      evidence: ended(1, rateLimit("rejected"), apiFailure("API Error: 429", { api_error_status: 429 })),
      confidence: "confirmed",
      summary: "The usage limit of the account is reached: API Error: 429",
      claims: [window, [`${result}.text`, "API Error: 429"], exit1],
      notBefore: resetsAt,
    },
    "the rejected event where no status is known, in a message without a result": {
      evidence: bare(rateLimit("rejected"), synthetic("Stopped.")),
      confidence: "likely",
      summary: "The usage limit of the account is reached: Stopped.",
      claims: [window, [`${message}.text`, "Stopped."]],
      notBefore: resetsAt,
    },
    "the sentence of old CLIs, with the reset time behind it": {
      evidence: ended(1, oldFailure("Claude AI usage limit reached|1795220577")),
      confidence: "confirmed",
      summary: "The usage limit of the account is reached: Claude AI usage limit reached|1795220577",
      claims: [[`${result}.text`, "Claude AI usage limit reached|1795220577"], exit1],
      notBefore: resetsAt,
      competing: [],
    },
    ...Object.fromEntries(
      [
        "You've hit your weekly Opus limit",
        "API Error: You've hit your session limit",
        "Max plan: you have hit your monthly limit",
        "API Error: 400 You have reached your specified API usage limits.",
        "You've hit your org's monthly usage limit",
        "Claude usage limit reached. Your limit will reset at 3pm (America/Bogota).",
        "5-hour limit reached ∙ resets 3pm",
        "Weekly limit reached · resets 10am (Asia/Seoul) · /upgrade to Max or turn on /extra-usage",
        "Opus weekly limit reached ∙ resets Oct 9 at 5pm",
        "Session limit reached ∙ resets 6pm",
        "You're out of extra usage · resets 3pm (UTC)",
      ].map((sentence) => [
        `the sentence alone: ${sentence}`,
        {
          evidence: ended(1, oldFailure(sentence)),
          confidence: "confirmed" as const,
          summary: `The usage limit of the account is reached: ${sentence}`,
          claims: [[`${result}.text`, sentence], exit1] as const,
        },
      ]),
    ),
  },
  lets: {
    "a run that reports no error": {
      evidence: ended(0, rateLimit("rejected"), success("Done.")),
      because: "the agent reports no error",
    },
    "a rate limit of the API": {
      evidence: ended(1, apiFailure("API Error: 429 slow down", { api_error_status: 429 })),
      because: "no usage limit is named",
    },
    "an event that only warns": {
      evidence: ended(
        1,
        rateLimit("allowed_warning"),
        apiFailure("API Error: 429", { api_error_status: 429 }),
      ),
      because: "no usage limit is named",
    },
    "a rejected event before an allowed one": {
      evidence: ended(
        1,
        rateLimit("rejected"),
        rateLimit("allowed"),
        apiFailure("API Error: 429", { api_error_status: 429 }),
      ),
      because: "no usage limit is named",
    },
    "a rejected event beside a failure with another status": {
      evidence: ended(1, rateLimit("rejected"), apiFailure("API Error: 500", { api_error_status: 500 })),
      because: "no usage limit is named",
    },
    "a sentence about another limit": {
      evidence: ended(1, oldFailure("We hit the limit of open files")),
      because: "no usage limit is named",
    },
    "a rate limit that is called reached": {
      evidence: ended(1, apiFailure("API Error: Rate limit reached", { api_error_status: 429 })),
      because: "no usage limit is named",
    },
  },
});

const payment = "The provider wants payment";
const noCredit = "API Error: 400 Your credit balance is too low to access the Anthropic API.";
testRule("billing", {
  code: "billing",
  decides: {
    "HTTP 402": byStatus(payment, 402),
    "HTTP 402 in the text of an old CLI": byOldStatus(payment, 402),
    "HTTP 400 with the typed name billing_error (2.1.329)": {
      evidence: ended(
        1,
        synthetic("Credit balance is too low", { error: "billing_error" }),
        apiFailure("Credit balance is too low", { api_error_status: 400 }),
      ),
      confidence: "confirmed",
      summary: `${payment} (HTTP 400): Credit balance is too low`,
      claims: [[`${message}.error`, "billing_error"], [`${result}.text`, "Credit balance is too low"], exit1],
      competing: ["invalid_request"],
    },
    "an account on hold": byName(payment, "account_on_hold"),
    "a model that wants credits": byName(payment, "model_requires_usage_credits"),
    "the harness's sentence": byText(payment, "Credit balance is too low"),
    "the same behind API Error": byText(payment, "API Error: Credit balance is too low to go on"),
    "the provider's own sentence behind a 400": {
      evidence: ended(1, oldFailure(noCredit)),
      confidence: "confirmed",
      summary: `${payment} (HTTP 400): ${noCredit}`,
      claims: [[`${result}.text`, noCredit], exit1],
      competing: ["invalid_request"],
    },
    "the typed name in a message alone": byMessage(payment, "billing_error", "api_error_type"),
  },
  lets: {
    "a run that reports no error": noError,
    "an error without these marks": unnamed,
    "another status": unfit(apiFailure("It failed.", { api_error_status: 403 })),
    "the sentence in the middle of another one": unfit(
      oldFailure("The tool says: Credit balance is too low"),
    ),
    "the sentence in the mouth of model and tool": spoken("Credit balance is too low"),
  },
});

const noModel = "The model was not found";
testRule("model-not-found", {
  code: "model_not_found",
  decides: {
    "HTTP 404": byStatus(noModel, 404),
    "HTTP 404 in the text of an old CLI": byOldStatus(noModel, 404),
    "the typed name in the message (2.1.150 on)": byMessage(noModel, "model_not_found"),
    "the harness's sentence (2.0 on)": byText(
      noModel,
      "There's an issue with the selected model (claude-x).",
    ),
  },
  lets: {
    "a run that reports no error": noError,
    "an error without these marks": unnamed,
    "another status": unfit(apiFailure("It failed.", { api_error_status: 405 })),
    "the sentence in the middle of another one": unfit(
      oldFailure("I think there's an issue with the selected model"),
    ),
    "the sentence in the mouth of model and tool": spoken("There's an issue with the selected model"),
  },
});

const loggedOut = "The agent was not logged in";
testRule("not-logged-in", {
  code: "not_logged_in",
  decides: {
    "no credentials on CLIs up to 2.1.20": byText(loggedOut, "Invalid API key · Please run /login", []),
    "no credentials since then": byText(loggedOut, "Not logged in · Please run /login", []),
    "the request to log in alone": byText(loggedOut, "Please run /login"),
    "the request behind another sentence": byText(loggedOut, "Session expired · Please run /login"),
    "the sentence behind API Error": byText(loggedOut, "API Error: Not logged in"),
    "the typed name beside the sentence, without a status": {
      evidence: ended(
        1,
        synthetic("Not logged in · Please run /login", { error: "authentication_failed" }),
        apiFailure("Not logged in · Please run /login"),
      ),
      confidence: "confirmed",
      summary: `${loggedOut}: Not logged in · Please run /login`,
      claims: [[`${result}.text`, "Not logged in · Please run /login"], exit1],
      competing: ["auth_failed"],
    },
  },
  lets: {
    "a run that reports no error": noError,
    "the sentence beside a status: there were credentials": unfit(
      apiFailure("OAuth token revoked · Please run /login", { api_error_status: 403 }),
    ),
    "the sentence beside a status in the text": unfit(oldFailure("API Error: 401 {} · Please run /login")),
    "apiKeySource none, which is normal for a login": unfit(
      init({ apiKeySource: "none" }),
      apiFailure("It failed."),
    ),
    "the typed name alone": unfit(apiFailure("It failed.", { api_error: "authentication_failed" })),
    "the sentence in the mouth of model and tool": spoken("Not logged in · Please run /login"),
  },
});

const rejected = "The provider rejected the credentials";
testRule("auth-failed", {
  code: "auth_failed",
  decides: {
    "HTTP 401": byStatus(rejected, 401),
    "HTTP 403": byStatus(rejected, 403),
    "HTTP 401 in the text of an old CLI": byOldStatus(rejected, 401),
    "HTTP 403 in the text of an old CLI": byOldStatus(rejected, 403),
    "HTTP 401 behind the harness's own words": {
      evidence: ended(1, oldFailure("OAuth token revoked · API Error: 401 {}")),
      confidence: "confirmed",
      summary: `${rejected} (HTTP 401): OAuth token revoked · API Error: 401`,
      claims: [
        [`${result}.text`, "OAuth token revoked · API Error: 401"],
        [`${result}.text`, "OAuth token revoked · API Error: 401"],
        exit1,
      ],
    },
    "a key from outside that is not valid, without a status": byText(
      rejected,
      "Invalid API key · Fix external API key",
    ),
    "the harness's other sentence": byText(rejected, "Failed to authenticate. API key is disabled."),
    "a key of an organisation that was disabled": byText(
      rejected,
      "Your ANTHROPIC_API_KEY belongs to a disabled organization · Unset it",
    ),
    "credentials of a cloud that are not there": byText(rejected, "Could not load the default credentials"),
    "an organisation that was disabled, behind a 400": byText(
      `${rejected} (HTTP 400)`,
      "API Error: 400 This organization has been disabled.",
      ["invalid_request"],
    ),
    ...Object.fromEntries(
      [
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
      ].map((name) => [`the typed name ${name}`, byName(rejected, name)]),
    ),
    "the typed name in a message alone": byMessage(rejected, "authentication_failed"),
  },
  lets: {
    "a run that reports no error": noError,
    "an error without these marks": unnamed,
    "another status": unfit(apiFailure("It failed.", { api_error_status: 407 })),
    "the sentence in the middle of another one": unfit(oldFailure("npm: Failed to authenticate")),
    "the sentence in the mouth of model and tool": spoken("Failed to authenticate"),
  },
});

const limited = "The provider limited the rate";
testRule("rate-limited", {
  code: "rate_limited",
  decides: {
    "HTTP 429": byStatus(limited, 429),
    "HTTP 429 in the text of an old CLI": byOldStatus(limited, 429),
    "HTTP 429 in another text of the harness": {
      evidence: ended(1, oldFailure("API Error: Request rejected (429) · slow down")),
      confidence: "confirmed",
      summary: `${limited} (HTTP 429): API Error: Request rejected (429) · slow down`,
      claims: [
        [`${result}.text`, "API Error: Request rejected (429) · slow down"],
        [`${result}.text`, "API Error: Request rejected (429) · slow down"],
        exit1,
      ],
    },
    "the typed name rate_limit": byName(limited, "rate_limit"),
    "the typed name rate_limit_error in a message alone": byMessage(
      limited,
      "rate_limit_error",
      "api_error_type",
    ),
  },
  lets: {
    "a run that reports no error": noError,
    "an error without these marks": unnamed,
    "another status": unfit(apiFailure("It failed.", { api_error_status: 428 })),
    "a status in the middle of a text": unfit(oldFailure("The tool says: API Error: 429")),
    "retries that the agent outlasted before it failed of something else": unfit(
      system("api_retry", { attempt: 1, error_status: 429, error: "rate_limit" }),
      apiFailure("It failed.", { api_error_status: 418 }),
    ),
    "the status in the mouth of model and tool": spoken("API Error: 429 rate_limit"),
  },
});

const capacity = "The provider is overloaded";
testRule("overloaded", {
  code: "overloaded",
  decides: {
    "HTTP 529": byStatus(capacity, 529, ["server_error"]),
    "HTTP 529 in the text of an old CLI": byOldStatus(capacity, 529),
    "the typed name overloaded": byName(capacity, "overloaded"),
    "the typed name overloaded_error": byName(capacity, "overloaded_error"),
    "the harness's sentence": byText(capacity, "API Error: Repeated 529 Overloaded errors."),
    "its shorter form": byText(capacity, "API Error: Overloaded"),
  },
  lets: {
    "a run that reports no error": noError,
    "an error without these marks": unnamed,
    "another status": unfit(apiFailure("It failed.", { api_error_status: 528 })),
    "the sentence without its beginning": unfit(oldFailure("Overloaded")),
    "the sentence in the mouth of model and tool": spoken("API Error: Overloaded"),
  },
});

const broke = "The provider failed";
testRule("server-error", {
  code: "server_error",
  decides: {
    "HTTP 500": byStatus(broke, 500),
    "HTTP 503": byStatus(broke, 503),
    "HTTP 599": byStatus(broke, 599),
    "HTTP 502 in the text of an old CLI": byOldStatus(broke, 502),
    "a status that the message before the result has": {
      evidence: ended(1, synthetic("API Error", { api_error_status: 500 }), apiFailure("It failed.")),
      confidence: "confirmed",
      summary: `${broke} (HTTP 500): It failed.`,
      claims: [[`${message}.apiErrorStatus`, "500"], [`${result}.text`, "It failed."], exit1],
    },
    "a failure that says nothing but its status": {
      evidence: ended(1, apiFailure("", { api_error_status: 500 })),
      confidence: "confirmed",
      summary: `${broke} (HTTP 500): no message`,
      claims: [[`${result}.apiErrorStatus`, "500"], exit1],
    },
  },
  lets: {
    "a run that reports no error": noError,
    "a typed name without a status: a 529 is called server_error too": unfit(
      apiFailure("It failed.", { api_error: "server_error" }),
    ),
    "a status below": unfit(apiFailure("It failed.", { api_error_status: 499 })),
    "a status above": unfit(apiFailure("It failed.", { api_error_status: 600 })),
    "the status in the mouth of model and tool": spoken("API Error: 500"),
  },
});

const large = "The request was too large";
testRule("request-too-large", {
  code: "request_too_large",
  decides: {
    "HTTP 413, which 2.1.329 calls an image_error": {
      ...byStatus(large, 413),
      evidence: ended(
        1,
        apiFailure("The provider said no.", { api_error_status: 413, terminal_reason: "image_error" }),
      ),
    },
    "HTTP 413 in the text of an old CLI": byOldStatus(large, 413),
    "the sentence of CLI 2.1.20, without a status": byText(large, "Request too large (max 32MB)."),
  },
  lets: {
    "a run that reports no error": noError,
    "the terminal reason alone": unfit(apiFailure("It failed.", { terminal_reason: "image_error" })),
    "the status in the mouth of model and tool": spoken("API Error: 413 Request too large"),
  },
});

const invalid = "The provider rejected the request";
testRule("invalid-request", {
  code: "invalid_request",
  decides: {
    "HTTP 400": byStatus(invalid, 400),
    "HTTP 400 in the text of an old CLI, which carries JSON": {
      evidence: ended(
        1,
        oldFailure(
          'API Error: 400 {"type":"error","error":{"type":"invalid_request_error","message":"bad field"}}',
        ),
      ),
      confidence: "confirmed",
      summary: `${invalid} (HTTP 400): API Error: 400 bad field`,
      claims: [
        [`${result}.text`, "API Error: 400 bad field"],
        [`${result}.text`, "API Error: 400 bad field"],
        exit1,
      ],
      competing: [],
    },
  },
  lets: {
    "a run that reports no error": noError,
    "the typed name, which older CLIs gave to a 404": unfit(
      synthetic("x", { error: "invalid_request" }),
      apiFailure("It failed.", { api_error_status: 404 }),
    ),
    "a number that only begins like the status": unfit(oldFailure("API Error: 4001 things went wrong")),
    "the status in the mouth of model and tool": spoken("API Error: 400"),
  },
});

const late = "The provider did not answer in time";
testRule("api-timeout", {
  code: "api_timeout",
  decides: {
    "the harness's sentence": byText(
      late,
      "Request timed out. If the API is slow, set API_TIMEOUT_MS above 4000.",
    ),
    "the same behind API Error": byText(late, "API Error: Request timed out"),
    "the runtime's own sentence": byText(late, "API Error: The operation timed out."),
    "a stream that fell silent, in words": byText(
      late,
      "API Error: Stream idle timeout - partial response received",
    ),
    "a stream that fell silent": byName(late, "stream_idle_timeout"),
  },
  lets: {
    "a run that reports no error": noError,
    "an error without these marks": unnamed,
    "a tool that timed out": unfit(oldFailure("Command timed out")),
    "the sentence in the mouth of model and tool": spoken("Request timed out"),
  },
});

const unreachable = "The provider could not be reached";
testRule("network-error", {
  code: "network_error",
  decides: {
    ...Object.fromEntries(
      [
        "connection_failed",
        "no_response",
        "computer_slept",
        "tls_untrusted_ca",
        "tls_cert_signature_failure",
        "network_edge_blocked",
      ].map((name) => [`the typed name ${name}`, byName(unreachable, name)]),
    ),
    ...Object.fromEntries(
      [
        "API Error: Connection error.",
        "Connection refused by 127.0.0.1:8377",
        "API Error: Connection lost mid-response",
        "Connection reset",
        "Connection closed",
        "Connection dropped",
        "API Error: Unable to connect to API (EPROTO)",
        "Can't reach the API server",
        "fetch failed",
        "API Error: socket hang up",
        "self-signed certificate in certificate chain",
        "unable to get local issuer certificate",
        "API Error: unable to verify the first certificate",
        "API Error: request to the API failed, reason: getaddrinfo ENOTFOUND api.invalid",
        "connect ECONNREFUSED 127.0.0.1:8377",
        "read ECONNRESET",
        "getaddrinfo EAI_AGAIN api.invalid",
        "write EPIPE",
        "API Error: terminated",
        "API Error: other side closed",
        "API Error: Premature close",
        "API Error: The socket connection was closed unexpectedly. For more information, pass `verbose: true`",
      ].map((text) => [`the text ${text}`, byText(unreachable, text)]),
    ),
    "the typed name in a message alone": byMessage(unreachable, "connection_failed", "api_error"),
  },
  lets: {
    "a run that reports no error": noError,
    "an error without these marks": unnamed,
    "another sentence about connections": unfit(oldFailure("The tool lost its Connection error budget")),
    "an error code behind a brace": unfit(oldFailure("API Error: {ECONNRESET")),
    "something else that was terminated": unfit(oldFailure("API Error: terminated by policy")),
    "the sentence in the mouth of model and tool": spoken("Connection error."),
  },
});

const malformed = "The provider's answer was empty or malformed";
testRule("bad-provider-response", {
  code: "bad_provider_response",
  decides: {
    "the harness's sentence": byText(
      malformed,
      "API Error: API returned an empty or malformed response (HTTP 200) — check for a proxy",
    ),
    "a gateway's content type, by name": byName(malformed, "gateway_content_type"),
    ...Object.fromEntries(
      [
        "API Error: API returned an empty or malformed response (HTTP 204)",
        "API Error: JSON Parse error: Unexpected EOF",
        "Unexpected end of JSON input",
        "API Error: Unexpected token '<', \"<html>\" is not valid JSON",
        "Unterminated string in JSON at position 17",
        "API Error: Failed to parse JSON",
        "API Error: Cannot read properties of undefined (reading 'input_tokens')",
        "API Error: Cannot read properties of null (reading 'content')",
        "undefined is not an object (evaluating 'q.usage.input_tokens')",
      ].map((text) => [`the text ${text}`, byText(malformed, text)]),
    ),
  },
  lets: {
    "a run that reports no error": noError,
    "an error without these marks": unnamed,
    "the sentence with another status": unfit(
      oldFailure("API returned an empty or malformed response (HTTP 304)"),
    ),
    "the sentence in the mouth of model and tool": spoken(
      "API returned an empty or malformed response (HTTP 200)",
    ),
  },
});

test("every status from 400 to 599 has one meaning", () => {
  const named: Readonly<Record<number, Code>> = {
    400: "invalid_request",
    401: "auth_failed",
    402: "billing",
    403: "auth_failed",
    404: "model_not_found",
    413: "request_too_large",
    429: "rate_limited",
    529: "overloaded",
  };
  for (let status = 400; status < 600; status += 1) {
    const meant = named[status] ?? (status >= 500 ? "server_error" : "agent_error");
    expect.soft(classify(byStatus("", status).evidence).code, `HTTP ${status}`).toBe(meant);
    expect.soft(classify(byOldStatus("", status).evidence).code, `text of HTTP ${status}`).toBe(meant);
  }
});
