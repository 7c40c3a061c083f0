package volley.template.value;

/**
 * A string that is marked as safe HTML. Chat templates run without automatic escaping, but a marked string still
 * escapes what it is joined with.
 */
public record Markup(String text) implements PyValue {
    @Override
    public String toString() {
        return text;
    }

    @Override
    public String typeName() {
        return "Markup";
    }
}
