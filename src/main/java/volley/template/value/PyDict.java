package volley.template.value;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;

/** A dict: in order of insertion, keys equal as Python's ({@code 1}, {@code 1.0} and {@code True} are one). */
public final class PyDict implements PyValue {
    private final Map<Object, Object> values = new LinkedHashMap<>();

    /** The keys that do not stand for themselves in {@link #values}; mostly there are none. */
    private Map<Object, Object> originals;

    public void put(Object key, Object value) {
        Object normal = key(key);
        boolean added = !values.containsKey(normal);
        values.put(normal, value);
        if (added && normal != key) {
            if (originals == null) {
                originals = new HashMap<>();
            }
            originals.put(normal, key);
        }
    }

    /** The value, or {@code null}. */
    public Object get(Object key) {
        return values.get(key(key));
    }

    public boolean contains(Object key) {
        return values.containsKey(key(key));
    }

    public int size() {
        return values.size();
    }

    public void forEach(BiConsumer<Object, Object> action) {
        values.forEach((normal, value) -> action.accept(original(normal), value));
    }

    public List<Object> keys() {
        List<Object> keys = new ArrayList<>(values.size());
        values.keySet().forEach(normal -> keys.add(original(normal)));
        return keys;
    }

    public List<Object> values() {
        return new ArrayList<>(values.values());
    }

    /** Tuples of key and value. */
    public List<Object> items() {
        List<Object> items = new ArrayList<>(values.size());
        forEach((key, value) -> items.add(PyTuple.of(key, value)));
        return items;
    }

    private Object original(Object normal) {
        return originals == null ? normal : originals.getOrDefault(normal, normal);
    }

    public PyDict copy() {
        PyDict copy = new PyDict();
        forEach(copy::put);
        return copy;
    }

    /**
     * What stands for a key in Java's maps: equal exactly where Python's keys are.
     *
     * @throws PythonError a TypeError if the value cannot be a key
     */
    public static Object key(Object value) {
        if (value instanceof String || value instanceof Long || value instanceof BigInteger) {
            return value;
        }
        if (value instanceof Boolean flag) {
            return flag ? 1L : 0L;
        }
        if (value instanceof Double number) {
            boolean whole = !number.isInfinite() && !number.isNaN() && number == Math.rint(number);
            return whole ? Numbers.normal(new BigDecimal(number).toBigInteger()) : number;
        }
        if (value instanceof Markup markup) {
            return markup.text();
        }
        if (value instanceof PyTuple tuple) {
            List<Object> keys = new ArrayList<>(tuple.items().size());
            tuple.items().forEach(item -> keys.add(key(item)));
            return new PyTuple(keys);
        }
        if (value instanceof List || value instanceof PyDict) {
            throw PythonError.type("unhashable type: '" + TypeName.of(value) + "'");
        }
        return value instanceof PyObject object ? object.key() : value;
    }

    @Override
    public String typeName() {
        return "dict";
    }
}
