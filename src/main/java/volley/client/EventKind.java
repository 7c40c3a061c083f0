package volley.client;

/** What one piece of a response was. */
public enum EventKind {
    /** A delta that only names the role. */
    ROLE,
    /** A delta with nothing in it: no token, or one without text. */
    EMPTY,
    /** Reasoning text ({@code reasoning_content} or {@code reasoning}). */
    REASONING,
    /** Answer text. */
    CONTENT,
    /** Part of a tool call. */
    TOOL,
    /** The server's token counts. */
    USAGE,
    /** A non-empty finish reason. */
    FINISH,
    /** {@code data: [DONE]}. */
    DONE,
    /** An error object inside the response. */
    ERROR,
    /** An SSE comment or a keep-alive line. */
    COMMENT;

    /** Whether such an event is part of the answer, rather than about it. */
    public boolean isOfChoice() {
        return bearsTokens() || this == ROLE || this == EMPTY || this == FINISH;
    }

    /** Whether such an event carries at least one token for sure; an empty one and the finish may. */
    public boolean bearsTokens() {
        return this == REASONING || this == CONTENT || this == TOOL;
    }
}
