package volley.template;

import java.util.HashMap;
import java.util.Map;

/**
 * What would be one Python function in jinja2's compiled code: the template, a macro, the test of a loop. Loops and
 * other blocks share the slots of the function they are in, by nesting level and name, as they share Python's local
 * variables.
 */
final class FunctionScope {
    private final FunctionScope outer;
    private final int depth;
    private final Map<String, Place> places = new HashMap<>();

    /** @param outer the function around it, or null */
    FunctionScope(FunctionScope outer) {
        this.outer = outer;
        this.depth = outer == null ? 0 : outer.depth + 1;
    }

    FunctionScope outer() {
        return outer;
    }

    Place place(int level, String name) {
        return places.computeIfAbsent(level + " " + name, key -> new Place(depth, places.size()));
    }

    /** How many functions lie between this one and the one a place belongs to. */
    int hopsTo(Place place) {
        return depth - place.depth();
    }

    /** Number of slots; final once the template is compiled. */
    int size() {
        return places.size();
    }
}
