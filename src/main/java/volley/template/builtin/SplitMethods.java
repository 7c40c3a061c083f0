package volley.template.builtin;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import volley.template.value.PyTuple;
import volley.template.value.PythonError;
import volley.template.value.Text;
import volley.template.value.Values;

/** Methods that cut a string into parts. */
final class SplitMethods {
    private SplitMethods() {}

    static void addTo(MethodTable methods) {
        methods.add("split", 0, (s, a) -> split(s, separator(a), StringArguments.count(a[1])), "sep", "maxsplit");
        methods.add("rsplit", 0, (s, a) -> splitRight(s, separator(a), StringArguments.count(a[1])), "sep", "maxsplit");
        methods.add("splitlines", 0, (s, a) -> objects(Text.lines(s, a[0] != null && Values.truth(a[0]))), "keepends");
        methods.add("partition", 1, (s, a) -> partition(s, separator(a), false), "sep");
        methods.add("rpartition", 1, (s, a) -> partition(s, separator(a), true), "sep");
    }

    private static List<Object> objects(List<String> strings) {
        return new ArrayList<>(strings);
    }

    private static String separator(Object[] a) {
        String separator = StringArguments.characters(a[0]);
        if (separator != null && separator.isEmpty()) {
            throw PythonError.value("empty separator");
        }
        return separator;
    }

    /** @param limit splits at most; negative is no limit */
    private static List<Object> split(String s, String separator, long limit) {
        List<Object> parts = new ArrayList<>();
        int from = 0;
        if (separator == null) {
            int at = 0;
            while (true) {
                while (at < s.length() && Text.isSpace(s.charAt(at))) {
                    at++;
                }
                if (at == s.length()) {
                    return parts;
                }
                if (limit >= 0 && parts.size() >= limit) {
                    parts.add(s.substring(at));
                    return parts;
                }
                from = at;
                while (at < s.length() && !Text.isSpace(s.charAt(at))) {
                    at++;
                }
                parts.add(s.substring(from, at));
            }
        }
        int at = s.indexOf(separator);
        while (at >= 0 && (limit < 0 || parts.size() < limit)) {
            parts.add(s.substring(from, at));
            from = at + separator.length();
            at = s.indexOf(separator, from);
        }
        parts.add(s.substring(from));
        return parts;
    }

    private static List<Object> splitRight(String s, String separator, long limit) {
        List<Object> parts = new ArrayList<>();
        int end = s.length();
        if (separator == null) {
            while (true) {
                while (end > 0 && Text.isSpace(s.charAt(end - 1))) {
                    end--;
                }
                if (end == 0) {
                    break;
                }
                if (limit >= 0 && parts.size() >= limit) {
                    parts.add(s.substring(0, end));
                    break;
                }
                int start = end;
                while (start > 0 && !Text.isSpace(s.charAt(start - 1))) {
                    start--;
                }
                parts.add(s.substring(start, end));
                end = start;
            }
        } else {
            int at = lastIndex(s, separator, end);
            while (at >= 0 && (limit < 0 || parts.size() < limit)) {
                parts.add(s.substring(at + separator.length(), end));
                end = at;
                at = lastIndex(s, separator, end);
            }
            parts.add(s.substring(0, end));
        }
        Collections.reverse(parts);
        return parts;
    }

    private static int lastIndex(String s, String separator, int end) {
        return end < separator.length() ? -1 : s.lastIndexOf(separator, end - separator.length());
    }

    private static PyTuple partition(String s, String separator, boolean last) {
        if (separator == null) {
            throw PythonError.type("must be str, not NoneType");
        }
        int at = last ? s.lastIndexOf(separator) : s.indexOf(separator);
        if (at < 0) {
            return last ? PyTuple.of("", "", s) : PyTuple.of(s, "", "");
        }
        return PyTuple.of(s.substring(0, at), separator, s.substring(at + separator.length()));
    }
}
