package volley.template.builtin;

import java.util.List;
import volley.template.value.None;
import volley.template.value.PyObject;
import volley.template.value.PyTuple;
import volley.template.value.PythonError;

/** jinja2's {@code cycler}. */
final class Cycler implements PyObject {
    private final List<Object> items;
    private int position;

    Cycler(List<Object> items) {
        if (items.isEmpty()) {
            throw new PythonError("RuntimeError", "at least one item has to be provided");
        }
        this.items = items;
    }

    @Override
    public Object attribute(String name) {
        return switch (name) {
            case "items" -> new PyTuple(items);
            case "pos" -> (long) position;
            case "current" -> items.get(position);
            case "next" -> new Function(arguments -> next());
            case "reset" -> new Function(arguments -> {
                position = 0;
                return None.NONE;
            });
            default -> MISSING;
        };
    }

    private Object next() {
        Object item = items.get(position);
        position = (position + 1) % items.size();
        return item;
    }

    @Override
    public String typeName() {
        return "Cycler";
    }
}
