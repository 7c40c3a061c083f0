package volley.template.builtin;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import volley.template.value.Arithmetic;
import volley.template.value.Equality;
import volley.template.value.Limits;
import volley.template.value.Markup;
import volley.template.value.None;
import volley.template.value.Numbers;
import volley.template.value.PyDict;
import volley.template.value.PyIterator;
import volley.template.value.PythonError;
import volley.template.value.Repr;
import volley.template.value.Text;
import volley.template.value.TypeName;
import volley.template.value.Undefined;
import volley.template.value.Values;

/** Filters on sequences and their items. */
final class SequenceFilters {
    private SequenceFilters() {}

    static void addTo(FilterTable filters) {
        filters.add("length", 0, (value, a) -> Values.length(value));
        filters.add("count", 0, (value, a) -> Values.length(value));
        filters.add("list", 0, (value, a) -> Values.list(value));
        filters.add("first", 0, (value, a) -> first(value));
        filters.add("last", 0, (value, a) -> last(value));
        filters.add("reverse", 0, (value, a) -> reverse(value));
        filters.add("join", 0, SequenceFilters::join, "d", "attribute");
        filters.add("items", 0, (value, a) -> items(value));
        filters.add("batch", 1, SequenceFilters::batch, "linecount", "fill_with");
        filters.add("slice", 1, SequenceFilters::slice, "slices", "fill_with");
        filters.add("attr", 1, (value, a) -> Attributes.strictly(value, StringArguments.text(a[0])), "name");
        filters.add("default", 0, SequenceFilters::otherwise, "default_value", "boolean");
        filters.add("d", 0, SequenceFilters::otherwise, "default_value", "boolean");
    }

    private static Object otherwise(Object value, Object[] a) {
        boolean replaced = value instanceof Undefined || (a[1] != null && Values.truth(a[1]) && !Values.truth(value));
        return replaced ? (a[0] == null ? "" : a[0]) : value;
    }

    private static Object first(Object value) {
        Iterator<Object> items = Values.iterator(value);
        return items.hasNext() ? items.next() : Undefined.because("No first item, sequence was empty.");
    }

    private static Object last(Object value) {
        Iterator<Object> items = reversed(value);
        return items.hasNext() ? items.next() : Undefined.because("No last item, sequence was empty.");
    }

    /** Python's {@code reversed}, which a generator has not. */
    private static Iterator<Object> reversed(Object value) {
        if (!Values.isIterable(value) || value instanceof PyIterator) {
            throw PythonError.type("'" + TypeName.of(value) + "' object is not reversible");
        }
        List<Object> items = Values.list(value);
        Collections.reverse(items);
        return items.iterator();
    }

    private static Object reverse(Object value) {
        if (Values.isString(value)) {
            String text = Text.reversed(value.toString());
            return value instanceof Markup ? new Markup(text) : text;
        }
        if (value instanceof PyIterator) {
            List<Object> items = Values.list(value);
            Collections.reverse(items);
            return items;
        }
        if (!Values.isIterable(value)) {
            throw new PythonError("FilterArgumentError", "argument must be iterable");
        }
        return new PyIterator("reversed", reversed(value));
    }

    private static Object join(Object value, Object[] a) {
        String separator = a[0] == null ? "" : Repr.str(a[0]);
        boolean byAttribute = a[1] != null && a[1] != None.NONE;
        AttributePath path = AttributePath.of(byAttribute ? a[1] : None.NONE);
        StringBuilder out = new StringBuilder();
        boolean first = true;
        for (Iterator<Object> items = Values.iterator(value); items.hasNext(); ) {
            Object item = items.next();
            out.append(first ? "" : separator).append(Repr.str(byAttribute ? path.get(item) : item));
            first = false;
            Limits.characters(out.length());
        }
        return out.toString();
    }

    private static Object items(Object value) {
        return Generator.of(() -> {
            if (value instanceof Undefined) {
                return Collections.emptyIterator();
            }
            if (!(value instanceof PyDict dict)) {
                throw PythonError.type("Can only get item pairs from a mapping.");
            }
            return dict.items().iterator();
        });
    }

    private static Object batch(Object value, Object[] a) {
        return Generator.of(() -> {
            Object count = a[0];
            List<Object> batches = new ArrayList<>();
            List<Object> batch = new ArrayList<>();
            for (Iterator<Object> items = Values.iterator(value); items.hasNext(); ) {
                Object item = items.next();
                if (Equality.equal((long) batch.size(), count)) {
                    batches.add(batch);
                    batch = new ArrayList<>();
                }
                batch.add(item);
            }
            if (!batch.isEmpty()) {
                if (a[1] != null && a[1] != None.NONE && Numbers.index(count) > batch.size()) {
                    Object filling = Arithmetic.multiply(List.of(a[1]), Numbers.index(count) - batch.size());
                    batch.addAll((List<?>) filling);
                }
                batches.add(batch);
            }
            return batches.iterator();
        });
    }

    private static Object slice(Object value, Object[] a) {
        return Generator.of(() -> {
            List<Object> items = Values.list(value);
            int count = (int) Math.min(Limits.ITEMS, Numbers.index(a[0]));
            if (count == 0) {
                throw new PythonError("ZeroDivisionError", "integer division or modulo by zero");
            }
            int each = Math.floorDiv(items.size(), count);
            int longer = Math.floorMod(items.size(), count);
            List<Object> slices = new ArrayList<>();
            int start = 0;
            for (int i = 0; i < count; i++) {
                int end = start + each + (i < longer ? 1 : 0);
                List<Object> slice = new ArrayList<>(items.subList(start, end));
                if (a[1] != null && a[1] != None.NONE && i >= longer) {
                    slice.add(a[1]);
                }
                slices.add(slice);
                start = end;
            }
            return slices.iterator();
        });
    }
}
