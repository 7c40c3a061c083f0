package volley.template.value;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Python's {@code format(value, spec)}. */
public final class FormatSpec {
    private static final Pattern SPEC = Pattern.compile(
            "(?:(.)?([<>=^]))?([-+ ])?(z)?(#)?(0)?(\\d+)?([,_])?(?:\\.(\\d+))?([a-zA-Z%])?", Pattern.DOTALL);

    private final String fill;
    private final String align;
    private final String sign;
    private final boolean alternate;
    private final boolean zero;
    private final int width;
    private final String group;
    private final int precision;
    private final char kind;

    private FormatSpec(Matcher spec) {
        this.fill = spec.group(1) != null ? spec.group(1) : spec.group(6) != null ? "0" : " ";
        this.align = spec.group(2);
        this.sign = spec.group(3) == null ? "-" : spec.group(3);
        this.alternate = spec.group(5) != null;
        this.zero = spec.group(6) != null;
        this.width = number(spec.group(7), 0);
        this.group = spec.group(8);
        this.precision = number(spec.group(9), -1);
        this.kind = spec.group(10) == null ? 0 : spec.group(10).charAt(0);
    }

    private static int number(String digits, int otherwise) {
        if (digits == null) {
            return otherwise;
        }
        if (digits.length() > 6) {
            throw PythonError.tooLarge("a format's width");
        }
        return Integer.parseInt(digits);
    }

    public static String format(Object value, String spec) {
        if (spec.isEmpty()) {
            return Repr.str(value);
        }
        boolean isText = Values.isString(value);
        if (!isText && !Numbers.isNumber(value)) {
            throw PythonError.type("unsupported format string passed to " + TypeName.of(value) + ".__format__");
        }
        Matcher matcher = SPEC.matcher(spec);
        if (!matcher.matches() || matcher.group(4) != null) {
            throw PythonError.value("Invalid format specifier");
        }
        FormatSpec format = new FormatSpec(matcher);
        return isText ? format.text(value.toString()) : format.number(value);
    }

    private String text(String value) {
        if (kind != 0 && kind != 's') {
            throw unknown("str");
        }
        if (matcherHasSign() || group != null || "=".equals(align) || alternate) {
            throw PythonError.value("format specifier not allowed in string format specifier");
        }
        String cut = precision >= 0 && precision < Text.length(value)
                ? value.substring(0, Text.offset(value, precision))
                : value;
        return pad(cut, align == null ? "<" : align);
    }

    private boolean matcherHasSign() {
        return !"-".equals(sign);
    }

    private PythonError unknown(String type) {
        return PythonError.value("Unknown format code '" + kind + "' for object of type '" + type + "'");
    }

    private String pad(String value, String where) {
        int missing = width - Text.length(value);
        if (missing <= 0) {
            return value;
        }
        int left = where.equals(">") ? missing : where.equals("^") ? missing / 2 : 0;
        return fill.repeat(left) + value + fill.repeat(missing - left);
    }

    private String number(Object value) {
        boolean asFloat = value instanceof Double || ("eEfFgG%".indexOf(kind) >= 0 && kind != 0);
        if (kind == 's' || (value instanceof Double && "bcdoxX".indexOf(kind) >= 0 && kind != 0)) {
            throw unknown(TypeName.of(value));
        }
        if (!asFloat && precision >= 0) {
            throw PythonError.value("Precision not allowed in integer format specifier");
        }
        String digits;
        boolean negative;
        String prefix = "";
        if (asFloat) {
            double number = Numbers.toDouble(value);
            negative = number < 0 || (number == 0 && 1 / number < 0);
            digits = decimal(Math.abs(number));
        } else {
            BigInteger number = Numbers.big(value);
            negative = number.signum() < 0;
            if (kind == 'c') {
                return pad(character(value), align == null ? "<" : align);
            }
            digits = integer(number.abs());
            prefix = alternate && "boxX".indexOf(kind) >= 0 && kind != 0 ? "0" + kind : "";
        }
        String front = (negative ? "-" : matcherHasSign() ? sign : "") + prefix;
        boolean fillBetween = "=".equals(align) || (align == null && zero);
        if (group != null) {
            digits = grouped(digits, fillBetween && "0".equals(fill) ? width - front.length() : 0);
        }
        if (fillBetween) {
            return front + fill.repeat(Math.max(0, width - front.length() - digits.length())) + digits;
        }
        return pad(front + digits, align == null ? ">" : align);
    }

