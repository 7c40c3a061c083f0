package volley.template.value;

import java.math.BigInteger;
import java.util.List;
import java.util.Locale;

/** Python's {@code 'text' % values}. */
final class PercentFormat {
    private final String format;
    private final boolean escape;
    private final Object values;
    private final boolean isMapping;
    private int at;
    private int next;

    private PercentFormat(Object format, Object values) {
        this.format = format.toString();
        this.escape = format instanceof Markup;
        this.values = values;
        this.isMapping = values instanceof PyDict
                || values instanceof List
                || values instanceof Undefined
                || values instanceof PyRange;
    }

    static Object format(Object format, Object values) {
        String text = new PercentFormat(format, values).run();
        return format instanceof Markup ? new Markup(text) : text;
    }

    private String run() {
        StringBuilder out = new StringBuilder();
        while (at < format.length()) {
            char c = format.charAt(at++);
            if (c == '%') {
                out.append(conversion());
            } else {
                out.append(c);
            }
            Limits.characters(out.length());
        }
        int given = values instanceof PyTuple tuple ? tuple.items().size() : 1;
        if (next < given && !isMapping) {
            throw PythonError.type("not all arguments converted during string formatting");
        }
        return out.toString();
    }

    private String conversion() {
        Object named = null;
        if (peek() == '(') {
            named = named();
        }
        String flags = take("-+ #0");
        int width = count();
        String all = width < 0 ? flags + "-" : flags;
        int precision = -1;
        if (peek() == '.') {
            at++;
            precision = Math.max(0, count());
        }
        take("hlL");
        if (at >= format.length()) {
            throw PythonError.value("incomplete format");
        }
        char kind = format.charAt(at++);
        if (kind == '%') {
            return "%";
        }
        Object value = named == null ? nextValue() : named;
        return padded(text(kind, value, precision, all), Math.abs(width), all, kind);
    }

    private char peek() {
        if (at >= format.length()) {
            throw PythonError.value("incomplete format");
        }
        return format.charAt(at);
    }

    private Object named() {
        if (!(values instanceof PyDict dict)) {
            throw PythonError.type("format requires a mapping");
        }
        int depth = 1;
        int start = ++at;
        while (depth > 0) {
            if (at >= format.length()) {
                throw PythonError.value("incomplete format key");
            }
            char c = format.charAt(at++);
            depth += c == '(' ? 1 : c == ')' ? -1 : 0;
        }
        String key = format.substring(start, at - 1);
        Object value = dict.get(key);
        if (value == null) {
            throw new PythonError("KeyError", Repr.repr(key));
        }
        return value;
    }

    private String take(String characters) {
        int start = at;
        while (at < format.length() && characters.indexOf(format.charAt(at)) >= 0) {
            at++;
        }
        return format.substring(start, at);
    }

    private int count() {
        if (at < format.length() && format.charAt(at) == '*') {
            at++;
            Object value = nextValue();
            if (!Numbers.isInteger(value)) {
                throw PythonError.type("* wants int");
            }
            return checked(Numbers.index(value));
        }
        String digits = take("0123456789");
        return digits.isEmpty() ? 0 : checked(digits.length() > 9 ? Integer.MAX_VALUE : Long.parseLong(digits));
    }

    private static int checked(long width) {
        Limits.characters(Math.abs(width));
        return (int) width;
    }

    private Object nextValue() {
        List<?> items = values instanceof PyTuple tuple ? tuple.items() : List.of(values);
        if (next >= items.size()) {
            throw PythonError.type("not enough arguments for format string");
        }
        return items.get(next++);
    }

    private String text(char kind, Object value, int precision, String flags) {
        switch (kind) {
            case 's', 'r', 'a' -> {
                String text = kind == 's' ? Repr.str(value) : Repr.repr(value);
                if (kind == 'a' && !text.chars().allMatch(c -> c < 128)) {
                    throw PythonError.unsupported("%a of a text that is not ASCII");
                }
                if (escape) {
                    text = kind == 's'
                            ? HtmlEscape.escape(value).text()
                            : HtmlEscape.escape(text).text();
                }
                return precision >= 0 && precision < Text.length(text)
                        ? text.substring(0, Text.offset(text, precision))
                        : text;
            }
            case 'c' -> {
                boolean one = Values.isString(value) && Text.length(value.toString()) == 1;
                if (!one && !Numbers.isInteger(value)) {
                    throw PythonError.type("%c requires int or char");
                }
                return one ? value.toString() : FormatSpec.character(value);
            }
            case 'd', 'i', 'u', 'o', 'x', 'X' -> {
                return integer(kind, value, precision, flags);
            }
            case 'e', 'E', 'f', 'F', 'g', 'G' -> {
                return decimal(kind, value, precision, flags);
            }
            default -> throw PythonError.value("unsupported format character '" + kind + "'");
        }
    }

    private static String integer(char kind, Object value, int precision, String flags) {
        boolean decimal = "diu".indexOf(kind) >= 0;
        if (decimal && value instanceof Undefined undefined) {
            throw undefined.failure();
        }
        if (!Numbers.isInteger(value) && !(decimal && value instanceof Double)) {
            String wanted = decimal ? "a real number is required" : "an integer is required";
            throw PythonError.type("%" + kind + " format: " + wanted + ", not " + TypeName.of(value));
        }
        BigInteger number = Numbers.big(value instanceof Double d ? Numbers.truncate(d) : value);
        int base = kind == 'o' ? 8 : kind == 'x' || kind == 'X' ? 16 : 10;
        String digits = number.abs().toString(base);
        digits = "0".repeat(Math.max(0, precision - digits.length())) + digits;
        String prefix = base != 10 && flags.indexOf('#') >= 0 ? (base == 8 ? "0o" : "0x") : "";
        String text = prefix + digits;
        return sign(number.signum() < 0, flags) + (kind == 'X' ? text.toUpperCase(Locale.ROOT) : text);
    }

    private static String decimal(char kind, Object value, int precision, String flags) {
        if (value instanceof Undefined undefined) {
            throw undefined.failure();
        }
        if (!Numbers.isNumber(value)) {
            throw PythonError.type("must be real number, not " + TypeName.of(value));
        }
        double number = Numbers.toDouble(value);
        String spec = (flags.indexOf('#') >= 0 ? "#" : "") + (precision >= 0 ? "." + precision : "") + kind;
        boolean negative = number < 0 || (number == 0 && 1 / number < 0);
        return sign(negative, flags) + FormatSpec.format(Math.abs(number), spec);
    }

    private static String sign(boolean negative, String flags) {
        return negative ? "-" : flags.indexOf('+') >= 0 ? "+" : flags.indexOf(' ') >= 0 ? " " : "";
    }

    private static String padded(String text, int width, String flags, char kind) {
        int missing = width - Text.length(text);
        if (missing <= 0) {
            return text;
        }
        if (flags.indexOf('-') >= 0) {
            return text + " ".repeat(missing);
        }
        boolean numeric = "sarc".indexOf(kind) < 0;
        if (numeric && flags.indexOf('0') >= 0) {
            int front = !text.isEmpty() && "+- ".indexOf(text.charAt(0)) >= 0 ? 1 : 0;
            boolean prefixed = text.length() > front + 1
                    && text.charAt(front) == '0'
                    && Character.isLetter(text.charAt(front + 1));
            int split = prefixed ? front + 2 : front;
            return text.substring(0, split) + "0".repeat(missing) + text.substring(split);
        }
        return " ".repeat(missing) + text;
    }
}
