package volley.template.value;

import java.util.List;
import java.util.Map;

/** The parameters of a built-in function. */
public final class Signature {
    private final String function;
    private final int required;
    private final List<String> names;

    private Signature(String function, int required, String... names) {
        this.function = function;
        this.required = required;
        this.names = List.of(names);
    }

    /**
     * @param function its name, for messages
     * @param required how many of the parameters have no default
     */
    public static Signature of(String function, int required, String... names) {
        return new Signature(function, required, names);
    }

    /** The arguments in the order of the parameters; {@code null} where one is not given. */
    public Object[] bind(Arguments arguments) {
        Object[] bound = new Object[names.size()];
        List<Object> positional = arguments.positional();
        if (positional.size() > bound.length) {
            throw PythonError.type(
                    function + "() takes at most " + bound.length + " arguments (" + positional.size() + " given)");
        }
        for (int i = 0; i < positional.size(); i++) {
            bound[i] = positional.get(i);
        }
        for (Map.Entry<String, Object> named : arguments.named().entrySet()) {
            int at = names.indexOf(named.getKey());
            if (at < 0) {
                throw PythonError.type(function + "() got an unexpected keyword argument '" + named.getKey() + "'");
            }
            if (bound[at] != null) {
                throw PythonError.type(function + "() got multiple values for argument '" + named.getKey() + "'");
            }
            bound[at] = named.getValue();
        }
        for (int i = 0; i < required; i++) {
            if (bound[i] == null) {
                throw PythonError.type(function + "() missing required argument: '" + names.get(i) + "'");
            }
        }
        return bound;
    }
}
