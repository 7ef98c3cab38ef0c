/**
 * Stands in `resultJson.conversationContinuation` of a run that was one turn of a conversation: the host then retries a
 * failure by itself (30 s later, at most twice) and never holds the issue. It is a value of the host's own (2026.916.1),
 * undocumented, which the server stamps only on the adapters it ships but does not take from others; so it is spelled
 * here and nowhere else.
 */
export const CONTINUE_CONVERSATION = "continue_conversation_v1";
