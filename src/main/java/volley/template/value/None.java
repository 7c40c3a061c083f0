package volley.template.value;

/** Python's {@code None}. */
public enum None {
    NONE
}
