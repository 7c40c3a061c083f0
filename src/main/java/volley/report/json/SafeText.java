package volley.report.json;

/** Text from servers and datasets, made fit for JSON writers and consoles. */
public final class SafeText {
    private static final char REPLACEMENT = '\uFFFD';

    private SafeText() {}

    /** Replaces each half of a broken surrogate pair, which no UTF-8 writer accepts; {@code null} stays. */
    public static String clean(String text) {
        if (text == null) {
            return null;
        }
        StringBuilder cleaned = null;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (!Character.isSurrogate(c)) {
                continue;
            }
            if (Character.isHighSurrogate(c) && i + 1 < text.length() && Character.isLowSurrogate(text.charAt(i + 1))) {
                i++;
                continue;
            }
            if (cleaned == null) {
                cleaned = new StringBuilder(text);
            }
            cleaned.setCharAt(i, REPLACEMENT);
        }
        return cleaned == null ? text : cleaned.toString();
    }

    /** One clean line of at most so many characters: control characters become spaces, and runs of spaces one. */
    public static String oneLine(String text, int maxChars) {
        if (text == null) {
            return null;
        }
        StringBuilder line = new StringBuilder();
        for (int i = 0; i < text.length() && line.length() <= maxChars; i++) {
            char c = text.charAt(i);
            boolean blank = Character.isISOControl(c) || Character.isWhitespace(c);
            if (!blank) {
                line.append(c);
            } else if (line.length() > 0 && line.charAt(line.length() - 1) != ' ') {
                line.append(' ');
            }
        }
        if (line.length() > maxChars) {
            line.setLength(maxChars - 1);
            line.append('…');
        }
        return clean(line.toString().strip());
    }
}
