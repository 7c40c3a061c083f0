package volley.report;

import java.util.List;

/** Some results could not be written. Everything that could be was, and the console text is here. */
public final class ReportException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final String consoleText;

    ReportException(List<String> failures, String consoleText) {
        super("results could not be written completely: " + String.join("; ", failures));
        this.consoleText = consoleText;
    }

    /** The console table, with the failures among its warnings. */
    public String consoleText() {
        return consoleText;
    }
}
