package volley.simulator.http;

/** A prompt that cannot be served: the message goes into the error answer. */
public final class UnusablePromptException extends Exception {
    private static final long serialVersionUID = 1L;

    UnusablePromptException(String message) {
        super(message, null, false, false);
    }
}
