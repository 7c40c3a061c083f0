package volley.template.builtin;

import volley.template.value.Arguments;
import volley.template.value.PythonError;

/** A method of a built-in type. */
@FunctionalInterface
interface Method {
    Object call(Object self, Arguments arguments);

    /** A method that Python has and this engine has not. */
    static Method unsupported(String name) {
        return (self, arguments) -> {
            throw PythonError.unsupported("the method '" + name + "'");
        };
    }
}
