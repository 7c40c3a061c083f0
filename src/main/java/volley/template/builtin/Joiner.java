package volley.template.builtin;

import volley.template.value.Arguments;
import volley.template.value.PyCallable;

/** jinja2's {@code joiner}: nothing at the first call, then the separator. */
final class Joiner implements PyCallable {
    private final Object separator;
    private boolean used;

    Joiner(Object separator) {
        this.separator = separator;
    }

    @Override
    public Object call(Arguments arguments) {
        if (!used) {
            used = true;
            return "";
        }
        return separator;
    }

    @Override
    public Object attribute(String name) {
        return switch (name) {
            case "sep" -> separator;
            case "used" -> used;
            default -> MISSING;
        };
    }

    @Override
    public String typeName() {
        return "Joiner";
    }
}
