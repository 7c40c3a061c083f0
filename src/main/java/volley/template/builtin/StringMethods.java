package volley.template.builtin;

import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import volley.template.value.Arguments;
import volley.template.value.Limits;
import volley.template.value.Markup;
import volley.template.value.None;
import volley.template.value.Numbers;
import volley.template.value.PyTuple;
import volley.template.value.PythonError;
import volley.template.value.Repr;
import volley.template.value.Signature;
import volley.template.value.Text;
import volley.template.value.Values;

/** The methods of Python's {@code str}. */
final class StringMethods {
    private static final Map<String, Method> METHODS = new HashMap<>();

    /** A method's body: the text, and the arguments in the order of the parameters. */
    @FunctionalInterface
    interface Body {
        Object call(String self, Object[] arguments);
    }

    static {
        SplitMethods.addTo(StringMethods::add);
        CaseMethods.addTo(StringMethods::add);
        SearchMethods.addTo(StringMethods::add);
        add("strip", 0, (s, a) -> Text.strip(s, characters(a[0]), true, true), "chars");
        add("lstrip", 0, (s, a) -> Text.strip(s, characters(a[0]), true, false), "chars");
        add("rstrip", 0, (s, a) -> Text.strip(s, characters(a[0]), false, true), "chars");
        add("replace", 2, (s, a) -> replace(s, text(a[0]), text(a[1]), count(a[2])), "old", "new", "count");
        add("join", 1, (s, a) -> join(s, a[0]), "iterable");
        add(
                "removeprefix",
                1,
                (s, a) -> s.startsWith(text(a[0])) ? s.substring(text(a[0]).length()) : s,
                "prefix");
        add(
                "removesuffix",
                1,
                (s, a) -> s.endsWith(text(a[0]))
                        ? s.substring(0, s.length() - text(a[0]).length())
                        : s,
                "suffix");
        add("center", 1, (s, a) -> pad(s, a, 0), "width", "fillchar");
        add("ljust", 1, (s, a) -> pad(s, a, -1), "width", "fillchar");
        add("rjust", 1, (s, a) -> pad(s, a, 1), "width", "fillchar");
        add("zfill", 1, (s, a) -> zeros(s, Numbers.index(a[0])), "width");
        add("expandtabs", 0, (s, a) -> expandTabs(s, a[0] == null ? 8 : Numbers.index(a[0])), "tabsize");
        METHODS.put("format", (self, arguments) -> StrFormat.format(self, arguments));
        METHODS.put("format_map", (self, arguments) -> StrFormat.formatMap(self, arguments));
        for (String name : List.of("encode", "translate", "maketrans")) {
            METHODS.put(name, Method.unsupported("str." + name));
        }
    }

    private StringMethods() {}

    /** How the groups of methods are added. */
    @FunctionalInterface
    interface Registry {
        void add(String name, int required, Body body, String... parameters);
    }

    private static void add(String name, int required, Body body, String... parameters) {
        Signature signature = Signature.of(name, required, parameters);
        METHODS.put(name, (self, arguments) -> body.call(self.toString(), signature.bind(arguments)));
    }

    /** The method, or {@code null}. */
    static Method find(String name) {
        return METHODS.get(name);
    }

    /** An argument that has to be a string. */
    static String text(Object value) {
        if (!Values.isString(value)) {
            throw PythonError.type("must be str, not " + Values.typeName(value));
        }
        return value.toString();
    }

    /** An optional set of characters or separator: {@code null} if not given or None. */
    static String characters(Object value) {
        return value == null || value == None.NONE ? null : text(value);
    }

    /** An optional count: negative is without limit. */
    static long count(Object value) {
        return value == null ? -1 : Numbers.index(value);
    }

    static String replace(String s, String old, String fresh, long count) {
        if (count == 0) {
            return s;
        }
        StringBuilder out = new StringBuilder(s.length());
        int from = 0;
        long left = count < 0 ? Long.MAX_VALUE : count;
        if (old.isEmpty()) {
            while (left-- > 0) {
                out.append(fresh);
                if (from >= s.length()) {
                    break;
                }
                int end = from + Character.charCount(s.codePointAt(from));
                out.append(s, from, end);
                from = end;
                Limits.characters(out.length());
            }
            return out.append(s, from, s.length()).toString();
        }
        int at = s.indexOf(old);
        if (at < 0) {
            return s;
        }
        while (at >= 0 && left-- > 0) {
            out.append(s, from, at).append(fresh);
            from = at + old.length();
            at = s.indexOf(old, from);
            Limits.characters(out.length());
        }
        return out.append(s, from, s.length()).toString();
    }

    private static String join(String separator, Object iterable) {
        if (!Values.isIterable(iterable)) {
            throw PythonError.type("can only join an iterable");
        }
        StringBuilder out = new StringBuilder();
        int index = 0;
        for (Iterator<Object> items = Values.iterator(iterable); items.hasNext(); index++) {
            Object item = items.next();
            if (!Values.isString(item)) {
                throw PythonError.type(
                        "sequence item " + index + ": expected str instance, " + Values.typeName(item) + " found");
            }
            out.append(index > 0 ? separator : "").append(item);
            Limits.characters(out.length());
        }
        return out.toString();
    }

    /** @param where the side of the filling: -1 is right, 1 is left, 0 is both */
    private static String pad(String s, Object[] a, int where) {
        String fill = a[1] == null ? " " : text(a[1]);
        if (Text.length(fill) != 1) {
            throw PythonError.type("The fill character must be exactly one character long");
        }
        long width = Numbers.index(a[0]);
        long missing = width - Text.length(s);
        if (missing <= 0) {
            return s;
        }
        // Where both sides cannot be equal, Python lets the width decide.
        long left = where > 0 ? missing : where < 0 ? 0 : missing / 2 + (missing & width & 1);
        return Limits.repeat(fill, left) + s + Limits.repeat(fill, missing - left);
    }

    private static String zeros(String s, long width) {
        long missing = width - Text.length(s);
        int front = s.startsWith("-") || s.startsWith("+") ? 1 : 0;
        return s.substring(0, front) + Limits.repeat("0", missing) + s.substring(front);
    }

    private static String expandTabs(String s, long size) {
        StringBuilder out = new StringBuilder();
        long column = 0;
        for (int c : s.codePoints().toArray()) {
            if (c == '\t') {
                long blanks = size > 0 ? size - column % size : 0;
                out.append(Limits.repeat(" ", blanks));
                column += blanks;
            } else {
                out.appendCodePoint(c);
                column = c == '\n' || c == '\r' ? 0 : column + 1;
            }
        }
        return out.toString();
    }

    /** The tuple of strings or the one string that {@code startswith} takes. */
    static List<?> alternatives(String method, Object value) {
        if (value instanceof PyTuple tuple) {
            for (Object item : tuple.items()) {
                if (!Values.isString(item)) {
                    throw PythonError.type(
                            "tuple for " + method + " must only contain str, not " + Values.typeName(item));
                }
            }
            return tuple.items();
        }
        if (!Values.isString(value)) {
            throw PythonError.type(method + " first arg must be str or a tuple of str, not " + Values.typeName(value));
        }
        return List.of(value);
    }

    /** A filter's or method's message about the value itself. */
    static Object call(Object self, String method, Arguments arguments) {
        Method found = find(method);
        if (!Values.isString(self)) {
            throw new PythonError(
                    "AttributeError", "'" + Values.typeName(self) + "' object has no attribute " + Repr.repr(method));
        }
        return (self instanceof Markup ? MarkupMethods.of(method, found) : found).call(self, arguments);
    }
}
