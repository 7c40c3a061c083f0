package volley.template.builtin;

import volley.template.value.Arguments;

/** What stands behind {@code is} in a template. */
@FunctionalInterface
public interface Test {
    /** The answer, mostly a boolean. */
    Object apply(Object value, Arguments arguments);
}
