package volley.tokenizer;

import com.hubspot.jinjava.interpret.InterpretException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Rewrites a Jinja template into one of the same meaning that jinjava 2.8 reads correctly:
 *
 * <ul>
 *   <li>White space around tags is taken off here, as trim_blocks, lstrip_blocks and keep_trailing_newline = false
 *       define it: jinjava also strips before a tag that follows an expression on the same line.
 *   <li>{@code namespace(last=messages|length - 1)} becomes {@code namespace(last=(messages|length - 1))}, because
 *       jinjava binds {@code =} as tightly as {@code *}.
 *   <li>{@code messages[::-1]} becomes {@code messages|reverse|list}: jinjava knows no step in a slice.
 *   <li>{@code {'a': {}}} becomes {@code {'a': {} } }: jinjava takes two braces for the expression's end.
 *   <li>{@code for x in y if z} becomes a {@code for} with an {@code if} in it; {@code loop} then also counts the items
 *       left out.
 *   <li>{@code generation} tags, with which transformers marks the assistant's part, become {@code if true}.
 * </ul>
 *
 * {@code else} in a {@code for}, which jinjava would silently ignore, is refused.
 */
final class JinjavaSyntax {
    private static final Pattern GENERATION = Pattern.compile("(\\{%[-+]?\\s*)generation(\\s*[-+]?%})");
    private static final Pattern END_GENERATION = Pattern.compile("(\\{%[-+]?\\s*)endgeneration(\\s*[-+]?%})");
    private static final Pattern COMMENT = Pattern.compile("\\{#.*?#}", Pattern.DOTALL);
    private static final Pattern RAW =
            Pattern.compile("\\{%[-+]?\\s*raw\\s*[-+]?%}.*?\\{%[-+]?\\s*endraw\\s*[-+]?%}", Pattern.DOTALL);
    private static final Pattern TAG_NAME = Pattern.compile("[-+]?\\s*(\\w+)");
    private static final Pattern IF = Pattern.compile("\\bif\\b");
    private static final Pattern FILTER = Pattern.compile("\\|\\s*([A-Za-z_]\\w*)");
    private static final String REVERSED = "[::-1]";
    private static final String FOR_IF = "for if";

    private final String source;
    private final StringBuilder out = new StringBuilder();
    private final Set<String> filters = new TreeSet<>();
    private final Deque<String> openTags = new ArrayDeque<>();
    private final Deque<Bracket> openBrackets = new ArrayDeque<>();
    private int at;

    private JinjavaSyntax(String source) {
        this.source = source;
    }

    /**
     * A template jinjava can read.
     *
     * @param source its text
     * @param filters names of all filters it uses, since jinjava drops unknown ones silently
     */
    record Adapted(String source, Set<String> filters) {}

    /** @throws InterpretException if the template has an {@code else} in a {@code for} */
    static Adapted adapt(String jinja) {
        String source = jinja.endsWith("\n") ? jinja.substring(0, jinja.length() - 1) : jinja;
        source = GENERATION.matcher(source).replaceAll("$1if true$2");
        source = END_GENERATION.matcher(source).replaceAll("$1endif$2");
        JinjavaSyntax syntax = new JinjavaSyntax(source);
        return new Adapted(syntax.run(), Set.copyOf(syntax.filters));
    }

    private String run() {
        while (at < source.length()) {
            if (here("{{")) {
                copy(2);
                expression("", false);
                copy(2);
            } else if (here("{%") || here("{#")) {
                stripLineBefore();
                if (!copyMatch(COMMENT) && !copyMatch(RAW)) {
                    tag();
                }
                dropLineBreakAfter();
            } else {
                copy(1);
            }
        }
        return out.toString();
    }

    /** lstrip_blocks: white space between the line's start and a tag goes, unless the tag begins with a plus. */
    private void stripLineBefore() {
        int start = at;
        while (start > 0 && source.charAt(start - 1) != '\n' && Character.isWhitespace(source.charAt(start - 1))) {
            start--;
        }
        boolean plus = source.startsWith("+", at + 2);
        if (!plus && (start == 0 || source.charAt(start - 1) == '\n')) {
            out.setLength(out.length() - (at - start));
        }
    }

