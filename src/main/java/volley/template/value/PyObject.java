package volley.template.value;

/** A value that is neither of Java's own types nor a collection. */
public interface PyObject extends PyValue {
    /** What {@code getattr} answers where there is no such attribute. */
    Object MISSING = new Object() {
        @Override
        public String toString() {
            return "missing";
        }
    };

    /** The attribute, or {@link #MISSING}. */
    default Object attribute(String name) {
        return MISSING;
    }

    /** Python's {@code str}. */
    default String str() {
        return repr();
    }

    /** What stands for it among the keys of Java's maps: equal exactly where Python's keys are. */
    default Object key() {
        return this;
    }

    /** Python's {@code repr}. */
    default String repr() {
        throw PythonError.unsupported("the text of a " + typeName() + ", which holds an address in Python,");
    }
}
