package volley.template.value;

import java.io.Serial;

/** An exception as Python would raise it: a type's name and a message. Made often enough to go without a stack trace. */
public final class PythonError extends RuntimeException {
    @Serial
    private static final long serialVersionUID = 1L;

    /** The type of errors that are not Python's: the engine lacks the feature. */
    public static final String NOT_SUPPORTED = "NotSupported";

    private final String type;
    private int line;

    /** @param type the Python class of the exception, such as {@code TypeError} */
    public PythonError(String type, String message) {
        super(message, null, false, false);
        this.type = type;
    }

    public static PythonError type(String message) {
        return new PythonError("TypeError", message);
    }

    public static PythonError value(String message) {
        return new PythonError("ValueError", message);
    }

    /** @param feature what the engine does not know, as a user would name it */
    public static PythonError unsupported(String feature) {
        return new PythonError(NOT_SUPPORTED, feature + " is not supported");
    }

    /** A result that would not fit into memory or time. */
    public static PythonError tooLarge(String what) {
        return new PythonError("MemoryError", what + " is larger than a template may make");
    }

    public String type() {
        return type;
    }

    /** The template's line, from 1; 0 if nobody told. */
    public int line() {
        return line;
    }

    /** Tells the line, unless an inner part of the template has told its own. */
    public PythonError at(int templateLine) {
        if (line == 0) {
            line = templateLine;
        }
        return this;
    }
}
