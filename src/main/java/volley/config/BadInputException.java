package volley.config;

/**
 * The user gave something that cannot be used. The message is the one line the user reads: what is wrong, where it
 * stands, and what to do. It carries no stack trace, and never a secret.
 */
public final class BadInputException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public BadInputException(String message) {
        super(message, null, false, false);
    }
}
