package volley.template.value;

/** A value of one of this engine's own classes, but for None. */
public interface PyValue {
    /** The name of the Python class. */
    String typeName();
}
