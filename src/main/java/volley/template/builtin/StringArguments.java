package volley.template.builtin;

import java.util.List;
import volley.template.value.None;
import volley.template.value.Numbers;
import volley.template.value.PyTuple;
import volley.template.value.PythonError;
import volley.template.value.TypeName;
import volley.template.value.Values;

/** Reads the arguments of methods of strings, and of what is called like them. */
final class StringArguments {
    private StringArguments() {}

    /** An argument that has to be a string. */
    static String text(Object value) {
        if (!Values.isString(value)) {
            throw PythonError.type("must be str, not " + TypeName.of(value));
        }
        return value.toString();
    }

    /** An optional set of characters or separator: {@code null} if not given or None. */
    static String characters(Object value) {
        return value == null || value == None.NONE ? null : text(value);
    }

    /** An optional count: negative is without limit. */
    static long count(Object value) {
        return value == null ? -1 : Numbers.index(value);
    }

    /** The tuple of strings or the one string that {@code startswith} takes. */
    static List<?> alternatives(String method, Object value) {
        if (value instanceof PyTuple tuple) {
            for (Object item : tuple.items()) {
                if (!Values.isString(item)) {
                    throw PythonError.type("tuple for " + method + " must only contain str, not " + TypeName.of(item));
                }
            }
            return tuple.items();
        }
        if (!Values.isString(value)) {
            throw PythonError.type(method + " first arg must be str or a tuple of str, not " + TypeName.of(value));
        }
        return List.of(value);
    }
}
