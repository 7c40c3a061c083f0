package volley.template.builtin;

import java.util.List;
import java.util.Map;
import java.util.Set;
import volley.template.value.Arguments;
import volley.template.value.Markup;
import volley.template.value.Numbers;
import volley.template.value.PyCallable;
import volley.template.value.PyDict;
import volley.template.value.PyObject;
import volley.template.value.PyRange;
import volley.template.value.PyTuple;
import volley.template.value.PythonError;
import volley.template.value.Subscripts;
import volley.template.value.TypeName;
import volley.template.value.Undefined;
import volley.template.value.Values;

/** {@code value.name} and {@code value[key]} as the sandbox of jinja2 looks them up. */
public final class Attributes {
    /** Methods that would change a value; the sandbox hides them. */
    private static final Set<String> UNSAFE_LIST =
            Set.of("append", "clear", "pop", "reverse", "insert", "sort", "extend", "remove");

    private static final Set<String> UNSAFE_DICT = Set.of("clear", "pop", "popitem", "setdefault", "update");

    /** The methods of strings that look up attributes themselves. */
    private static final Map<String, Method> FORMATS =
            StrFormat.methods(new StrFormat.Lookup(Attributes::attribute, Attributes::item));

    private Attributes() {}

    /** {@code value.name}: Python's attribute, else the element of that name. */
    public static Object attribute(Object value, String name) {
        Object found = python(value, name);
        if (found == PyObject.MISSING) {
            found = Subscripts.item(value, name);
        }
        return found == PyObject.MISSING ? Undefined.of(value, name) : found;
    }

    /** {@code value[key]}: the element, else the attribute of that name. */
    public static Object item(Object value, Object key) {
        Object found = Subscripts.item(value, key);
        if (found == PyObject.MISSING && Values.isString(key)) {
            found = python(value, key.toString());
        }
        return found == PyObject.MISSING ? Undefined.of(value, key) : found;
    }

    /** Filter {@code attr}: only Python's attribute. */
    static Object strictly(Object value, String name) {
        Object found = python(value, name);
        return found == PyObject.MISSING ? Undefined.of(value, name) : found;
    }

    private static Object python(Object value, String name) {
        if (value instanceof Undefined undefined) {
            throw undefined.failure();
        }
        if (name.startsWith("__") && name.endsWith("__")) {
            return Undefined.unsafe(value, name);
        }
        if (value instanceof PyDict) {
            return UNSAFE_DICT.contains(name)
                    ? Undefined.unsafe(value, name)
                    : bound(value, CollectionMethods.dict(name));
        }
        if (Values.isString(value)) {
            Method method = stringMethod(name);
            return bound(value, method != null && value instanceof Markup ? MarkupMethods.of(name, method) : method);
        }
        if (value instanceof PyObject object) {
            Object found = object.attribute(name);
            boolean countable = found == PyObject.MISSING && value instanceof PyRange;
            return countable ? bound(value, CollectionMethods.sequence(name)) : found;
        }
        if (value instanceof List) {
            if (UNSAFE_LIST.contains(name)) {
                return Undefined.unsafe(value, name);
            }
            return bound(value, name.equals("copy") ? CollectionMethods.COPY : CollectionMethods.sequence(name));
        }
        if (value instanceof PyTuple tuple) {
            int named = tuple.names().indexOf(name);
            if (named >= 0) {
                return tuple.items().get(named);
            }
            return bound(value, CollectionMethods.sequence(name));
        }
        return Numbers.isNumber(value) ? NumberAttributes.find(value, name) : PyObject.MISSING;
    }

    private static Method stringMethod(String name) {
        Method method = StringMethods.find(name);
        return method == null ? FORMATS.get(name) : method;
    }

    private static Object bound(Object value, Method method) {
        return method == null ? PyObject.MISSING : new BoundMethod(value, method);
    }

    /** Calls a value. */
    public static Object call(Object callee, Arguments arguments) {
        if (callee instanceof PyCallable callable) {
            return callable.call(arguments);
        }
        if (callee instanceof Undefined undefined) {
            throw undefined.failure();
        }
        throw PythonError.type("'" + TypeName.of(callee) + "' object is not callable");
    }
}
