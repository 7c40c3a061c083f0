package volley.template.value;

import java.util.List;

/**
 * A tuple.
 *
 * @param items its parts
 * @param names of the parts, for a named tuple; else empty
 */
public record PyTuple(List<Object> items, List<String> names) implements PyValue {
    public static final PyTuple EMPTY = new PyTuple(List.of());

    public PyTuple(List<Object> items) {
        this(items, List.of());
    }

    public static PyTuple of(Object... items) {
        return new PyTuple(List.of(items));
    }

    @Override
    public String typeName() {
        return "tuple";
    }
}
