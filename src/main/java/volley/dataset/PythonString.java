package volley.dataset;

import java.nio.charset.StandardCharsets;
import java.util.Locale;

/** Python's string and bytes literals: prefixes r, b and u, one or three quotes, escapes, adjacent literals joined. */
final class PythonString {
    private final String text;
    private int at;

    PythonString(String text) {
        this.text = text;
    }

    /** Index after the literal last read. */
    int end() {
        return at;
    }

    /** Whether a string or bytes literal begins there. */
    boolean startsAt(int index) {
        return prefixLength(index) >= 0;
    }

    /**
     * Reads the literal there and those that follow it directly.
     *
     * @return {@link String} or {@code byte[]}
     */
    Object read(int start) throws PythonSyntaxException {
        at = start;
        boolean bytes = isBytes(start);
        StringBuilder out = new StringBuilder();
        int next = start;
        do {
            if (isBytes(next) != bytes) {
                throw new PythonSyntaxException("text and bytes side by side", next);
            }
            at = next;
            one(out);
            next = at;
            while (next < text.length() && " \t\n\r\f".indexOf(text.charAt(next)) >= 0) {
                next++;
            }
        } while (startsAt(next));
        return bytes ? out.toString().getBytes(StandardCharsets.ISO_8859_1) : out.toString();
    }

    private void one(StringBuilder out) throws PythonSyntaxException {
        int start = at;
        int prefixLength = prefixLength(at);
        String prefix = text.substring(at, at + prefixLength).toLowerCase(Locale.ROOT);
        boolean raw = prefix.contains("r");
        boolean bytes = prefix.contains("b");
        at += prefixLength;
        char quote = text.charAt(at);
        String close = String.valueOf(quote);
        if (text.startsWith(close.repeat(3), at)) {
            close = close.repeat(3);
        }
        at += close.length();
        while (!text.startsWith(close, at)) {
            if (at >= text.length()) {
                throw new PythonSyntaxException("an unclosed string", start);
            }
            char c = text.charAt(at);
            if (c == '\\' && at + 1 >= text.length()) {
                throw new PythonSyntaxException("an unclosed string", start);
            }
            if (bytes && (c > 0x7f || (c == '\\' && text.charAt(at + 1) > 0x7f))) {
                throw new PythonSyntaxException("a character in bytes that is not ASCII", at);
            }
            if (c == '\\' && raw) {
                out.append(c).append(text.charAt(at + 1));
                at += 2;
            } else if (c == '\\') {
                escape(out, bytes);
            } else if ((c == '\n' || c == '\r') && close.length() == 1) {
                throw new PythonSyntaxException("a line end in a string", at);
            } else {
                out.append(c);
                at++;
            }
        }
        at += close.length();
    }

    private void escape(StringBuilder out, boolean bytes) throws PythonSyntaxException {
        int start = at;
        char kind = text.charAt(at + 1);
        at += 2;
        switch (kind) {
            case '\n' -> {}
            case '\r' -> at += text.startsWith("\n", at) ? 1 : 0;
            case '\\', '\'', '"' -> out.append(kind);
            case 'a' -> out.append('\u0007');
            case 'b' -> out.append('\b');
            case 'f' -> out.append('\f');
            case 'n' -> out.append('\n');
            case 'r' -> out.append('\r');
            case 't' -> out.append('\t');
            case 'v' -> out.append('\u000b');
            case '0', '1', '2', '3', '4', '5', '6', '7' -> out.append(octal(start, bytes));
            case 'x' -> out.append((char) hex(start, 2));
            default -> {
                if (!bytes && kind == 'u') {
                    out.append((char) hex(start, 4));
                } else if (!bytes && kind == 'U') {
                    out.appendCodePoint(codePoint(start));
                } else if (!bytes && kind == 'N') {
                    out.appendCodePoint(named(start));
                } else {
                    // Python keeps the backslash of an escape it does not know. What follows is read as itself.
                    out.append('\\');
                    at = start + 1;
                }
            }
        }
    }

    private char octal(int start, boolean bytes) {
        int value = 0;
        at = start + 1;
        while (at < text.length() && at < start + 4 && text.charAt(at) >= '0' && text.charAt(at) <= '7') {
            value = value * 8 + (text.charAt(at) - '0');
            at++;
        }
        return (char) (bytes ? value & 0xff : value);
    }

    private int hex(int start, int digits) throws PythonSyntaxException {
        int value = 0;
        for (int i = 0; i < digits; i++, at++) {
            int digit = at < text.length() && text.charAt(at) < 0x80 ? Character.digit(text.charAt(at), 16) : -1;
            if (digit < 0) {
                throw new PythonSyntaxException("an escape with too few hex digits", start);
            }
            value = value << 4 | digit;
        }
        return value;
    }

    private int codePoint(int start) throws PythonSyntaxException {
        int value = hex(start, 8);
        if (!Character.isValidCodePoint(value)) {
            throw new PythonSyntaxException("an escape beyond Unicode", start);
        }
        return value;
    }

    /** Names of the JDK's Unicode version; Python's aliases and named sequences are not among them. */
    private int named(int start) throws PythonSyntaxException {
        int close = text.indexOf('}', at);
        if (!text.startsWith("{", at) || close < 0) {
            throw new PythonSyntaxException("a malformed \\N escape", start);
        }
        try {
            int value = Character.codePointOf(text.substring(at + 1, close));
            at = close + 1;
            return value;
        } catch (IllegalArgumentException e) {
            throw new PythonSyntaxException("an unknown character name", start);
        }
    }

    private boolean isBytes(int index) {
        return text.substring(index, index + prefixLength(index))
                .toLowerCase(Locale.ROOT)
                .contains("b");
    }

    /** Length of the prefix before a quote, 0 without prefix, -1 if no literal begins here. */
    private int prefixLength(int index) {
        int end = index;
        while (end < text.length() && end < index + 2 && "rRbBuU".indexOf(text.charAt(end)) >= 0) {
            end++;
        }
        boolean quoted = end < text.length() && (text.charAt(end) == '\'' || text.charAt(end) == '"');
        if (!quoted) {
            return -1;
        }
        return switch (text.substring(index, end).toLowerCase(Locale.ROOT)) {
            case "", "r", "b", "u", "rb", "br" -> end - index;
            default -> -1;
        };
    }
}
