package volley.dataset;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Reads a Python literal, as {@code ast.literal_eval} does, and evaluates nothing.
 *
 * <p>Strings become {@link String}, bytes {@code byte[]}, integers {@link Long} or {@link BigInteger}, floats {@link
 * Double}, lists and tuples {@link List}, dicts {@link Map} in their order, {@code True}, {@code False} and {@code None}
 * {@link Boolean} and null. Everything else (names, calls, f-strings, operators, sets, complex numbers, comments) is
 * refused with its position.
 */
final class PythonLiteral {
    /** Brackets within brackets; CPython's own parser stops at 200 too. */
    static final int MAX_DEPTH = 200;

    private final String text;
    private final PythonString strings;
    private int at;
    private int depth;

    private PythonLiteral(String text) {
        this.text = text;
        this.strings = new PythonString(text);
    }

    /**
     * @return the value; null for {@code None}
     * @throws PythonSyntaxException if the text is not one literal
     */
    static Object parse(String text) throws PythonSyntaxException {
        PythonLiteral parser = new PythonLiteral(text);
        Object value = parser.value();
        parser.skipSpace();
        if (parser.at < text.length()) {
            throw parser.unexpected();
        }
        return value;
    }

    private Object value() throws PythonSyntaxException {
        skipSpace();
        if (at >= text.length()) {
            throw unexpected();
        }
        if (strings.startsAt(at)) {
            Object value = strings.read(at);
            at = strings.end();
            return value;
        }
        char c = text.charAt(at);
        return switch (c) {
            case '[' -> sequence(']');
            case '(' -> sequence(')');
            case '{' -> dict();
            default -> c == '+' || c == '-' || c == '.' || isDigit(c) ? number() : constant();
        };
    }

    private Object constant() throws PythonSyntaxException {
        int end = at;
        while (end < text.length() && Character.isUnicodeIdentifierPart(text.charAt(end))) {
            end++;
        }
        Object value =
                switch (text.substring(at, end)) {
                    case "True" -> true;
                    case "False" -> false;
                    case "None" -> null;
                    default -> throw unexpected();
                };
        at = end;
        return value;
    }

    /** A list or a tuple; {@code (x)} is x itself, as in Python. */
    private Object sequence(char close) throws PythonSyntaxException {
        open();
        List<Object> items = new ArrayList<>();
        boolean comma = false;
        while (!closes(close)) {
            if (!items.isEmpty() && !comma) {
                throw unexpected();
            }
            items.add(value());
            comma = takes(',');
        }
        return close == ')' && items.size() == 1 && !comma ? items.get(0) : items;
    }

    private Map<Object, Object> dict() throws PythonSyntaxException {
        open();
        Map<Object, Object> entries = new LinkedHashMap<>();
        boolean comma = true;
        while (!closes('}')) {
            if (!comma) {
                throw unexpected();
            }
            skipSpace();
            int start = at;
            Object key = value();
            if (key instanceof Map || (key instanceof List && text.charAt(start) == '[')) {
                throw new PythonSyntaxException("a list or dict as a key", start);
            }
            if (!takes(':')) {
                throw unexpected();
            }
            entries.put(key, value());
            comma = takes(',');
        }
        return entries;
    }

    private void open() throws PythonSyntaxException {
        if (++depth > MAX_DEPTH) {
            throw new PythonSyntaxException("more than " + MAX_DEPTH + " brackets within each other", at);
        }
        at++;
    }

    private boolean closes(char bracket) {
        if (takes(bracket)) {
            depth--;
            return true;
        }
        return false;
    }

    private boolean takes(char c) {
        skipSpace();
        if (at < text.length() && text.charAt(at) == c) {
            at++;
            return true;
        }
        return false;
    }

    private Object number() throws PythonSyntaxException {
        int start = at;
        boolean negative = false;
        if (text.charAt(at) == '-' || text.charAt(at) == '+') {
            negative = text.charAt(at) == '-';
            at++;
            skipSpace();
        }
        PythonNumber number = PythonNumber.at(text, at);
        if (number == null) {
            throw new PythonSyntaxException("a malformed number", start);
        }
        at = number.end();
        return number.value(negative);
    }

    private void skipSpace() {
        while (at < text.length() && " \t\n\r\f".indexOf(text.charAt(at)) >= 0) {
            at++;
        }
    }

    private PythonSyntaxException unexpected() {
        if (at >= text.length()) {
            return new PythonSyntaxException("an unexpected end", at);
        }
        return new PythonSyntaxException("an unexpected '" + Character.toString(text.codePointAt(at)) + "'", at);
    }

    private static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }
}
