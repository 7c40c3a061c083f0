package volley.template.builtin;

import volley.template.value.PyDict;
import volley.template.value.PyObject;
import volley.template.value.PythonError;
import volley.template.value.Repr;

/** A {@code namespace}: the one thing a template can change. */
public final class Namespace implements PyObject {
    private final PyDict attributes;

    Namespace(PyDict attributes) {
        attributes.keys().forEach(Namespace::check);
        this.attributes = attributes;
    }

    public void set(String name, Object value) {
        check(name);
        attributes.put(name, value);
    }

    private static void check(Object name) {
        if (name instanceof String text && text.startsWith("_")) {
            throw new PythonError(
                    "SecurityError",
                    "Chat templates cannot store underscore-prefixed attributes on a namespace, but got "
                            + Repr.repr(name) + ". Please rename the attribute.");
        }
    }

    @Override
    public Object attribute(String name) {
        Object value = attributes.get(name);
        return value == null ? MISSING : value;
    }

    @Override
    public String typeName() {
        return "TemplateNamespace";
    }

    @Override
    public String repr() {
        return "<Namespace " + Repr.repr(attributes) + ">";
    }
}
