package volley.template;

import java.util.ArrayList;
import java.util.List;
import volley.template.Symbols.Load;
import volley.template.Symbols.Origin;
import volley.template.value.PyObject;
import volley.template.value.PythonError;

/**
 * The block that is being compiled.
 *
 * @param topLevel whether what it sets is a variable of the template, which blocks see
 * @param soft whether it is a branch, where a filter that does not exist is an error only when it is called
 * @param inLoop whether {@code break} has a loop to leave
 */
record Scope(Symbols symbols, boolean topLevel, boolean soft, boolean inLoop) {
    static Scope root() {
        return new Scope(new Symbols(null, new FunctionScope(null)), true, false, false);
    }

    /** A block inside this one, in the same function. */
    Scope inner() {
        return new Scope(new Symbols(symbols, symbols.function()), false, false, inLoop);
    }

    /** A block inside this one that is a function of its own. */
    Scope function() {
        return new Scope(new Symbols(symbols, new FunctionScope(symbols.function())), false, false, false);
    }

    Scope branch() {
        return new Scope(symbols, topLevel, true, inLoop);
    }

    Scope loop() {
        return new Scope(symbols, topLevel, soft, true);
    }

    /** Where a name is; how far is told by {@link Reference}. */
    Reference reference(String name) {
        Place place = symbols.find(name);
        if (place == null) {
            throw new PythonError(
                    "AssertionError",
                    "Tried to resolve a name to a reference that was unknown to the frame ('" + name + "')");
        }
        return reference(place);
    }

    Reference reference(Place place) {
        return new Reference(symbols.function().hopsTo(place), place.slot());
    }

    /** What has to be done on entering the block. */
    Entry entry() {
        List<Integer> slots = new ArrayList<>();
        List<Step> steps = new ArrayList<>();
        symbols.loads().forEach((place, load) -> {
            slots.add(place.slot());
            if (load.origin() != Origin.PARAMETER) {
                steps.add(new Step(place.slot(), load, load.outer() == null ? null : reference(load.outer())));
            }
        });
        return new Entry(
                steps.toArray(new Step[0]),
                slots.stream().mapToInt(Integer::intValue).toArray());
    }

    /** A place as seen from one function: how many functions outwards, and the slot there. */
    record Reference(int hops, int slot) {
        Object get(Frame frame) {
            return frame.outwards(hops).slots[slot];
        }

        void set(Frame frame, Object value) {
            frame.outwards(hops).slots[slot] = value;
        }
    }

    /** The first value of one variable. */
    record Step(int slot, Load load, Reference outer) {}

    /** The first values of a block's variables. */
    @SuppressWarnings("ArrayRecordComponent") // read in a loop; never compared
    record Entry(Step[] steps, int[] slots) {
        void enter(Frame frame) {
            for (Step step : steps) {
                Load load = step.load();
                frame.slots[step.slot()] = load.origin() == Origin.CONTEXT
                        ? frame.rendering.resolve(load.name())
                        : load.origin() == Origin.OUTER ? step.outer().get(frame) : PyObject.MISSING;
            }
        }

        void leave(Frame frame) {
            for (int slot : slots) {
                frame.slots[slot] = PyObject.MISSING;
            }
        }
    }
}
