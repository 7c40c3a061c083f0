package volley.client;

import java.util.Locale;

/** How a planned turn ended. Every turn has exactly one. */
public enum Outcome {
    /** HTTP 200, at least one token (with text, or by the server's count), a finish reason or {@code [DONE]}, no error inside. */
    OK,
    /** No connection, or it broke before any response. */
    CONNECT,
    HTTP_4XX,
    HTTP_5XX,
    /** HTTP 429 or 503 with Retry-After: the server is busy and says when to come back. */
    RETRY_LATER,
    /** No token within the time allowed. */
    TIMEOUT_FIRST_TOKEN,
    /** Not complete within the time allowed. */
    TIMEOUT_TOTAL,
    /** An error object after HTTP 200. */
    IN_BAND_ERROR,
    /** The stream broke off: no finish reason, no {@code [DONE]}. */
    TRUNCATED,
    /** Complete, but without a token. */
    EMPTY,
    /** An event or body that is no JSON, or not of the expected shape. */
    BAD_JSON,
    /** The server sent a response before the request it came for: it is another's, and the connection is closed. */
    OUT_OF_STEP,
    /** Sent to another address, to which no request is sent: the error names it. */
    REDIRECTED,
    /** Given up by the client, whose own heap or open files did not suffice: no fault of the server's. */
    CLIENT_LIMIT,
    /** Given up because the run was stopped. */
    CANCELLED,
    /** Never sent, because an earlier turn of its conversation failed. */
    SKIPPED_AFTER_FAILURE;

    /** The name in results: lower case, such as {@code in_band_error}. */
    public String id() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Whether the turn was sent and went wrong. */
    public boolean isFailure() {
        return this != OK && this != CANCELLED && this != SKIPPED_AFTER_FAILURE;
    }
}
