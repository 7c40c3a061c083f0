package volley.tokenizer;

import com.hubspot.jinjava.el.JinjavaInterpreterResolver;
import com.hubspot.jinjava.interpret.InterpretException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.IntPredicate;
import jinjava.javax.el.CompositeELResolver;
import jinjava.javax.el.ELContext;

/** Gives strings in a template the methods Python's strings have and chat templates call. */
final class PythonStringMethods extends CompositeELResolver {
    PythonStringMethods() {
        add(JinjavaInterpreterResolver.DEFAULT_RESOLVER_READ_ONLY);
    }

    @Override
    public Object invoke(ELContext context, Object base, Object method, Class<?>[] types, Object[] arguments) {
        if (base instanceof CharSequence text && method instanceof String name) {
            Object result = call(text.toString(), name, arguments == null ? new Object[0] : arguments);
            if (result != null) {
                context.setPropertyResolved(true);
                return result;
            }
        }
        return super.invoke(context, base, method, types, arguments);
    }

    /** The method's result, or {@code null} where there is no such method. */
    private static Object call(String text, String method, Object[] arguments) {
        String first = arguments.length > 0 && arguments[0] != null ? arguments[0].toString() : null;
        return switch (method) {
            case "startswith" -> first == null ? null : text.startsWith(first);
            case "endswith" -> first == null ? null : text.endsWith(first);
            case "find" -> first == null ? null : (long) text.indexOf(first);
            case "replace" -> arguments.length == 2 ? text.replace(first, arguments[1].toString()) : null;
            case "upper" -> text.toUpperCase(Locale.ROOT);
            case "lower" -> text.toLowerCase(Locale.ROOT);
            case "capitalize" -> capitalize(text);
            case "strip" -> strip(text, first, true, true);
            case "lstrip" -> strip(text, first, true, false);
            case "rstrip" -> strip(text, first, false, true);
            case "split" -> split(
                    text, first, arguments.length > 1 && arguments[1] instanceof Number limit ? limit.intValue() : -1);
            default -> null;
        };
    }

    private static String capitalize(String text) {
        int first = text.isEmpty() ? 0 : text.offsetByCodePoints(0, 1);
        return text.substring(0, first).toUpperCase(Locale.ROOT)
                + text.substring(first).toLowerCase(Locale.ROOT);
    }

    /** @param characters the set of characters to take off; {@code null} is white space */
    private static String strip(String text, String characters, boolean left, boolean right) {
        IntPredicate unwanted = characters == null
                ? c -> Character.isWhitespace(c) || Character.isSpaceChar(c)
                : c -> characters.indexOf(c) >= 0;
        int start = 0;
        int end = text.length();
        while (left && start < end && unwanted.test(text.codePointAt(start))) {
            start += Character.charCount(text.codePointAt(start));
        }
        while (right && end > start && unwanted.test(text.codePointBefore(end))) {
            end -= Character.charCount(text.codePointBefore(end));
        }
        return text.substring(start, end);
    }

    /** @param limit splits at most; negative is no limit */
    private static List<String> split(String text, String separator, int limit) {
        if (separator == null) {
            return Arrays.stream(text.split("\\s+"))
                    .filter(part -> !part.isEmpty())
                    .toList();
        }
        if (separator.isEmpty()) {
            throw new InterpretException("empty separator");
        }
        List<String> parts = new ArrayList<>();
        int from = 0;
        int at = text.indexOf(separator);
        while (at >= 0 && (limit < 0 || parts.size() < limit)) {
            parts.add(text.substring(from, at));
            from = at + separator.length();
            at = text.indexOf(separator, from);
        }
        parts.add(text.substring(from));
        return parts;
    }
}
