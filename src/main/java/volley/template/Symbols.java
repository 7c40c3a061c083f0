package volley.template;

import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The names of one block and what each begins with, by the rules of jinja2's compiler. */
final class Symbols {
    /** Where a variable's first value comes from. */
    enum Origin {
        /** Set by whoever enters the block. */
        PARAMETER,
        /** Looked up among the variables of the template. */
        CONTEXT,
        /** Copied from a block around this one. */
        OUTER,
        /** Nothing yet. */
        MISSING
    }

    /** @param outer the place to copy from, for {@link Origin#OUTER} */
    record Load(Origin origin, String name, Place outer) {}

    private final Symbols parent;
    private final FunctionScope function;
    private final int level;
    private final Map<String, Place> places = new HashMap<>();
    private final Map<Place, Load> loads = new LinkedHashMap<>();
    private final Set<String> stores = new HashSet<>();

    /** @param parent the block around it, or null */
    Symbols(Symbols parent, FunctionScope function) {
        this(parent, function, parent == null ? 0 : parent.level + 1);
    }

    private Symbols(Symbols parent, FunctionScope function, int level) {
        this.parent = parent;
        this.function = function;
        this.level = level;
    }

    Symbols copy() {
        Symbols copy = new Symbols(parent, function, level);
        copy.places.putAll(places);
        copy.loads.putAll(loads);
        copy.stores.addAll(stores);
        return copy;
    }

    FunctionScope function() {
        return function;
    }

    Map<Place, Load> loads() {
        return loads;
    }

    /** The place of a name here or around, or null. */
    Place find(String name) {
        Place place = places.get(name);
        return place != null || parent == null ? place : parent.find(name);
    }

    private Place define(String name, Load load) {
        Place place = function.place(level, name);
        places.put(name, place);
        loads.put(place, load);
        return place;
    }

    void store(String name) {
        stores.add(name);
        if (!places.containsKey(name)) {
            Place outer = parent == null ? null : parent.find(name);
            define(name, outer == null ? new Load(Origin.MISSING, name, null) : new Load(Origin.OUTER, name, outer));
        }
    }

    Place parameter(String name) {
        stores.add(name);
        return define(name, new Load(Origin.PARAMETER, name, null));
    }

    void load(String name) {
        if (find(name) == null) {
            define(name, new Load(Origin.CONTEXT, name, null));
        }
    }

    /** Joins what the branches of an {@code if} did: a name only some of them set begins with what it had before. */
    void join(List<Symbols> branches) {
        Set<String> fresh = new HashSet<>();
        branches.forEach(branch -> fresh.addAll(branch.stores));
        fresh.removeAll(stores);
        for (Symbols branch : branches) {
            places.putAll(branch.places);
            loads.putAll(branch.loads);
            stores.addAll(branch.stores);
        }
        for (String name : fresh) {
            Place outer = parent == null ? null : parent.find(name);
            loads.put(
                    find(name),
                    outer == null ? new Load(Origin.CONTEXT, name, null) : new Load(Origin.OUTER, name, outer));
        }
    }
}
