package volley.template.builtin;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import java.util.function.UnaryOperator;
import volley.template.value.Equality;
import volley.template.value.None;
import volley.template.value.Ordering;
import volley.template.value.PyDict;
import volley.template.value.PyTuple;
import volley.template.value.PythonError;
import volley.template.value.Repr;
import volley.template.value.TypeName;
import volley.template.value.Undefined;
import volley.template.value.Values;

/** Filters that sort, group and compare. */
final class OrderFilters {
    private OrderFilters() {}

    static void addTo(FilterTable filters) {
        filters.add("sort", 0, OrderFilters::sort, "reverse", "case_sensitive", "attribute");
        filters.add("dictsort", 0, OrderFilters::dictSort, "case_sensitive", "by", "reverse");
        filters.add("unique", 0, OrderFilters::unique, "case_sensitive", "attribute");
        filters.add("min", 0, (value, a) -> extreme(value, a, "<"), "case_sensitive", "attribute");
        filters.add("max", 0, (value, a) -> extreme(value, a, ">"), "case_sensitive", "attribute");
        filters.add("groupby", 1, OrderFilters::groupBy, "attribute", "default", "case_sensitive");
    }

    private static boolean flag(Object argument) {
        return argument != null && Values.truth(argument);
    }

    private static UnaryOperator<Object> key(Object attribute, boolean caseSensitive) {
        AttributePath path = AttributePath.of(attribute == null ? None.NONE : attribute);
        return item -> caseSensitive ? path.get(item) : AttributePath.ignoreCase(path.get(item));
    }

    private static Object sort(Object value, Object[] a) {
        List<AttributePath> paths = AttributePath.several(a[2] == null ? None.NONE : a[2]);
        boolean caseSensitive = flag(a[1]);
        UnaryOperator<Object> key = item -> {
            List<Object> parts = new ArrayList<>();
            for (AttributePath path : paths) {
                Object part = path.get(item);
                parts.add(caseSensitive ? part : AttributePath.ignoreCase(part));
            }
            return parts;
        };
        return Ordering.sorted(Values.list(value), key, flag(a[0]));
    }

    private static Object dictSort(Object value, Object[] a) {
        String by = a[1] == null ? "key" : Repr.str(a[1]);
        if (!by.equals("key") && !by.equals("value")) {
            throw new PythonError("FilterArgumentError", "You can only sort by either \"key\" or \"value\"");
        }
        if (value instanceof Undefined undefined) {
            throw undefined.failure();
        }
        if (!(value instanceof PyDict dict)) {
            throw new PythonError("AttributeError", "'" + TypeName.of(value) + "' object has no attribute 'items'");
        }
        int position = by.equals("key") ? 0 : 1;
        boolean caseSensitive = flag(a[0]);
        UnaryOperator<Object> key = item -> {
            Object part = ((PyTuple) item).items().get(position);
            return caseSensitive ? part : AttributePath.ignoreCase(part);
        };
        return Ordering.sorted(dict.items(), key, flag(a[2]));
    }

    private static Object unique(Object value, Object[] a) {
        return Generator.of(() -> {
            UnaryOperator<Object> key = key(a[1], flag(a[0]));
            Set<Object> seen = new HashSet<>();
            List<Object> kept = new ArrayList<>();
            for (Iterator<Object> items = Values.iterator(value); items.hasNext(); ) {
                Object item = items.next();
                if (seen.add(PyDict.key(key.apply(item)))) {
                    kept.add(item);
                }
            }
            return kept.iterator();
        });
    }

    private static Object extreme(Object value, Object[] a, String order) {
        Iterator<Object> items = Values.iterator(value);
        if (!items.hasNext()) {
            return Undefined.because("No aggregated item, sequence was empty.");
        }
        UnaryOperator<Object> key = key(a[1], flag(a[0]));
        Object best = items.next();
        Object bestKey = key.apply(best);
        while (items.hasNext()) {
            Object item = items.next();
            Object itemKey = key.apply(item);
            if (Ordering.holds(order, itemKey, bestKey)) {
                best = item;
                bestKey = itemKey;
            }
        }
        return best;
    }

    private static Object groupBy(Object value, Object[] a) {
        AttributePath path = AttributePath.of(a[0]);
        Object otherwise = a[1] == null ? None.NONE : a[1];
        boolean caseSensitive = flag(a[2]);
        UnaryOperator<Object> key = item -> {
            Object part = path.get(item, otherwise);
            return caseSensitive ? part : AttributePath.ignoreCase(part);
        };
        List<Object> groups = new ArrayList<>();
        List<Object> members = null;
        Object current = null;
        for (Object item : Ordering.sorted(Values.list(value), key, false)) {
            Object itemKey = key.apply(item);
            if (members == null || !Equality.equal(current, itemKey)) {
                members = new ArrayList<>();
                groups.add(new PyTuple(List.of(path.get(item, otherwise), members), List.of("grouper", "list")));
                current = itemKey;
            }
            members.add(item);
        }
        return groups;
    }
}
