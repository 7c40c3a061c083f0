package volley.template.builtin;

import java.util.HashMap;
import java.util.Map;
import volley.template.value.Signature;

/** Filters by name. */
final class FilterTable {
    private final Map<String, Filter> filters = new HashMap<>();

    /** A filter's body: the value, and the arguments in the order of the parameters; null where not given. */
    @FunctionalInterface
    interface Body {
        Object apply(Object value, Object[] arguments);
    }

    /** @param required how many of the parameters have no default */
    void add(String name, int required, Body body, String... parameters) {
        Signature signature = Signature.of(name, required, parameters);
        put(name, (value, arguments) -> body.apply(value, signature.bind(arguments)));
    }

    /** Adds a filter that reads its arguments itself. */
    void put(String name, Filter filter) {
        filters.put(name, filter);
    }

    /** The filter, or {@code null}. */
    Filter find(String name) {
        return filters.get(name);
    }
}
