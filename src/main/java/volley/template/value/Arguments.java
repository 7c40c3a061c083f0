package volley.template.value;

import java.util.List;
import java.util.Map;

/**
 * The arguments of one call.
 *
 * @param positional in order
 * @param named by name, in order
 */
public record Arguments(List<Object> positional, Map<String, Object> named) {
    public static final Arguments NONE = new Arguments(List.of(), Map.of());

    public static Arguments of(Object... positional) {
        return new Arguments(List.of(positional), Map.of());
    }

    public int count() {
        return positional.size() + named.size();
    }

    /** Without the first {@code n} positional ones. */
    public Arguments from(int n) {
        return new Arguments(positional.subList(Math.min(n, positional.size()), positional.size()), named);
    }
}
