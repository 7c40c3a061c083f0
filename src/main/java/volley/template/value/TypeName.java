package volley.template.value;

import java.util.List;

/** Names of the Python classes of values. */
public final class TypeName {
    private TypeName() {}

    /** The name of a value's class. */
    public static String of(Object value) {
        if (value instanceof String) {
            return "str";
        }
        if (value instanceof PyValue own) {
            return own.typeName();
        }
        if (value instanceof Boolean) {
            return "bool";
        }
        if (value instanceof Double) {
            return "float";
        }
        if (value instanceof Number) {
            return "int";
        }
        return value instanceof List ? "list" : "NoneType";
    }
}
