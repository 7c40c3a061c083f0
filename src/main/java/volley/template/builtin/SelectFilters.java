package volley.template.builtin;

import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import volley.template.value.Arguments;
import volley.template.value.None;
import volley.template.value.PyIterator;
import volley.template.value.PythonError;
import volley.template.value.Repr;
import volley.template.value.Values;

/** {@code map}, {@code select}, {@code reject} and their forms for attributes. They work item by item. */
final class SelectFilters {
    private final FilterTable filters;
    private final Tests tests;

    /**
     * @param filters to look up filters in, and to be added to
     * @param tests to look up tests in
     */
    SelectFilters(FilterTable filters, Tests tests) {
        this.filters = filters;
        this.tests = tests;
    }

    void add() {
        filters.put("map", this::map);
        filters.put("select", (value, arguments) -> select(value, arguments, true, false));
        filters.put("reject", (value, arguments) -> select(value, arguments, false, false));
        filters.put("selectattr", (value, arguments) -> select(value, arguments, true, true));
        filters.put("rejectattr", (value, arguments) -> select(value, arguments, false, true));
    }

    private PyIterator map(Object value, Arguments arguments) {
        return Generator.of(() -> {
            if (!Values.truth(value)) {
                return List.of().iterator();
            }
            UnaryOperator<Object> change = change(arguments);
            Iterator<Object> items = Values.iterator(value);
            return new Iterator<Object>() {
                @Override
                public boolean hasNext() {
                    return items.hasNext();
                }

                @Override
                public Object next() {
                    return change.apply(items.next());
                }
            };
        });
    }

    private UnaryOperator<Object> change(Arguments arguments) {
        Map<String, Object> named = arguments.named();
        if (arguments.positional().isEmpty() && named.containsKey("attribute")) {
            for (String name : named.keySet()) {
                if (!name.equals("attribute") && !name.equals("default")) {
                    throw new PythonError("FilterArgumentError", "Unexpected keyword argument " + Repr.repr(name));
                }
            }
            AttributePath path = AttributePath.of(named.get("attribute"));
            Object otherwise = named.getOrDefault("default", None.NONE);
            return item -> path.get(item, otherwise);
        }
        if (arguments.positional().isEmpty()) {
            throw new PythonError("FilterArgumentError", "map requires a filter argument");
        }
        String name = Repr.str(arguments.positional().get(0));
        Filter filter = filters.find(name);
        Arguments rest = arguments.from(1);
        return item -> {
            if (filter == null) {
                throw new PythonError("TemplateRuntimeError", "No filter named " + Repr.repr(name) + ".");
            }
            return filter.apply(item, rest);
        };
    }

    private PyIterator select(Object value, Arguments arguments, boolean wanted, boolean byAttribute) {
        return Generator.of(() -> {
            if (!Values.truth(value)) {
                return List.of().iterator();
            }
            Predicate<Object> test = test(arguments, byAttribute);
            return new Selected(Values.iterator(value), item -> test.test(item) == wanted);
        });
    }

    private Predicate<Object> test(Arguments arguments, boolean byAttribute) {
        List<Object> positional = arguments.positional();
        if (byAttribute && positional.isEmpty()) {
            throw new PythonError("FilterArgumentError", "Missing parameter for attribute name");
        }
        AttributePath path = AttributePath.of(byAttribute ? positional.get(0) : None.NONE);
        int at = byAttribute ? 1 : 0;
        if (positional.size() <= at) {
            return item -> Values.truth(path.get(item));
        }
        String name = Repr.str(positional.get(at));
        Test test = tests.find(name);
        Arguments rest = arguments.from(at + 1);
        return item -> {
            Object part = path.get(item);
            if (test == null) {
                throw new PythonError("TemplateRuntimeError", "No test named " + Repr.repr(name) + ".");
            }
            return Values.truth(test.apply(part, rest));
        };
    }

    /** The items that fit, each found when it is asked for. */
    private static final class Selected implements Iterator<Object> {
        private final Iterator<Object> items;
        private final Predicate<Object> fits;
        private Object next;

        Selected(Iterator<Object> items, Predicate<Object> fits) {
            this.items = items;
            this.fits = fits;
        }

        @Override
        public boolean hasNext() {
            while (next == null && items.hasNext()) {
                Object item = items.next();
                next = fits.test(item) ? item : null;
            }
            return next != null;
        }

        @Override
        public Object next() {
            if (!hasNext()) {
                throw new NoSuchElementException();
            }
            Object item = next;
            next = null;
            return item;
        }
    }
}
