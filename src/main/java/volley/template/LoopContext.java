package volley.template;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import volley.template.value.Arguments;
import volley.template.value.Equality;
import volley.template.value.PyCallable;
import volley.template.value.PyTuple;
import volley.template.value.PythonError;
import volley.template.value.Undefined;
import volley.template.value.Values;

/** {@code loop} in a {@code for}. It looks ahead only as far as it is asked. */
final class LoopContext implements PyCallable, Values.Sized, Iterator<Object> {
    /** Renders a recursive loop for inner items. */
    @FunctionalInterface
    interface Recursive {
        String render(Object iterable, int depth);
    }

    private final Object iterable;
    private final Recursive recursive;
    private final int depth;
    private Iterator<Object> items;
    private int index = -1;
    private int length = -1;
    private Object before = MISSING;
    private Object current = MISSING;
    private Object after = MISSING;
    private Object lastChanged = MISSING;

    /** @param depth levels of recursion around this one */
    LoopContext(Object iterable, Recursive recursive, int depth) {
        this.iterable = iterable;
        this.recursive = recursive;
        this.depth = depth;
        this.items = Values.iterator(iterable);
    }

    @Override
    public boolean hasNext() {
        return after != MISSING || items.hasNext();
    }

    @Override
    public Object next() {
        if (!hasNext()) {
            throw new NoSuchElementException();
        }
        before = current;
        current = peek();
        after = MISSING;
        index++;
        return current;
    }

    private Object peek() {
        if (after == MISSING && items.hasNext()) {
            after = items.next();
        }
        return after;
    }

    @Override
    public int size() {
        if (length < 0) {
            if (Values.hasLength(iterable)) {
                length = (int) Values.length(iterable);
            } else {
                List<Object> rest = new ArrayList<>();
                items.forEachRemaining(rest::add);
                items = rest.iterator();
                length = rest.size() + index + 1 + (after == MISSING ? 0 : 1);
            }
        }
        return length;
    }

    @Override
    public Object attribute(String name) {
        return switch (name) {
            case "index" -> index + 1L;
            case "index0" -> (long) index;
            case "first" -> index == 0;
            case "last" -> peek() == MISSING;
            case "length" -> (long) size();
            case "revindex" -> (long) size() - index;
            case "revindex0" -> size() - index - 1L;
            case "depth" -> depth + 1L;
            case "depth0" -> (long) depth;
            case "previtem" -> index == 0 ? Undefined.because("there is no previous item") : before;
            case "nextitem" -> peek() == MISSING ? Undefined.because("there is no next item") : after;
            case "cycle" -> new Method(this::cycle);
            case "changed" -> new Method(this::changed);
            default -> MISSING;
        };
    }

    private Object cycle(Arguments arguments) {
        List<Object> choices = arguments.positional();
        if (choices.isEmpty()) {
            throw PythonError.type("no items for cycling given");
        }
        return choices.get(index % choices.size());
    }

    private Object changed(Arguments arguments) {
        PyTuple value = new PyTuple(arguments.positional());
        boolean changed = lastChanged == MISSING || !Equality.equal(lastChanged, value);
        lastChanged = value;
        return changed;
    }

    @Override
    public Object call(Arguments arguments) {
        if (recursive == null) {
            throw PythonError.type("The loop must have the 'recursive' marker to be called recursively.");
        }
        if (arguments.count() != 1) {
            throw PythonError.type("loop() takes one argument (" + arguments.count() + " given)");
        }
        Object inner = arguments.positional().isEmpty()
                ? arguments.named().values().iterator().next()
                : arguments.positional().get(0);
        return recursive.render(inner, depth + 1);
    }

    @Override
    public String typeName() {
        return "LoopContext";
    }

    @Override
    public String repr() {
        return "<LoopContext " + (index + 1) + "/" + size() + ">";
    }

    /** A method of {@code loop}. */
    private record Method(java.util.function.Function<Arguments, Object> body) implements PyCallable {
        @Override
        public Object call(Arguments arguments) {
            return body.apply(arguments);
        }

        @Override
        public String typeName() {
            return "method";
        }
    }
}
