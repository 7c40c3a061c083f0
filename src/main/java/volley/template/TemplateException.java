package volley.template;

import java.io.Serial;
import volley.template.value.PythonError;

/** A template that cannot be parsed or rendered. */
public final class TemplateException extends RuntimeException {
    @Serial
    private static final long serialVersionUID = 1L;

    private final String type;
    private final String reason;
    private final int line;

    TemplateException(PythonError error) {
        super(error.type() + ": " + error.getMessage() + (error.line() > 0 ? " (line " + error.line() + ")" : ""));
        this.type = error.type();
        this.reason = error.getMessage();
        this.line = error.line();
    }

    /** The class of the exception in Python, or {@link PythonError#NOT_SUPPORTED}. */
    public String type() {
        return type;
    }

    /** The message without type and line: what {@code raise_exception} was given, if it was that. */
    public String reason() {
        return reason;
    }

    /** The template's line, from 1; 0 if none is known. */
    public int line() {
        return line;
    }
}
