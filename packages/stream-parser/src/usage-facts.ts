export interface Tokens {
  readonly input: number | null;
  readonly output: number | null;
  readonly cacheRead: number | null;
  readonly cacheCreation: number | null;
}

/**
 * What the run used. `reported` comes from results (cumulative figures where the CLI gives them), `partial` is summed
 * over assistant messages, each counted once, and is a lower bound; `unknown` means that nobody said.
 */
export interface UsageFacts {
  readonly provenance: "reported" | "partial" | "unknown";
  readonly tokens: Tokens | null;
  readonly costUsd: number | null;
  /**
   * What earlier runs of the session used: the results of a resumed session count it in, and the figures above leave it
   * out. Null where there was none. CLIs up to 2.1.300 do not tell it apart: there it is null and counted in.
   */
  readonly carriedOver: CarriedOver | null;
  readonly turns: number | null;
  /** The last few messages by id (`limits.messages` of them), the newest figure of each. */
  readonly messages: readonly MessageUsage[];
  readonly messageCount: number;
  readonly line: number | null;
}

export interface CarriedOver {
  readonly tokens: Tokens;
  readonly costUsd: number;
}

export interface MessageUsage {
  readonly messageId: string;
  readonly model: string | null;
  readonly line: number;
  readonly tokens: Tokens;
}
