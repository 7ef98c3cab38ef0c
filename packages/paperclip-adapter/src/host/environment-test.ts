/** What Paperclip asks when somebody tests a configuration, as far as it is read here. */
export interface EnvironmentTestContext {
  readonly companyId: string;
  /** The form's, secrets in clear; not stored yet, maybe. */
  readonly config: Readonly<Record<string, unknown>>;
}

/** What was looked at, and how it is. */
export interface EnvironmentCheck {
  /** For machines; the ones of the original kept their meaning. */
  code: string;
  level: "info" | "warn" | "error";
  message: string;
  hint?: string;
}

export interface EnvironmentTestResult {
  adapterType: string;
  /** Of the worst check. */
  status: "pass" | "warn" | "fail";
  checks: EnvironmentCheck[];
  /** ISO 8601 instant. */
  testedAt: string;
}
