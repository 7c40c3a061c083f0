package volley.template.value;

import java.util.ArrayList;
import java.util.List;

/** Python's {@code value[key]} and {@code value[start:stop:step]}. */
public final class Subscripts {
    private Subscripts() {}

    /**
     * The element, or {@link PyObject#MISSING} where Python raises a LookupError or a TypeError, which jinja2 takes
     * for undefined.
     *
     * @throws PythonError for an element of an undefined value
     */
    public static Object item(Object value, Object key) {
        if (value instanceof PyDict dict) {
            if (key instanceof List || key instanceof PyDict) {
                return PyObject.MISSING;
            }
            Object item = dict.get(key);
            return item == null ? PyObject.MISSING : item;
        }
        if (value instanceof Undefined undefined) {
            throw undefined.failure();
        }
        boolean isIndex = Numbers.isInteger(key);
        if (!isIndex) {
            return PyObject.MISSING;
        }
        long index = Numbers.index(key);
        if (value instanceof List<?> list) {
            return at(list, index);
        }
        if (value instanceof PyTuple tuple) {
            return at(tuple.items(), index);
        }
        if (Values.isString(value)) {
            return character(value, index);
        }
        return value instanceof PyRange range ? at(range.items(), index) : PyObject.MISSING;
    }

    private static Object at(List<?> items, long index) {
        long at = index < 0 ? index + items.size() : index;
        return at >= 0 && at < items.size() ? items.get((int) at) : PyObject.MISSING;
    }

    private static Object character(Object value, long index) {
        String text = value.toString();
        int length = Text.length(text);
        long at = index < 0 ? index + length : index;
        if (at < 0 || at >= length) {
            return PyObject.MISSING;
        }
        int from = Text.offset(text, (int) at);
        return like(value, text.substring(from, from + Character.charCount(text.codePointAt(from))));
    }

    private static Object like(Object original, String text) {
        return original instanceof Markup ? new Markup(text) : text;
    }

    /**
     * A slice.
     *
     * @param start, stop, step {@link None} where not given
     */
    public static Object slice(Object value, Object start, Object stop, Object step) {
        if (value instanceof Undefined undefined) {
            throw undefined.failure();
        }
        if (value instanceof PyDict) {
            throw PythonError.type("unhashable type: 'slice'");
        }
        boolean sliceable =
                Values.isString(value) || value instanceof List || value instanceof PyTuple || value instanceof PyRange;
        if (!sliceable) {
            throw PythonError.type("'" + TypeName.of(value) + "' object is not subscriptable");
        }
        long by = step == None.NONE ? 1 : bound(step);
        if (by == 0) {
            throw PythonError.value("slice step cannot be zero");
        }
        int length = (int) Values.length(value);
        long from = edge(start, length, by, by > 0 ? 0 : length - 1L);
        long to = edge(stop, length, by, by > 0 ? length : -1L);
        if (value instanceof PyRange range) {
            return range.slice((int) from, (int) to, (int) Math.max(-PyRange.LIMIT, Math.min(PyRange.LIMIT, by)));
        }
        if (by == 1) {
            return part(value, (int) from, (int) Math.max(from, to));
        }
        List<?> items = Values.isString(value) ? Text.characters(value.toString()) : list(value);
        List<Object> picked = new ArrayList<>();
        for (long at = from; by > 0 ? at < to : at > to; at += by) {
            picked.add(items.get((int) at));
        }
        if (Values.isString(value)) {
            StringBuilder text = new StringBuilder();
            picked.forEach(text::append);
            return like(value, text.toString());
        }
        return value instanceof PyTuple ? new PyTuple(picked) : picked;
    }

    private static Object part(Object value, int from, int to) {
        if (Values.isString(value)) {
            String text = value.toString();
            int begin = Text.offset(text, from);
            return like(value, text.substring(begin, text.offsetByCodePoints(begin, to - from)));
        }
        List<Object> part = new ArrayList<>(list(value).subList(from, to));
        return value instanceof PyTuple ? new PyTuple(part) : part;
    }

    private static List<?> list(Object value) {
        return value instanceof PyTuple tuple ? tuple.items() : (List<?>) value;
    }

    private static long bound(Object value) {
        return Numbers.index(value, "slice indices must be integers or None or have an __index__ method");
    }

    /** An edge of a slice brought into the sequence, by Python's rules. */
    private static long edge(Object given, int length, long by, long otherwise) {
        if (given == None.NONE) {
            return otherwise;
        }
        long at = bound(given);
        if (at < 0) {
            return Math.max(at + length, by > 0 ? 0 : -1);
        }
        return Math.min(at, by > 0 ? length : length - 1L);
    }
}
