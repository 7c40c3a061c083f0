package volley.template.builtin;

import java.util.Iterator;
import java.util.List;
import volley.template.value.Arguments;
import volley.template.value.Limits;
import volley.template.value.Markup;
import volley.template.value.Numbers;
import volley.template.value.PythonError;
import volley.template.value.Repr;
import volley.template.value.Text;
import volley.template.value.TypeName;
import volley.template.value.Values;

/** The methods of Python's {@code str}, but for those of {@link StrFormat}. */
final class StringMethods {
    private static final MethodTable METHODS = new MethodTable();

    static {
        SplitMethods.addTo(METHODS);
        CaseMethods.addTo(METHODS);
        SearchMethods.addTo(METHODS);
        METHODS.add("strip", 0, (s, a) -> Text.strip(s, StringArguments.characters(a[0]), true, true), "chars");
        METHODS.add("lstrip", 0, (s, a) -> Text.strip(s, StringArguments.characters(a[0]), true, false), "chars");
        METHODS.add("rstrip", 0, (s, a) -> Text.strip(s, StringArguments.characters(a[0]), false, true), "chars");
        METHODS.add(
                "replace",
                2,
                (s, a) ->
                        replace(s, StringArguments.text(a[0]), StringArguments.text(a[1]), StringArguments.count(a[2])),
                "old",
                "new",
                "count");
        METHODS.add("join", 1, (s, a) -> join(s, a[0]), "iterable");
        METHODS.add("removeprefix", 1, (s, a) -> removePrefix(s, StringArguments.text(a[0])), "prefix");
        METHODS.add("removesuffix", 1, (s, a) -> removeSuffix(s, StringArguments.text(a[0])), "suffix");
        METHODS.add("center", 1, (s, a) -> pad(s, a, 0), "width", "fillchar");
        METHODS.add("ljust", 1, (s, a) -> pad(s, a, -1), "width", "fillchar");
        METHODS.add("rjust", 1, (s, a) -> pad(s, a, 1), "width", "fillchar");
        METHODS.add("zfill", 1, (s, a) -> zeros(s, Numbers.index(a[0])), "width");
        METHODS.add("expandtabs", 0, (s, a) -> expandTabs(s, a[0] == null ? 8 : Numbers.index(a[0])), "tabsize");
        for (String name : List.of("encode", "translate", "maketrans")) {
            METHODS.put(name, Method.unsupported("str." + name));
        }
    }

    private StringMethods() {}

    /** The method, or {@code null}. */
    static Method find(String name) {
        return METHODS.find(name);
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

    private static String removePrefix(String s, String prefix) {
        return s.startsWith(prefix) ? s.substring(prefix.length()) : s;
    }

    private static String removeSuffix(String s, String suffix) {
        return s.endsWith(suffix) ? s.substring(0, s.length() - suffix.length()) : s;
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
                        "sequence item " + index + ": expected str instance, " + TypeName.of(item) + " found");
            }
            out.append(index > 0 ? separator : "").append(item);
            Limits.characters(out.length());
        }
        return out.toString();
    }

    /** @param where the side of the filling: -1 is right, 1 is left, 0 is both */
    private static String pad(String s, Object[] a, int where) {
        String fill = a[1] == null ? " " : StringArguments.text(a[1]);
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

    /** A filter's or method's message about the value itself. */
    static Object call(Object self, String method, Arguments arguments) {
        Method found = find(method);
        if (!Values.isString(self)) {
            throw new PythonError(
                    "AttributeError", "'" + TypeName.of(self) + "' object has no attribute " + Repr.repr(method));
        }
        return (self instanceof Markup ? MarkupMethods.of(method, found) : found).call(self, arguments);
    }
}