    /** The character of a code point. */
    @SuppressWarnings("OrphanedFormatString") // the text of Python's error
    static String character(Object value) {
        long code = Numbers.index(value);
        if (code < 0 || code > Character.MAX_CODE_POINT) {
            throw new PythonError("OverflowError", "%c arg not in range(0x110000)");
        }
        return Character.toString((int) code);
    }

    private String integer(BigInteger number) {
        return switch (kind) {
            case 0, 'd', 'n' -> number.toString();
            case 'b' -> number.toString(2);
            case 'o' -> number.toString(8);
            case 'x' -> number.toString(16);
            case 'X' -> number.toString(16).toUpperCase(Locale.ROOT);
            default -> throw unknown("int");
        };
    }

    private String decimal(double number) {
        if (kind == 0 || kind == 'n') {
            if (precision < 0) {
                return Repr.number(number);
            }
            String text = general(number, precision, alternate);
            boolean plain = text.matches("\\d+");
            return plain ? text + ".0" : text;
        }
        if (kind == '%') {
            return special(number) != null ? special(number) + "%" : fixed(number * 100, digits()) + "%";
        }
        String text =
                switch (Character.toLowerCase(kind)) {
                    case 'f' -> special(number) != null
                            ? special(number)
                            : fixed(number, digits()) + (alternate && precision == 0 ? "." : "");
                    case 'e' -> special(number) != null ? special(number) : scientific(number, digits());
                    case 'g' -> general(number, digits(), alternate);
                    default -> throw unknown("float");
                };
        return Character.isUpperCase(kind) ? text.toUpperCase(Locale.ROOT) : text;
    }

    private int digits() {
        return precision < 0 ? 6 : precision;
    }

    private static String special(double number) {
        return Double.isNaN(number) ? "nan" : Double.isInfinite(number) ? "inf" : null;
    }

    static String fixed(double number, int digits) {
        return new BigDecimal(number).setScale(digits, RoundingMode.HALF_EVEN).toPlainString();
    }

    static String scientific(double number, int digits) {
        BigDecimal exact = new BigDecimal(number);
        if (exact.signum() == 0) {
            return "0" + (digits > 0 ? "." + "0".repeat(digits) : "") + "e+00";
        }
        BigDecimal rounded = exact.round(new MathContext(digits + 1, RoundingMode.HALF_EVEN));
        String all = rounded.unscaledValue().toString();
        int exponent = all.length() - 1 - rounded.scale();
        String padded = (all + "0".repeat(digits + 1)).substring(0, digits + 1);
        String fraction = digits > 0 ? "." + padded.substring(1) : "";
        return padded.charAt(0)
                + fraction
                + (exponent < 0 ? "e-" : "e+")
                + (Math.abs(exponent) < 10 ? "0" : "")
                + Math.abs(exponent);
    }

    static String general(double number, int digits, boolean keepZeros) {
        if (special(number) != null) {
            return special(number);
        }
        int significant = Math.max(1, digits);
        String exponential = scientific(number, significant - 1);
        int at = exponential.indexOf('e');
        int exponent = Integer.parseInt(exponential.substring(at + 1));
        if (exponent < -4 || exponent >= significant) {
            return trimmed(exponential.substring(0, at), keepZeros) + exponential.substring(at);
        }
        return trimmed(fixed(number, significant - 1 - exponent), keepZeros);
    }

    private static String trimmed(String text, boolean keepZeros) {
        if (keepZeros || text.indexOf('.') < 0) {
            return text;
        }
        int end = text.length();
        while (text.charAt(end - 1) == '0') {
            end--;
        }
        return text.substring(0, text.charAt(end - 1) == '.' ? end - 1 : end);
    }

    /** Separators between thousands, or between four digits of other bases; zeros in front up to a width. */
    private String grouped(String digits, int least) {
        int size = "boxX".indexOf(kind) >= 0 && kind != 0 ? 4 : 3;
        int end = 0;
        while (end < digits.length() && Character.digit(digits.charAt(end), 16) >= 0 && digits.charAt(end) != 'e') {
            end++;
        }
        String rest = digits.substring(end);
        StringBuilder whole = new StringBuilder(digits.substring(0, end));
        while (whole.length() + (whole.length() - 1) / size + rest.length() < least) {
            whole.insert(0, '0');
        }
        for (int at = whole.length() - size; at > 0; at -= size) {
            whole.insert(at, group);
        }
        return whole + rest;
    }
}
