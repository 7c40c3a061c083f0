package volley.template.builtin;

import volley.template.value.None;
import volley.template.value.Numbers;
import volley.template.value.PythonError;
import volley.template.value.Text;

/** Methods that look for a part of a string, in all of it or between two positions. */
final class SearchMethods {
    private SearchMethods() {}

    static void addTo(MethodTable methods) {
        methods.add("find", 1, (s, a) -> find(s, a, false), "sub", "start", "end");
        methods.add("rfind", 1, (s, a) -> find(s, a, true), "sub", "start", "end");
        methods.add("index", 1, (s, a) -> found(find(s, a, false)), "sub", "start", "end");
        methods.add("rindex", 1, (s, a) -> found(find(s, a, true)), "sub", "start", "end");
        methods.add("count", 1, (s, a) -> count(s, a), "sub", "start", "end");
        methods.add("startswith", 1, (s, a) -> edge("startswith", s, a), "prefix", "start", "end");
        methods.add("endswith", 1, (s, a) -> edge("endswith", s, a), "suffix", "start", "end");
    }

    /** A part of a string, and where it begins in Java's string; {@code text} is null if the part is none. */
    private record Part(String text, int begin) {
        static Part of(String s, Object[] a) {
            if (a[1] == null) {
                return new Part(s, 0);
            }
            int length = Text.length(s);
            long start = a[1] == None.NONE ? 0 : position(a[1], length);
            long end = a[2] == null || a[2] == None.NONE ? length : Math.min(length, position(a[2], length));
            if (start > end) {
                return new Part(null, 0);
            }
            int begin = Text.offset(s, (int) start);
            return new Part(s.substring(begin, Text.offset(s, (int) end)), begin);
        }

        private static long position(Object value, int length) {
            long at = Numbers.index(value, "slice indices must be integers or None or have an __index__ method");
            return at < 0 ? Math.max(0, at + length) : at;
        }
    }

    private static long find(String s, Object[] a, boolean last) {
        String wanted = StringArguments.text(a[0]);
        Part part = Part.of(s, a);
        if (part.text() == null) {
            return -1;
        }
        int at = last ? part.text().lastIndexOf(wanted) : part.text().indexOf(wanted);
        return Text.position(s, at < 0 ? -1 : at + part.begin());
    }

    private static long found(long position) {
        if (position < 0) {
            throw PythonError.value("substring not found");
        }
        return position;
    }

    private static long count(String s, Object[] a) {
        String wanted = StringArguments.text(a[0]);
        Part part = Part.of(s, a);
        if (part.text() == null) {
            return 0;
        }
        if (wanted.isEmpty()) {
            return Text.length(part.text()) + 1L;
        }
        long count = 0;
        for (int at = part.text().indexOf(wanted); at >= 0; at = part.text().indexOf(wanted, at + wanted.length())) {
            count++;
        }
        return count;
    }

    private static boolean edge(String method, String s, Object[] a) {
        Part part = Part.of(s, a);
        for (Object wanted : StringArguments.alternatives(method, a[0])) {
            String text = wanted.toString();
            boolean holds = part.text() != null
                    && (method.equals("startswith")
                            ? part.text().startsWith(text)
                            : part.text().endsWith(text));
            if (holds) {
                return true;
            }
        }
        return false;
    }
}
