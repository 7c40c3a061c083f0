package volley.template.builtin;

import volley.template.value.Arguments;
import volley.template.value.PyCallable;

/** A method together with the value it belongs to. */
record BoundMethod(Object self, Method method) implements PyCallable {
    @Override
    public Object call(Arguments arguments) {
        return method.call(self, arguments);
    }

    @Override
    public String typeName() {
        return "builtin_function_or_method";
    }
}