    /** trim_blocks: the first line break after a tag goes, unless the tag ends with a plus. */
    private void dropLineBreakAfter() {
        if (here("\n") && source.charAt(at - 3) != '+') {
            at++;
        }
    }

    private void tag() {
        Matcher name = TAG_NAME.matcher(source).region(at + 2, source.length());
        String tag = name.lookingAt() ? name.group(1) : "";
        switch (tag) {
            case "if", "for" -> openTags.push(tag);
            case "endif" -> openTags.poll();
            case "endfor" -> {
                if (FOR_IF.equals(openTags.poll())) {
                    out.append(here("{%-") ? "{%- endif %}" : "{% endif %}");
                }
            }
            case "else" -> {
                String open = openTags.peek();
                if ("for".equals(open) || FOR_IF.equals(open)) {
                    throw new InterpretException("else in a for is not supported");
                }
            }
            default -> {}
        }
        copy(2);
        if (here("+")) {
            at++;
        }
        // A macro's head has defaults, not keyword arguments, and jinjava reads those correctly.
        expression(tag, tag.equals("macro") || tag.equals("call"));
        if (out.charAt(out.length() - 1) == '+') {
            out.setLength(out.length() - 1);
        }
        copy(2);
    }

    /** From behind an opening delimiter to before its closing one. */
    private void expression(String tag, boolean verbatim) {
        openBrackets.clear();
        while (at < source.length()) {
            char c = source.charAt(at);
            if (openBrackets.isEmpty() && (here("}}") || here("%}"))) {
                return;
            }
            if (c == '\'' || c == '"') {
                string(c);
            } else if (verbatim) {
                copy(1);
            } else if (here(REVERSED)) {
                out.append("|reverse|list");
                at += REVERSED.length();
            } else {
                operator(c, tag);
            }
        }
    }

    private void operator(char c, String tag) {
        switch (c) {
            case '(', '[', '{' -> {
                openBrackets.push(new Bracket(c));
                copy(1);
            }
            case ')', ']', '}' -> {
                if (!openBrackets.isEmpty()) {
                    endValue(openBrackets.pop());
                }
                copy(1);
                if (c == '}' && here("}")) {
                    out.append(' ');
                }
            }
            case ',' -> {
                if (!openBrackets.isEmpty()) {
                    endValue(openBrackets.peek());
                }
                copy(1);
            }
            case '=' -> equalsSign();
            case '|' -> {
                Matcher filter = FILTER.matcher(source).region(at, source.length());
                if (filter.lookingAt()) {
                    filters.add(filter.group(1));
                }
                copy(1);
            }
            case 'i' -> {
                Matcher condition =
                        IF.matcher(source).region(at, source.length()).useTransparentBounds(true);
                if (tag.equals("for") && openBrackets.isEmpty() && condition.lookingAt()) {
                    openTags.pop();
                    openTags.push(FOR_IF);
                    out.append("%}{% ");
                }
                copy(1);
            }
            default -> copy(1);
        }
    }

    private void equalsSign() {
        boolean comparison = here("==") || "!<>".indexOf(source.charAt(at - 1)) >= 0;
        copy(here("==") ? 2 : 1);
        if (!comparison && !openBrackets.isEmpty() && openBrackets.peek().kind == '(') {
            openBrackets.peek().inValue = true;
            out.append('(');
        }
    }

    private void endValue(Bracket bracket) {
        if (bracket.inValue) {
            bracket.inValue = false;
            out.append(')');
        }
    }

    private void string(char quote) {
        copy(1);
        while (at < source.length() && source.charAt(at) != quote) {
            copy(source.charAt(at) == '\\' ? 2 : 1);
        }
        copy(1);
    }

    private boolean copyMatch(Pattern pattern) {
        Matcher matcher = pattern.matcher(source).region(at, source.length());
        if (matcher.lookingAt()) {
            copy(matcher.end() - at);
            return true;
        }
        return false;
    }

    private void copy(int characters) {
        int end = Math.min(at + characters, source.length());
        out.append(source, at, end);
        at = end;
    }

    private boolean here(String text) {
        return source.startsWith(text, at);
    }

    /** An open bracket, and whether a keyword argument's value is open in it. */
    private static final class Bracket {
        private final char kind;
        private boolean inValue;

        private Bracket(char kind) {
            this.kind = kind;
        }
    }
}
