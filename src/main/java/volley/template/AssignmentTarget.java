package volley.template;

import java.util.Iterator;
import java.util.List;
import volley.template.Scope.Reference;
import volley.template.builtin.Namespace;
import volley.template.value.PyObject;
import volley.template.value.PythonError;
import volley.template.value.TypeName;
import volley.template.value.Values;

/** What a value is assigned to. */
interface AssignmentTarget {
    void set(Frame frame, Object value);

    /** Fails if an attribute would be set on something that is no namespace; before the value is known. */
    default void check(Frame frame) {}

    static AssignmentTarget compile(Node node, Scope scope) {
        if (node instanceof Node.Name name) {
            Reference reference = scope.reference(name.name());
            if (!scope.topLevel()) {
                return reference::set;
            }
            return (frame, value) -> {
                reference.set(frame, value);
                frame.rendering.export(name.name(), value);
            };
        }
        if (node instanceof Node.NamespaceTarget target) {
            return new Attribute(scope.reference(target.name()), target.attribute());
        }
        List<AssignmentTarget> parts =
                node.children().stream().map(child -> compile(child, scope)).toList();
        return new Parts(parts);
    }

    /** An attribute of a namespace. */
    record Attribute(Reference namespace, String name) implements AssignmentTarget {
        @Override
        public void check(Frame frame) {
            if (!(namespace.get(frame) instanceof Namespace)) {
                throw new PythonError("TemplateRuntimeError", "cannot assign attribute on non-namespace object");
            }
        }

        @Override
        public void set(Frame frame, Object value) {
            Object owner = namespace.get(frame);
            if (owner == PyObject.MISSING || !(owner instanceof Namespace target)) {
                throw new PythonError("TemplateRuntimeError", "cannot assign attribute on non-namespace object");
            }
            target.set(name, value);
        }
    }

    /** Several targets, which share the items of the value. */
    record Parts(List<AssignmentTarget> parts) implements AssignmentTarget {
        @Override
        public void check(Frame frame) {
            parts.forEach(part -> part.check(frame));
        }

        @Override
        public void set(Frame frame, Object value) {
            if (!Values.isIterable(value)) {
                throw PythonError.type("cannot unpack non-iterable " + TypeName.of(value) + " object");
            }
            Object[] items = new Object[parts.size()];
            Iterator<Object> values = Values.iterator(value);
            for (int i = 0; i < items.length; i++) {
                if (!values.hasNext()) {
                    throw PythonError.value(
                            "not enough values to unpack (expected " + items.length + ", got " + i + ")");
                }
                items[i] = values.next();
            }
            if (values.hasNext()) {
                throw PythonError.value("too many values to unpack (expected " + items.length + ")");
            }
            for (int i = 0; i < items.length; i++) {
                parts.get(i).set(frame, items[i]);
            }
        }
    }
}
