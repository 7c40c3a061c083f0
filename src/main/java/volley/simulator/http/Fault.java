package volley.simulator.http;

import java.time.Duration;

/**
 * What goes wrong with one answer, on order. Token counts are those sent before it goes wrong; more than the answer has
 * means after its last token and before its end. In an answer in one piece (not streamed) the same fault shows at once.
 */
public sealed interface Fault {
    /** Nothing. */
    static Fault none() {
        return None.INSTANCE;
    }

    /** The connection is reset (TCP RST). */
    static Fault reset(int afterTokens) {
        return new Break(How.RESET, afterTokens);
    }

    /** The connection is closed (TCP FIN) in the middle of the chunked body. */
    static Fault disconnect(int afterTokens) {
        return new Break(How.DISCONNECT, afterTokens);
    }

    /** The body ends properly as HTTP, but without finish event, usage and [DONE]. */
    static Fault truncate(int afterTokens) {
        return new Break(How.TRUNCATE, afterTokens);
    }

    /** An error event inside the stream after status 200, then [DONE], as servers do when a request fails late. */
    static Fault inBandError(int afterTokens) {
        return new Break(How.IN_BAND_ERROR, afterTokens);
    }

    /** One event that is no JSON; the rest of the stream follows. */
    static Fault badJson(int afterTokens) {
        return new Break(How.BAD_JSON, afterTokens);
    }

    /** No more is sent and the connection stays open, until the client closes it. */
    static Fault hang(int afterTokens) {
        return new Break(How.HANG, afterTokens);
    }

    /** Status 200 and a proper stream with finish and [DONE], but no token. */
    static Fault empty() {
        return new Break(How.EMPTY, 0);
    }

    /** An error status with the JSON body of the server's kind; the model never sees the request. */
    static Fault status(int httpStatus) {
        return new Refusal(httpStatus, null, null);
    }

    /** An error status with {@code Retry-After} in whole seconds, as 429 and 503 have. */
    static Fault status(int httpStatus, Duration retryAfter) {
        return new Refusal(httpStatus, retryAfter, null);
    }

    /** Any status with an HTML body, as proxies send; an empty text with status 200 is an empty answer. */
    static Fault html(int httpStatus, String body) {
        return new Refusal(httpStatus, null, body);
    }

    /** The request reaches the model later by this much; nothing else is wrong. */
    static Fault extraLatency(Duration delay) {
        return new Delay(delay);
    }

    /** Nothing goes wrong. */
    enum None implements Fault {
        INSTANCE
    }

    /** Ways to spoil a running answer. */
    enum How {
        RESET,
        DISCONNECT,
        TRUNCATE,
        IN_BAND_ERROR,
        BAD_JSON,
        HANG,
        EMPTY
    }

    /**
     * A running answer is spoilt.
     *
     * @param how in which way
     * @param afterTokens tokens sent before
     */
    record Break(How how, int afterTokens) implements Fault {
        public Break {
            if (afterTokens < 0) {
                throw new IllegalArgumentException("afterTokens is " + afterTokens);
            }
        }
    }

    /**
     * The request is refused.
     *
     * @param httpStatus status code
     * @param retryAfter the Retry-After header, or null
     * @param html body instead of JSON, or null
     */
    record Refusal(int httpStatus, Duration retryAfter, String html) implements Fault {}

    /**
     * The request is held up.
     *
     * @param delay time before the model sees it
     */
    record Delay(Duration delay) implements Fault {}
}
