package volley.config;

import java.util.regex.Pattern;

/**
 * The user gave something that cannot be used. The message is the one line the user reads: what is wrong, where it
 * stands, and what to do. It carries no stack trace, and never a secret.
 */
public final class BadInputException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** What the user gave may have some. */
    private static final Pattern LINE_ENDS =
            Pattern.compile("[\\s\\p{Cntrl}]*[\\p{Cntrl}\\u2028\\u2029][\\s\\p{Cntrl}]*");

    public BadInputException(String message) {
        super(LINE_ENDS.matcher(message).replaceAll(" "), null, false, false);
    }
}
