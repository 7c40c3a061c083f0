package volley.template.value;

import java.util.ArrayList;
import java.util.List;

/** Strings by code points, which Python counts, and Python's classes of characters. */
public final class Text {
    private Text() {}

    public static int length(String text) {
        return text.codePointCount(0, text.length());
    }

    /** The place of a code point in Java's string. */
    public static int offset(String text, int codePoint) {
        return text.offsetByCodePoints(0, codePoint);
    }

    /** The number of code points before a place in Java's string; -1 stays -1. */
    public static long position(String text, int offset) {
        return offset < 0 ? -1 : text.codePointCount(0, offset);
    }

    /** One string for each code point. */
    public static List<String> characters(String text) {
        List<String> characters = new ArrayList<>(text.length());
        for (int at = 0; at < text.length(); ) {
            int end = at + Character.charCount(text.codePointAt(at));
            characters.add(text.substring(at, end));
            at = end;
        }
        return characters;
    }

    public static String reversed(String text) {
        return new StringBuilder(text).reverse().toString();
    }

    /** Python's {@code str.isspace}: bidirectional type WS, B or S, or category Zs. */
    public static boolean isSpace(int c) {
        if (c < 0x80) {
            return c == ' ' || (c >= 9 && c <= 13) || (c >= 0x1c && c <= 0x1f);
        }
        return c == 0x85
                || c == 0xa0
                || c == 0x1680
                || (c >= 0x2000 && c <= 0x200a)
                || c == 0x2028
                || c == 0x2029
                || c == 0x202f
                || c == 0x205f
                || c == 0x3000;
    }

    /** What ends a line for {@code splitlines}. */
    public static boolean isLineBreak(int c) {
        return (c >= 10 && c <= 13) || (c >= 0x1c && c <= 0x1e) || c == 0x85 || c == 0x2028 || c == 0x2029;
    }

    /** @param characters the set to take off; {@code null} is white space */
    public static String strip(String text, String characters, boolean left, boolean right) {
        int start = 0;
        int end = text.length();
        while (left && start < end && unwanted(text.codePointAt(start), characters)) {
            start += Character.charCount(text.codePointAt(start));
        }
        while (right && end > start && unwanted(text.codePointBefore(end), characters)) {
            end -= Character.charCount(text.codePointBefore(end));
        }
        return text.substring(start, end);
    }

    private static boolean unwanted(int c, String characters) {
        return characters == null ? isSpace(c) : characters.indexOf(c) >= 0;
    }

    /** Python's {@code splitlines}. */
    public static List<String> lines(String text, boolean keepEnds) {
        List<String> lines = new ArrayList<>();
        int start = 0;
        int at = 0;
        while (at < text.length()) {
            char c = text.charAt(at++);
            if (isLineBreak(c)) {
                int end = at - 1;
                if (c == '\r' && at < text.length() && text.charAt(at) == '\n') {
                    at++;
                }
                lines.add(text.substring(start, keepEnds ? at : end));
                start = at;
            }
        }
        if (start < text.length()) {
            lines.add(text.substring(start));
        }
        return lines;
    }

    static boolean isPrintable(int c) {
        if (c == ' ') {
            return true;
        }
        return switch (Character.getType(c)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.SURROGATE,
                    Character.PRIVATE_USE,
                    Character.UNASSIGNED,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR,
                    Character.SPACE_SEPARATOR -> false;
            default -> true;
        };
    }

    /** Whether every character is printable. */
    public static boolean isPrintable(String text) {
        return text.codePoints().allMatch(Text::isPrintable);
    }
}
