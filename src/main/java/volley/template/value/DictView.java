package volley.template.value;

import java.util.List;

/**
 * What {@code keys()}, {@code values()} and {@code items()} of a dict give. A template cannot change a dict, so a view
 * may be a copy.
 *
 * @param kind {@code dict_keys}, {@code dict_values} or {@code dict_items}
 */
public record DictView(String kind, List<Object> items) implements PyObject {
    @Override
    public String typeName() {
        return kind;
    }

    @Override
    public String repr() {
        return kind + "(" + Repr.repr(items) + ")";
    }
}
