package volley.template.value;

/** jinja2's default {@code Undefined}: empty as a text, false, without items; anything else fails. */
public final class Undefined implements PyObject {
    /** The key of all of them: undefined values are equal. */
    private static final Object KEY = new Object();

    private final String hint;
    private final Object owner;
    private final Object name;
    private final String error;

    private Undefined(String hint, Object owner, Object name, String error) {
        this.hint = hint;
        this.owner = owner;
        this.name = name;
        this.error = error;
    }

    /** A variable nobody set. */
    public static Undefined variable(String name) {
        return new Undefined(null, MISSING, name, "UndefinedError");
    }

    /** What {@code owner} has no attribute or element for. */
    public static Undefined of(Object owner, Object name) {
        return new Undefined(null, owner, name, "UndefinedError");
    }

    /** @param hint the message of the error */
    public static Undefined because(String hint) {
        return new Undefined(hint, MISSING, None.NONE, "UndefinedError");
    }

    /** An attribute that the sandbox hides. */
    public static Undefined unsafe(Object owner, String name) {
        String hint = "access to attribute " + Repr.repr(name) + " of " + Repr.repr(TypeName.of(owner))
                + " object is unsafe.";
        return new Undefined(hint, owner, name, "SecurityError");
    }

    public PythonError failure() {
        return new PythonError(error, message());
    }

    private String message() {
        if (hint != null) {
            return hint;
        }
        if (owner == MISSING) {
            return Repr.repr(name) + " is undefined";
        }
        String type = owner == None.NONE ? "None" : TypeName.of(owner) + " object";
        if (!(name instanceof String)) {
            return type + " has no element " + Repr.repr(name);
        }
        return Repr.repr(type) + " has no attribute " + Repr.repr(name);
    }

    @Override
    public String str() {
        return "";
    }

    @Override
    public Object key() {
        return KEY;
    }

    @Override
    public String typeName() {
        return "Undefined";
    }

    @Override
    public String repr() {
        return "Undefined";
    }
}
