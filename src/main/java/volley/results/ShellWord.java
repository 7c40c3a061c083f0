package volley.results;

/** A word of a command that can be pasted into a shell. */
public final class ShellWord {
    private static final String PLAIN = "[\\w./:,=+@%-]+";

    private ShellWord() {}

    /** As a shell takes it for one word, in apostrophes if need be. */
    public static String of(String text) {
        return text.matches(PLAIN) ? text : "'" + text.replace("'", "'\\''") + "'";
    }
}
