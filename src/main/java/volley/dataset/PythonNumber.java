package volley.dataset;

import java.math.BigInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * An unsigned Python number and where it ends.
 *
 * @param digits without underscores and base prefix
 * @param radix 0 for a float, else the base of the integer
 * @param end index after its last character
 */
record PythonNumber(String digits, int radix, int end) {
    private static final Pattern NUMBER = Pattern.compile("0[xX](?<hex>[0-9a-fA-F_]+)"
            + "|0[oO](?<octal>[0-7_]+)"
            + "|0[bB](?<binary>[01_]+)"
            + "|(?<float>(?:D\\.(?:D)?|\\.D)(?:[eE][+-]?D)?|D[eE][+-]?D)".replace("D", "[0-9][0-9_]*")
            + "|(?<decimal>0[0_]*|[1-9][0-9_]*)");
    /** Longer integers would take quadratic time; CPython has the same limit. */
    private static final int MAX_INTEGER_DIGITS = 4300;

    /** The number that begins there; null if none does, or it runs into a letter or digit, as in {@code 012} or 1j. */
    static PythonNumber at(String text, int start) {
        Matcher matcher = NUMBER.matcher(text).region(start, text.length());
        if (!matcher.lookingAt()) {
            return null;
        }
        int end = matcher.end();
        if (end < text.length() && (Character.isUnicodeIdentifierPart(text.charAt(end)) || text.charAt(end) == '.')) {
            return null;
        }
        if (matcher.group("hex") != null) {
            return of(matcher.group("hex"), 16, true, end);
        } else if (matcher.group("octal") != null) {
            return of(matcher.group("octal"), 8, true, end);
        } else if (matcher.group("binary") != null) {
            return of(matcher.group("binary"), 2, true, end);
        } else if (matcher.group("float") != null) {
            return of(matcher.group("float"), 0, false, end);
        }
        return of(matcher.group("decimal"), 10, false, end);
    }

    private static PythonNumber of(String written, int radix, boolean hasPrefix, int end) {
        for (int i = 0; i < written.length(); i++) {
            boolean separates = (i == 0 ? hasPrefix : isDigit(written, i - 1, radix)) && isDigit(written, i + 1, radix);
            if (written.charAt(i) == '_' && !separates) {
                return null;
            }
        }
        String digits = written.replace("_", "");
        return radix != 0 && digits.length() > MAX_INTEGER_DIGITS ? null : new PythonNumber(digits, radix, end);
    }

    private static boolean isDigit(String written, int index, int radix) {
        return index < written.length() && Character.digit(written.charAt(index), radix == 16 ? 16 : 10) >= 0;
    }

    Object value(boolean negative) {
        if (radix == 0) {
            double value = Double.parseDouble(digits);
            return negative ? -value : value;
        }
        BigInteger value = new BigInteger(digits, radix);
        BigInteger signed = negative ? value.negate() : value;
        if (signed.bitLength() < Long.SIZE) {
            return signed.longValue();
        }
        return signed;
    }
}
