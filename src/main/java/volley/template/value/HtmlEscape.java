package volley.template.value;

/** Markupsafe's {@code escape}. */
public final class HtmlEscape {
    private HtmlEscape() {}

    /** A value's text, safe as HTML; what is marked as safe stays as it is. */
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
}
