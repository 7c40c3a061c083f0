package volley.template.builtin;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import volley.template.value.PythonError;
import volley.template.value.Signature;

/** jinja2's filters by name. Those that are of no use in a chat are there too, and say so when they are called. */
public final class Filters {
    private static final Map<String, Filter> FILTERS = new HashMap<>();

    static {
        TextFilters.addTo(Filters::add);
        NumberFilters.addTo(Filters::add);
        SequenceFilters.addTo(Filters::add);
        OrderFilters.addTo(Filters::add);
        SelectFilters.addTo(FILTERS);
        FILTERS.put("format", TextFilters::format);
        for (String name : List.of("pprint", "random", "urlize", "wordwrap")) {
            FILTERS.put(name, (value, arguments) -> {
                throw PythonError.unsupported("the filter '" + name + "'");
            });
        }
    }

    private Filters() {}

    /** A filter's body: the value, and the arguments in the order of the parameters; null where not given. */
    @FunctionalInterface
    interface Body {
        Object apply(Object value, Object[] arguments);
    }

    /** How the groups of filters are added. */
    @FunctionalInterface
    interface Registry {
        void add(String name, int required, Body body, String... parameters);
    }

    private static void add(String name, int required, Body body, String... parameters) {
        Signature signature = Signature.of(name, required, parameters);
        FILTERS.put(name, (value, arguments) -> body.apply(value, signature.bind(arguments)));
    }

    /** The filter, or {@code null}. */
    public static Filter find(String name) {
        return FILTERS.get(name);
    }
}
