package volley.template;

import java.util.Locale;
import volley.template.value.PythonError;

/** The value of a string in a template, with Python's escapes. */
final class StringLiteral {
    private static final String SIMPLE = "\\'\"abfnrtv";
    private static final String MEANING = "\\'\"\u0007\b\f\n\r\t\u000b";

    private final String text;
    private final int line;
    private int at;

    private StringLiteral(String text, int line) {
        this.text = text;
        this.line = line;
    }

    /** @param text what stands between the quotes */
    static String value(String text, int line) {
        return text.indexOf('\\') < 0 ? text : new StringLiteral(text, line).read();
    }

    private String read() {
        StringBuilder out = new StringBuilder();
        while (at < text.length()) {
            char c = text.charAt(at++);
            if (c != '\\') {
                out.append(c);
            } else if (at == text.length()) {
                throw syntax("\\ at end of string");
            } else {
                escape(out);
            }
        }
        return out.toString();
    }

    private void escape(StringBuilder out) {
        int c = text.codePointAt(at);
        at += Character.charCount(c);
        int simple = SIMPLE.indexOf(c);
        if (simple >= 0) {
            out.append(MEANING.charAt(simple));
        } else if (c >= '0' && c <= '7') {
            int value = c - '0';
            for (int i = 0; i < 2 && at < text.length() && "01234567".indexOf(text.charAt(at)) >= 0; i++) {
                value = value * 8 + text.charAt(at++) - '0';
            }
            out.appendCodePoint(value);
        } else if (c == 'x' || c == 'u' || c == 'U') {
            int digits = c == 'x' ? 2 : c == 'u' ? 4 : 8;
            out.appendCodePoint(hexadecimal((char) c, digits));
        } else if (c == 'N') {
            out.appendCodePoint(named());
        } else if (c >= 128) {
            // jinja2 writes such characters as escapes before it reads the escapes; the backslash then escapes theirs.
            String form = c < 0x100 ? "\\x%02x" : c < 0x10000 ? "\\u%04x" : "\\U%08x";
            out.append(String.format(Locale.ROOT, form, c));
        } else if (c != '\n') {
            out.append('\\').appendCodePoint(c);
        }
    }

    private int hexadecimal(char kind, int digits) {
        int end = Math.min(text.length(), at + digits);
        String number = text.substring(at, end);
        boolean valid =
                number.length() == digits && number.chars().allMatch(c -> Character.digit(c, 16) >= 0 && c < 128);
        if (!valid) {
            throw syntax("truncated \\" + kind + "X".repeat(digits) + " escape");
        }
        long value = Long.parseLong(number, 16);
        if (value > Character.MAX_CODE_POINT) {
            throw syntax("illegal Unicode character");
        }
        at = end;
        return (int) value;
    }

    private int named() {
        int close = text.indexOf('}', at);
        if (at >= text.length() || text.charAt(at) != '{' || close < 0) {
            throw syntax("malformed \\N character escape");
        }
        String name = text.substring(at + 1, close);
        at = close + 1;
        try {
            return Character.codePointOf(name);
        } catch (IllegalArgumentException e) {
            throw syntax("unknown Unicode character name");
        }
    }

    private PythonError syntax(String message) {
        return new PythonError("TemplateSyntaxError", message).at(line);
    }
}
