package volley.template.builtin;

import java.util.HashMap;
import java.util.Map;
import volley.template.value.Signature;

/** Methods of strings by name. */
final class MethodTable {
    private final Map<String, Method> methods = new HashMap<>();

    /** A method's body: the text, and the arguments in the order of the parameters; null where not given. */
    @FunctionalInterface
    interface Body {
        Object call(String self, Object[] arguments);
    }

    /** @param required how many of the parameters have no default */
    void add(String name, int required, Body body, String... parameters) {
        Signature signature = Signature.of(name, required, parameters);
        put(name, (self, arguments) -> body.call(self.toString(), signature.bind(arguments)));
    }

    /** Adds a method that reads its arguments itself. */
    void put(String name, Method method) {
        methods.put(name, method);
    }

    /** The method, or {@code null}. */
    Method find(String name) {
        return methods.get(name);
    }
}
