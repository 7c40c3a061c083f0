package volley.template.builtin;

import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import volley.template.value.Arguments;
import volley.template.value.FormatSpec;
import volley.template.value.Markup;
import volley.template.value.PyDict;
import volley.template.value.PythonError;
import volley.template.value.Repr;

/** Python's {@code 'text'.format(…)}. */
final class StrFormat {
    private static final int MAX_NESTING = 2;

    private final Lookup lookup;
    private final List<Object> positional;
    private final java.util.function.Function<String, Object> named;
    private int automatic;
    private boolean numbered;

    /**
     * How the fields of a value are found.
     *
     * @param attribute {@code value.name}
     * @param item {@code value[key]}
     */
    record Lookup(BiFunction<Object, String, Object> attribute, BiFunction<Object, Object, Object> item) {}

    private StrFormat(Lookup lookup, List<Object> positional, java.util.function.Function<String, Object> named) {
        this.lookup = lookup;
        this.positional = positional;
        this.named = named;
    }

    /** {@code format} and {@code format_map} by name. */
    static Map<String, Method> methods(Lookup lookup) {
        return Map.of(
                "format", (self, arguments) -> format(lookup, self, arguments),
                "format_map", (self, arguments) -> formatMap(lookup, self, arguments));
    }

    private static Object format(Lookup lookup, Object format, Arguments arguments) {
        Map<String, Object> names = arguments.named();
        if (format instanceof Markup && !names.isEmpty()) {
            throw PythonError.unsupported("format of a safe string with names");
        }
        return new StrFormat(lookup, arguments.positional(), names::get).expand(format.toString(), MAX_NESTING);
    }

    private static Object formatMap(Lookup lookup, Object format, Arguments arguments) {
        if (arguments.positional().size() != 1 || !arguments.named().isEmpty()) {
            throw PythonError.type("format_map() takes exactly one argument");
        }
        if (!(arguments.positional().get(0) instanceof PyDict dict) || format instanceof Markup) {
            throw PythonError.unsupported("format_map of this value");
        }
        return new StrFormat(lookup, List.of(), dict::get).expand(format.toString(), MAX_NESTING);
    }

    private String expand(String format, int nesting) {
        if (nesting < 0) {
            throw PythonError.value("Max string recursion exceeded");
        }
        StringBuilder out = new StringBuilder();
        int at = 0;
        while (at < format.length()) {
            char c = format.charAt(at++);
            boolean doubled = at < format.length() && format.charAt(at) == c;
            if ((c == '{' || c == '}') && doubled) {
                out.append(c);
                at++;
            } else if (c == '}') {
                throw PythonError.value("Single '}' encountered in format string");
            } else if (c == '{') {
                int end = fieldEnd(format, at);
                out.append(field(format.substring(at, end), nesting));
                at = end + 1;
            } else {
                out.append(c);
            }
        }
        return out.toString();
    }

    private static int fieldEnd(String format, int from) {
        int depth = 1;
        for (int at = from; at < format.length(); at++) {
            char c = format.charAt(at);
            if (c == '[' && depth == 1) {
                int close = format.indexOf(']', at);
                at = close < 0 ? at : close;
            }
            depth += c == '{' ? 1 : c == '}' ? -1 : 0;
            if (depth == 0) {
                return at;
            }
        }
        throw PythonError.value(
                from == format.length()
                        ? "Single '{' encountered in format string"
                        : "expected '}' before end of string");
    }

    private String field(String field, int nesting) {
        int end = 0;
        while (end < field.length() && field.charAt(end) != ':' && field.charAt(end) != '!') {
            if (field.charAt(end) == '[') {
                int close = field.indexOf(']', end);
                end = close < 0 ? end : close;
            }
            end++;
        }
        Object value = lookUp(field.substring(0, end));
        String rest = field.substring(end);
        if (rest.startsWith("!")) {
            if (rest.length() < 2 || (rest.length() > 2 && rest.charAt(2) != ':')) {
                throw PythonError.value("expected ':' after conversion specifier");
            }
            value = switch (rest.charAt(1)) {
                case 's' -> Repr.str(value);
                case 'r' -> Repr.repr(value);
                default -> throw PythonError.unsupported("the conversion !" + rest.charAt(1));
            };
            rest = rest.substring(2);
        }
        return FormatSpec.format(value, rest.isEmpty() ? "" : expand(rest.substring(1), nesting - 1));
    }

    private Object lookUp(String path) {
        int end = 0;
        while (end < path.length() && path.charAt(end) != '.' && path.charAt(end) != '[') {
            end++;
        }
        Object value = first(path.substring(0, end));
        int at = end;
        while (at < path.length()) {
            if (path.charAt(at) == '[') {
                int close = path.indexOf(']', at);
                if (close <= at + 1) {
                    throw PythonError.value(
                            close < 0 ? "Missing ']' in format string" : "Empty attribute in format string");
                }
                String key = path.substring(at + 1, close);
                value = lookup.item().apply(value, key.matches("\\d{1,9}") ? (Object) Long.valueOf(key) : key);
                at = close + 1;
            } else if (path.charAt(at) == '.') {
                int stop = at + 1;
                while (stop < path.length() && path.charAt(stop) != '.' && path.charAt(stop) != '[') {
                    stop++;
                }
                if (stop == at + 1) {
                    throw PythonError.value("Empty attribute in format string");
                }
                value = lookup.attribute().apply(value, path.substring(at + 1, stop));
                at = stop;
            } else {
                throw PythonError.value("Only '.' or '[' may follow ']' in format field specifier");
            }
        }
        return value;
    }

    private Object first(String name) {
        boolean number = name.matches("\\d{1,9}");
        if (name.isEmpty() || number) {
            if (name.isEmpty() ? numbered : automatic > 0) {
                throw PythonError.value(
                        "cannot switch between manual field specification and automatic field numbering");
            }
            numbered |= number;
            int index = number ? Integer.parseInt(name) : automatic++;
            if (index >= positional.size()) {
                throw new PythonError(
                        "IndexError", "Replacement index " + index + " out of range for positional args tuple");
            }
            return positional.get(index);
        }
        Object value = named.apply(name);
        if (value == null) {
            throw new PythonError("KeyError", Repr.repr(name));
        }
        return value;
    }
}
