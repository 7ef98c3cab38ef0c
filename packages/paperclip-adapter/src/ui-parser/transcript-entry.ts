/** What of the host's entries of a transcript is made here; its own type has more kinds. */
export type TranscriptEntry =
  | {
      readonly kind: "assistant" | "thinking";
      readonly ts: string;
      readonly text: string;
      /** The text goes on with that of the entry before it. */
      readonly delta?: true;
    }
  | { readonly kind: "user" | "system" | "stdout"; readonly ts: string; readonly text: string }
  | {
      readonly kind: "tool_call";
      readonly ts: string;
      readonly name: string;
      readonly input: unknown;
      readonly toolUseId?: string;
    }
  | {
      readonly kind: "tool_result";
      readonly ts: string;
      readonly toolUseId: string;
      readonly content: string;
      readonly isError: boolean;
    }
  | { readonly kind: "init"; readonly ts: string; readonly model: string; readonly sessionId: string }
  | {
      readonly kind: "result";
      readonly ts: string;
      readonly text: string;
      readonly inputTokens: number;
      readonly outputTokens: number;
      readonly cachedTokens: number;
      readonly costUsd: number;
      readonly subtype: string;
      readonly isError: boolean;
      readonly errors: string[];
    };
