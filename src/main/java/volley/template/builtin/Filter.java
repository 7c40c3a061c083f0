package volley.template.builtin;

import volley.template.value.Arguments;

/** What stands behind {@code |} in a template. */
@FunctionalInterface
public interface Filter {
    Object apply(Object value, Arguments arguments);
}
