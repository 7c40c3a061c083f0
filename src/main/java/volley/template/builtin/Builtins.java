package volley.template.builtin;

import java.util.List;
import volley.template.value.PythonError;

/**
 * jinja2's filters and tests by name: some filters look for tests, and a test looks for filters. Filters that are of no
 * use in a chat are there too, and say so when they are called.
 */
public final class Builtins {
    private static final FilterTable FILTERS = new FilterTable();
    private static final Tests TESTS = new Tests(name -> FILTERS.find(name) != null);

    static {
        TextFilters.addTo(FILTERS);
        NumberFilters.addTo(FILTERS);
        SequenceFilters.addTo(FILTERS);
        OrderFilters.addTo(FILTERS);
        new SelectFilters(FILTERS, TESTS).add();
        for (String name : List.of("pprint", "random", "urlize", "wordwrap")) {
            FILTERS.put(name, (value, arguments) -> {
                throw PythonError.unsupported("the filter '" + name + "'");
            });
        }
    }

    private Builtins() {}

    /** The filter, or {@code null}. */
    public static Filter filter(String name) {
        return FILTERS.find(name);
    }

    /** The test, or {@code null}. */
    public static Test test(String name) {
        return TESTS.find(name);
    }
}
