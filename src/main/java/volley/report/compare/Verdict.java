package volley.report.compare;

import java.util.Locale;

/** What can be said of a difference between two servers. */
public enum Verdict {
    /** It is there, and large enough to matter. */
    REAL("real"),
    /** It is smaller than what matters. */
    NO_DIFFERENCE_THAT_MATTERS("no difference that matters"),
    /** Neither is shown. */
    NOT_ENOUGH_RUNS("not enough runs");

    private final String words;

    Verdict(String words) {
        this.words = words;
    }

    /** Its name in files. */
    public String id() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** For people. */
    public String words() {
        return words;
    }
}
