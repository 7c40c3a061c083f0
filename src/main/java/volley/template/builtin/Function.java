package volley.template.builtin;

import volley.template.value.Arguments;
import volley.template.value.PyCallable;

/** A built-in function. */
record Function(java.util.function.Function<Arguments, Object> body) implements PyCallable {
    @Override
    public Object call(Arguments arguments) {
        return body.apply(arguments);
    }

    @Override
    public String typeName() {
        return "function";
    }
}
