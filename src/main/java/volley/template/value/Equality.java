package volley.template.value;

import java.util.Iterator;
import java.util.List;

/** Python's {@code ==} and {@code in}. */
public final class Equality {
    private Equality() {}

    public static boolean equal(Object a, Object b) {
        if (a instanceof String s && b instanceof String t) {
            return s.equals(t);
        }
        if (Numbers.isNumber(a)) {
            return Numbers.isNumber(b) && Numbers.compare(a, b) == 0;
        }
        if (Values.isString(a)) {
            return Values.isString(b) && a.toString().equals(b.toString());
        }
        if (a instanceof List<?> x) {
            return b instanceof List<?> y && sameItems(x, y);
        }
        if (a instanceof PyTuple x) {
            return b instanceof PyTuple y && sameItems(x.items(), y.items());
        }
        if (a instanceof PyDict x) {
            return b instanceof PyDict y && sameEntries(x, y);
        }
        if (a instanceof Undefined) {
            return b instanceof Undefined;
        }
        if (a instanceof PyRange x) {
            return b instanceof PyRange y && x.items().equals(y.items());
        }
        if (a instanceof DictView x && b instanceof DictView y && !x.kind().equals("dict_values")) {
            return !y.kind().equals("dict_values")
                    && x.items().size() == y.items().size()
                    && x.items().stream().allMatch(item -> among(y.items(), item));
        }
        return same(a, b);
    }

    @SuppressWarnings("ReferenceEquality")
    static boolean same(Object a, Object b) {
        return a == b;
    }

    /** Python's {@code is}: exact for what has one instance only, and for what a template has put into a variable. */
    public static boolean identical(Object a, Object b) {
        if (a instanceof Boolean || b instanceof Boolean) {
            return a.equals(b);
        }
        boolean small = a instanceof Long x && x >= -5 && x <= 256;
        if (small || (a instanceof String s && s.isEmpty())) {
            return a.equals(b);
        }
        if (same(a, b)) {
            return true;
        }
        if (a.getClass() == b.getClass() && (a instanceof Number || a instanceof String) && a.equals(b)) {
            throw PythonError.unsupported("'is sameas' between equal numbers or strings");
        }
        return false;
    }

    private static boolean sameItems(List<?> x, List<?> y) {
        if (x.size() != y.size()) {
            return false;
        }
        for (int i = 0; i < x.size(); i++) {
            if (!sameOrEqual(x.get(i), y.get(i))) {
                return false;
            }
        }
        return true;
    }

    private static boolean sameEntries(PyDict x, PyDict y) {
        if (x.size() != y.size()) {
            return false;
        }
        for (Object key : x.keys()) {
            Object other = y.get(key);
            if (other == null || !sameOrEqual(x.get(key), other)) {
                return false;
            }
        }
        return true;
    }

    static boolean sameOrEqual(Object a, Object b) {
        return same(a, b) || equal(a, b);
    }

    private static boolean among(List<?> items, Object item) {
        for (Object candidate : items) {
            if (sameOrEqual(candidate, item)) {
                return true;
            }
        }
        return false;
    }

    /** {@code item in container}. */
    public static boolean contains(Object container, Object item) {
        if (Values.isString(container)) {
            if (!Values.isString(item)) {
                throw PythonError.type("'in <string>' requires string as left operand, not " + TypeName.of(item));
            }
            return container.toString().contains(item.toString());
        }
        if (container instanceof PyDict dict) {
            return dict.contains(item);
        }
        if (container instanceof DictView view && view.kind().equals("dict_keys")) {
            PyDict.key(item);
            return among(view.items(), item);
        }
        Iterator<Object> items = Values.iterator(container, type -> "argument of type '" + type + "' is not iterable");
        while (items.hasNext()) {
            if (sameOrEqual(items.next(), item)) {
                return true;
            }
        }
        return false;
    }
}
