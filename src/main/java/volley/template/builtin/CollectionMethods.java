package volley.template.builtin;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import volley.template.value.DictView;
import volley.template.value.Equality;
import volley.template.value.None;
import volley.template.value.Numbers;
import volley.template.value.PyDict;
import volley.template.value.PythonError;
import volley.template.value.Repr;
import volley.template.value.Signature;
import volley.template.value.Values;

/** Methods of dicts, lists, tuples and ranges. */
final class CollectionMethods {
    private static final Signature EMPTY = Signature.of("method", 0);
    private static final Signature GET = Signature.of("get", 1, "key", "default");
    private static final Signature FROM_KEYS = Signature.of("fromkeys", 1, "iterable", "value");
    private static final Signature INDEX = Signature.of("index", 1, "value", "start", "stop");
    private static final Signature COUNT = Signature.of("count", 1, "value");

    private static final Method GET_METHOD = (self, arguments) -> {
        Object[] a = GET.bind(arguments);
        Object found = ((PyDict) self).get(a[0]);
        return found != null ? found : a[1] == null ? None.NONE : a[1];
    };
    private static final Method KEYS = view("dict_keys", PyDict::keys);
    private static final Method VALUES = view("dict_values", PyDict::values);
    private static final Method ITEMS = view("dict_items", PyDict::items);
    private static final Method COPY_DICT = (self, arguments) -> {
        EMPTY.bind(arguments);
        return ((PyDict) self).copy();
    };
    static final Method FROM_KEYS_METHOD = (self, arguments) -> {
        Object[] a = FROM_KEYS.bind(arguments);
        PyDict dict = new PyDict();
        Values.iterator(a[0]).forEachRemaining(key -> dict.put(key, a[1] == null ? None.NONE : a[1]));
        return dict;
    };

    /** {@code list.copy}. */
    static final Method COPY = (self, arguments) -> {
        EMPTY.bind(arguments);
        return new ArrayList<>((List<?>) self);
    };

    private CollectionMethods() {}

    private static Method view(String kind, java.util.function.Function<PyDict, List<Object>> items) {
        return (self, arguments) -> {
            EMPTY.bind(arguments);
            return new DictView(kind, items.apply((PyDict) self));
        };
    }

    static Method dict(String name) {
        return switch (name) {
            case "get" -> GET_METHOD;
            case "items" -> ITEMS;
            case "keys" -> KEYS;
            case "values" -> VALUES;
            case "copy" -> COPY_DICT;
            case "fromkeys" -> FROM_KEYS_METHOD;
            default -> null;
        };
    }

    /** {@code count} and {@code index}. */
    static Method sequence(String name) {
        return switch (name) {
            case "count" -> (self, arguments) -> {
                Object wanted = COUNT.bind(arguments)[0];
                long count = 0;
                for (Iterator<Object> items = Values.iterator(self); items.hasNext(); ) {
                    count += Equality.equal(items.next(), wanted) ? 1 : 0;
                }
                return count;
            };
            case "index" -> (self, arguments) -> index(Values.list(self), INDEX.bind(arguments));
            default -> null;
        };
    }

    private static long index(List<Object> items, Object[] a) {
        long start = a[1] == null ? 0 : Numbers.index(a[1]);
        long stop = a[2] == null ? items.size() : Numbers.index(a[2]);
        long from = start < 0 ? Math.max(0, start + items.size()) : start;
        long to = stop < 0 ? stop + items.size() : Math.min(stop, items.size());
        for (long at = from; at < to; at++) {
            if (Equality.equal(items.get((int) at), a[0])) {
                return at;
            }
        }
        throw PythonError.value(Repr.repr(a[0]) + " is not in list");
    }
}
