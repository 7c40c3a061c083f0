package volley.template.builtin;

import java.util.Locale;
import java.util.function.IntPredicate;
import volley.template.value.Text;

/** Methods about upper and lower case and the classes of characters. */
final class CaseMethods {
    private CaseMethods() {}

    static void addTo(MethodTable methods) {
        methods.add("upper", 0, (s, a) -> s.toUpperCase(Locale.ROOT));
        methods.add("lower", 0, (s, a) -> s.toLowerCase(Locale.ROOT));
        methods.add("casefold", 0, (s, a) -> casefold(s));
        methods.add("capitalize", 0, (s, a) -> capitalize(s));
        methods.add("title", 0, (s, a) -> title(s));
        methods.add("swapcase", 0, (s, a) -> swapCase(s));
        methods.add("isdigit", 0, (s, a) -> all(s, CaseMethods::isDigit));
        methods.add("isdecimal", 0, (s, a) -> all(s, CaseMethods::isDecimal));
        methods.add("isnumeric", 0, (s, a) -> all(s, CaseMethods::isNumeric));
        methods.add("isalpha", 0, (s, a) -> all(s, CaseMethods::isAlpha));
        methods.add("isalnum", 0, (s, a) -> all(s, c -> isAlpha(c) || isNumeric(c)));
        methods.add("isspace", 0, (s, a) -> all(s, Text::isSpace));
        methods.add("isascii", 0, (s, a) -> s.chars().allMatch(c -> c < 128));
        methods.add("isprintable", 0, (s, a) -> Text.isPrintable(s));
        methods.add("isidentifier", 0, (s, a) -> isIdentifier(s));
        methods.add("isupper", 0, (s, a) -> isCase(s, Character::isUpperCase, CaseMethods::isLowerOrTitle));
        methods.add("islower", 0, (s, a) -> isCase(s, Character::isLowerCase, CaseMethods::isUpperOrTitle));
        methods.add("istitle", 0, (s, a) -> isTitle(s));
    }

    private static boolean all(String s, IntPredicate kind) {
        return !s.isEmpty() && s.codePoints().allMatch(kind);
    }

    private static boolean isAlpha(int c) {
        return switch (Character.getType(c)) {
            case Character.UPPERCASE_LETTER,
                    Character.LOWERCASE_LETTER,
                    Character.TITLECASE_LETTER,
                    Character.MODIFIER_LETTER,
                    Character.OTHER_LETTER -> true;
            default -> false;
        };
    }

    private static boolean isDecimal(int c) {
        return Character.getType(c) == Character.DECIMAL_DIGIT_NUMBER;
    }

    /** Decimal digits, and those in circles, raised or lowered. */
    private static boolean isDigit(int c) {
        if (c < 128) {
            return c >= '0' && c <= '9';
        }
        return isDecimal(c)
                || c == 0xb2
                || c == 0xb3
                || c == 0xb9
                || c == 0x2070
                || (c >= 0x2074 && c <= 0x2079)
                || (c >= 0x2080 && c <= 0x2089)
                || (c >= 0x1369 && c <= 0x1371)
                || c == 0x19da
                || (c >= 0x2460 && c <= 0x2468)
                || (c >= 0x2474 && c <= 0x247c)
                || (c >= 0x2488 && c <= 0x2490)
                || c == 0x24ea
                || (c >= 0x24f5 && c <= 0x24fd)
                || c == 0x24ff
                || (c >= 0x2776 && c <= 0x277e)
                || (c >= 0x2780 && c <= 0x2788)
                || (c >= 0x278a && c <= 0x2792);
    }

    private static boolean isNumeric(int c) {
        int type = Character.getType(c);
        boolean number = type == Character.DECIMAL_DIGIT_NUMBER
                || type == Character.LETTER_NUMBER
                || type == Character.OTHER_NUMBER;
        return number || "一二三四五六七八九十百千万亿億兆零〇壱壹弐貳貮贰参參叁肆伍陸陆柒捌玖拾佰仟萬廿卅卌".indexOf(c) >= 0;
    }

    private static boolean isIdentifier(String s) {
        return !s.isEmpty()
                && (Character.isUnicodeIdentifierStart(s.codePointAt(0)) || s.charAt(0) == '_')
                && s.codePoints()
                        .allMatch(c -> Character.isUnicodeIdentifierPart(c) && !Character.isIdentifierIgnorable(c));
    }

    private static boolean isLowerOrTitle(int c) {
        return Character.isLowerCase(c) || Character.isTitleCase(c);
    }

    private static boolean isUpperOrTitle(int c) {
        return Character.isUpperCase(c) || Character.isTitleCase(c);
    }

    private static boolean isCase(String s, IntPredicate wanted, IntPredicate other) {
        return s.codePoints().anyMatch(wanted) && s.codePoints().noneMatch(other);
    }

    private static boolean isCased(int c) {
        return Character.isUpperCase(c) || Character.isLowerCase(c) || Character.isTitleCase(c);
    }

    private static boolean isTitle(String s) {
        boolean cased = false;
        boolean previous = false;
        for (int c : s.codePoints().toArray()) {
            if (isCased(c)) {
                if (previous == isUpperOrTitle(c)) {
                    return false;
                }
                cased = true;
            }
            previous = isCased(c);
        }
        return cased;
    }

    private static String titleCase(int c) {
        String one = Character.toString(c);
        String upper = one.toUpperCase(Locale.ROOT);
        boolean expands = upper.codePointCount(0, upper.length()) > 1 && Character.toTitleCase(c) == c;
        if (!expands) {
            return Character.toString(Character.toTitleCase(c));
        }
        int first = upper.offsetByCodePoints(0, 1);
        return upper.substring(0, first) + upper.substring(first).toLowerCase(Locale.ROOT);
    }

    static String capitalize(String s) {
        if (s.isEmpty()) {
            return s;
        }
        int first = s.offsetByCodePoints(0, 1);
        return titleCase(s.codePointAt(0)) + s.substring(first).toLowerCase(Locale.ROOT);
    }

    private static String title(String s) {
        // The whole is lowered first: the form of a final sigma depends on what stands around it.
        StringBuilder out = new StringBuilder();
        boolean inWord = false;
        int at = 0;
        while (at < s.length()) {
            int c = s.codePointAt(at);
            int end = at + Character.charCount(c);
            if (inWord) {
                while (end < s.length() && isCased(s.codePointAt(end)) && isCased(c)) {
                    end += Character.charCount(s.codePointAt(end));
                }
                out.append(lowerWithin(s, at, end));
            } else {
                out.append(titleCase(c));
            }
            inWord = isCased(s.codePointBefore(end));
            at = end;
        }
        return out.toString();
    }

    private static String lowerWithin(String s, int from, int to) {
        String lowered = s.substring(from, to).toLowerCase(Locale.ROOT);
        boolean finalSigma = to > from && s.charAt(to - 1) == '\u03a3';
        return finalSigma ? lowered.substring(0, lowered.length() - 1) + "\u03c2" : lowered;
    }

    private static String swapCase(String s) {
        StringBuilder out = new StringBuilder();
        s.codePoints().forEach(c -> {
            String one = Character.toString(c);
            out.append(
                    Character.isUpperCase(c)
                            ? one.toLowerCase(Locale.ROOT)
                            : Character.isLowerCase(c) ? one.toUpperCase(Locale.ROOT) : one);
        });
        return out.toString();
    }

    /** Full case folding, for the scripts where it is the lower case of the upper case. */
    private static String casefold(String s) {
        return s.toUpperCase(Locale.ROOT).toLowerCase(Locale.ROOT).replace('\u03c2', '\u03c3');
    }
}
