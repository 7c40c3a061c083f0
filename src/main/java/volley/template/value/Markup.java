package volley.template.value;

/**
 * A string that is marked as safe HTML. Chat templates run without automatic escaping, but a marked string still
 * escapes what it is joined with.
 */
public record Markup(String text) {
    /** Markupsafe's {@code escape}. */
    public static Markup escape(Object value) {
        if (value instanceof Markup markup) {
            return markup;
        }
        String text = Repr.str(value);
        StringBuilder out = new StringBuilder(text.length() + 16);
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            switch (c) {
                case '&' -> out.append("&amp;");
                case '<' -> out.append("&lt;");
                case '>' -> out.append("&gt;");
                case '\'' -> out.append("&#39;");
                case '"' -> out.append("&#34;");
                default -> out.append(c);
            }
        }
        return new Markup(out.toString());
    }

    @Override
    public String toString() {
        return text;
    }
}
