package volley.template.builtin;

import java.math.BigInteger;
import java.util.Locale;
import volley.template.value.Numbers;
import volley.template.value.PyObject;
import volley.template.value.Signature;
import volley.template.value.Text;

/** Attributes of numbers. */
final class NumberAttributes {
    private static final Signature NO_PARAMETERS = Signature.of("method", 0);

    private NumberAttributes() {}

    static Object find(Object value, String name) {
        boolean integer = Numbers.isInteger(value);
        return switch (name) {
            case "real" -> integer ? Numbers.normal(Numbers.big(value)) : value;
            case "imag" -> integer ? (Object) 0L : (Object) 0.0;
            case "numerator" -> integer ? Numbers.normal(Numbers.big(value)) : PyObject.MISSING;
            case "denominator" -> integer ? (Object) 1L : PyObject.MISSING;
            case "bit_length" -> integer
                    ? method(value, (self, a) -> (long) Numbers.big(self).abs().bitLength())
                    : PyObject.MISSING;
            case "bit_count" -> integer
                    ? method(value, (self, a) -> (long) Numbers.big(self).abs().bitCount())
                    : PyObject.MISSING;
            case "conjugate" -> method(value, (self, a) -> integer ? Numbers.normal(Numbers.big(self)) : self);
            case "is_integer" -> integer
                    ? new BoundMethod(value, Method.unsupported("int.is_integer"))
                    : method(value, (self, a) -> isWhole((Double) self));
            case "as_integer_ratio", "to_bytes", "from_bytes", "hex", "fromhex" -> new BoundMethod(
                    value, Method.unsupported(name));
            default -> PyObject.MISSING;
        };
    }

    private static boolean isWhole(double number) {
        return !Double.isInfinite(number) && number == Math.rint(number);
    }

    private static BoundMethod method(Object value, Method method) {
        return new BoundMethod(value, (self, arguments) -> {
            NO_PARAMETERS.bind(arguments);
            return method.call(self, arguments);
        });
    }

    /** The integer in a text, as Python's {@code int} reads it, or {@code null}. */
    static Object parse(String text, int base) {
        String digits = plain(text);
        if (digits == null) {
            return null;
        }
        boolean negative = digits.startsWith("-");
        String number = digits.startsWith("-") || digits.startsWith("+") ? digits.substring(1) : digits;
        int radix = base == 0 ? 10 : base;
        if (number.length() > 2 && number.charAt(0) == '0') {
            int prefix =
                    switch (Character.toLowerCase(number.charAt(1))) {
                        case 'x' -> 16;
                        case 'o' -> 8;
                        case 'b' -> 2;
                        default -> 0;
                    };
            if (prefix != 0 && (base == 0 || base == prefix)) {
                radix = prefix;
                number = number.substring(number.charAt(2) == '_' ? 3 : 2);
            }
        }
        boolean clean = !number.isEmpty() && number.chars().allMatch(c -> c == '_' || Character.isLetterOrDigit(c));
        if (!clean || number.startsWith("_") || number.endsWith("_") || number.contains("__")) {
            return null;
        }
        if (base == 0 && radix == 10 && number.startsWith("0") && !number.matches("[0_]+")) {
            return null;
        }
        try {
            BigInteger value = new BigInteger(number.replace("_", ""), radix);
            return Numbers.normal(negative ? value.negate() : value);
        } catch (NumberFormatException e) {
            return null;
        }
    }

    /** The float in a text, as Python's {@code float} reads it, or {@code null}. */
    static Double parseFloat(String text) {
        String digits = plain(text);
        if (digits == null) {
            return null;
        }
        String lower = digits.toLowerCase(Locale.ROOT);
        if (lower.matches("[+-]?(inf|infinity)")) {
            return lower.startsWith("-") ? Double.NEGATIVE_INFINITY : Double.POSITIVE_INFINITY;
        }
        if (lower.matches("[+-]?nan")) {
            return Double.NaN;
        }
        String part = "\\d+(?:_\\d+)*";
        if (!lower.matches("[+-]?(" + part + "\\.?(" + part + ")?|\\." + part + ")(e[+-]?" + part + ")?")) {
            return null;
        }
        return Double.valueOf(lower.replace("_", ""));
    }

    /** Without white space around it, and with digits of other scripts as ASCII's; {@code null} if it is too long. */
    private static String plain(String text) {
        String stripped = Text.strip(text, null, true, true);
        if (stripped.length() > 4300) {
            return null;
        }
        StringBuilder plain = new StringBuilder();
        stripped.codePoints()
                .forEach(c -> plain.appendCodePoint(
                        c >= 128 && Character.getType(c) == Character.DECIMAL_DIGIT_NUMBER
                                ? '0' + Character.digit(c, 10)
                                : c));
        return plain.toString();
    }
}
