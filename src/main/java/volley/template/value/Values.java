package volley.template.value;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;

/** What every value has: a truth, perhaps a length and items. */
public final class Values {
    private Values() {}

    /**
     * The value of a Java object as JSON libraries make them: null, booleans, numbers, strings, maps and collections.
     *
     * @throws IllegalArgumentException if it is of another type
     */
    public static Object of(Object java) {
        if (java == null) {
            return None.NONE;
        }
        if (java instanceof String || java instanceof Boolean || java instanceof Long || java instanceof Double) {
            return java;
        }
        if (java instanceof Map<?, ?> map) {
            PyDict dict = new PyDict();
            map.forEach((key, value) -> dict.put(of(key), of(value)));
            return dict;
        }
        if (java instanceof Collection<?> items) {
            List<Object> list = new ArrayList<>(items.size());
            items.forEach(item -> list.add(of(item)));
            return list;
        }
        if (java instanceof BigInteger big) {
            return Numbers.normal(big);
        }
        if (java instanceof Float || java instanceof BigDecimal) {
            return ((Number) java).doubleValue();
        }
        if (java instanceof Number number) {
            return number.longValue();
        }
        if (java instanceof None || java instanceof PyObject || java instanceof PyDict || java instanceof PyTuple) {
            return java;
        }
        throw new IllegalArgumentException("no template value: " + java.getClass());
    }

    public static boolean isString(Object value) {
        return value instanceof String || value instanceof Markup;
    }

    public static boolean truth(Object value) {
        if (value instanceof Boolean flag) {
            return flag;
        }
        if (value == None.NONE || value instanceof Undefined) {
            return false;
        }
        if (value instanceof Double number) {
            return number != 0;
        }
        if (value instanceof Number number) {
            return number.longValue() != 0 || number instanceof BigInteger;
        }
        if (isString(value)) {
            return !value.toString().isEmpty();
        }
        int size = size(value);
        return size != 0;
    }

    /** Number of items, or -1 for a value that has no length. */
    private static int size(Object value) {
        if (value instanceof List<?> list) {
            return list.size();
        }
        if (value instanceof PyDict dict) {
            return dict.size();
        }
        if (value instanceof PyTuple tuple) {
            return tuple.items().size();
        }
        if (value instanceof DictView view) {
            return view.items().size();
        }
        if (value instanceof PyRange range) {
            return range.size();
        }
        if (value instanceof Undefined) {
            return 0;
        }
        return value instanceof Sized sized ? sized.size() : -1;
    }

    /** A value with a length of its own. */
    public interface Sized {
        int size();
    }

    public static boolean hasLength(Object value) {
        return isString(value) || size(value) >= 0;
    }

    /** Python's {@code len}: of strings in code points. */
    public static long length(Object value) {
        if (isString(value)) {
            return Text.length(value.toString());
        }
        int size = size(value);
        if (size < 0) {
            throw PythonError.type("object of type '" + TypeName.of(value) + "' has no len()");
        }
        return size;
    }

    public static Iterator<Object> iterator(Object value) {
        return iterator(value, type -> "'" + type + "' object is not iterable");
    }

    static Iterator<Object> iterator(Object value, UnaryOperator<String> message) {
        Iterator<Object> items = iteratorOrNull(value);
        if (items == null) {
            throw PythonError.type(message.apply(TypeName.of(value)));
        }
        return items;
    }

    public static boolean isIterable(Object value) {
        return iteratorOrNull(value) != null;
    }

    private static Iterator<Object> iteratorOrNull(Object value) {
        if (value instanceof List<?> list) {
            return Collections.<Object>unmodifiableList(list).iterator();
        }
        if (value instanceof PyDict dict) {
            return dict.keys().iterator();
        }
        if (value instanceof PyTuple tuple) {
            return tuple.items().iterator();
        }
        if (value instanceof DictView view) {
            return view.items().iterator();
        }
        if (value instanceof PyRange range) {
            return range.items().iterator();
        }
        if (value instanceof PyIterator iterator) {
            return iterator;
        }
        if (isString(value)) {
            List<String> characters = Text.characters(value.toString());
            if (value instanceof Markup) {
                return characters.stream().map(c -> (Object) new Markup(c)).iterator();
            }
            return Collections.<Object>unmodifiableList(characters).iterator();
        }
        return value instanceof Undefined ? Collections.emptyIterator() : null;
    }

    /** All items, as Python's {@code list} gives them. */
    public static List<Object> list(Object value) {
        List<Object> list = new ArrayList<>();
        Iterator<Object> items = iterator(value);
        while (items.hasNext()) {
            list.add(items.next());
            Limits.items(list.size());
        }
        return list;
    }
}
