package volley.tokenizer;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Rewrites what jinjava 2.8 cannot parse or parses wrongly into Jinja of the same meaning:
 *
 * <ul>
 *   <li>{@code namespace(last=messages|length - 1)} to {@code namespace(last=(messages|length - 1))}, because jinjava
 *       binds {@code =} as tightly as {@code *};
 *   <li>{@code messages[::-1]} to {@code messages|reverse|list}, because jinjava knows no step in a slice.
 * </ul>
 */
final class JinjavaSyntax {
    /** Text that is no expression, or a macro's head, whose defaults jinjava reads correctly. */
    private static final Pattern LEFT_ALONE = Pattern.compile(
            "\\{#.*?#}|\\{%[-+]?\\s*raw\\s*[-+]?%}.*?\\{%[-+]?\\s*endraw\\s*[-+]?%}|\\{%[-+]?\\s*(macro|call)\\b.*?%}",
            Pattern.DOTALL);

    private static final String REVERSED = "[::-1]";

    private final String source;
    private final StringBuilder out = new StringBuilder();
    private final Deque<Bracket> open = new ArrayDeque<>();
    private int at;

    private JinjavaSyntax(String source) {
        this.source = source;
    }

    static String adapt(String source) {
        return new JinjavaSyntax(source).run();
    }

    private String run() {
        Matcher leftAlone = LEFT_ALONE.matcher(source);
        while (at < source.length()) {
            if (source.startsWith("{{", at) || source.startsWith("{%", at) || source.startsWith("{#", at)) {
                if (leftAlone.region(at, source.length()).lookingAt()) {
                    out.append(leftAlone.group());
                    at = leftAlone.end();
                } else {
                    out.append(source, at, at + 2);
                    at += 2;
                    expression();
                }
            } else {
                out.append(source.charAt(at++));
            }
        }
        return out.toString();
    }

    /** From behind an opening delimiter to its closing one. */
    private void expression() {
        open.clear();
        while (at < source.length()) {
            char c = source.charAt(at);
            if (open.isEmpty() && (source.startsWith("}}", at) || source.startsWith("%}", at))) {
                return;
            }
            if (source.startsWith(REVERSED, at)) {
                out.append("|reverse|list");
                at += REVERSED.length();
                continue;
            }
            switch (c) {
                case '\'', '"' -> string(c);
                case '(', '[', '{' -> {
                    open.push(new Bracket(c));
                    copy();
                }
                case ')', ']', '}' -> {
                    if (!open.isEmpty()) {
                        endValue(open.pop());
                    }
                    copy();
                }
                case ',' -> {
                    if (!open.isEmpty()) {
                        endValue(open.peek());
                    }
                    copy();
                }
                case '=' -> equalsSign();
                default -> copy();
            }
        }
    }

    private void equalsSign() {
        boolean comparison = source.startsWith("==", at) || "!<>".indexOf(source.charAt(at - 1)) >= 0;
        copy();
        if (comparison) {
            if (source.startsWith("=", at)) {
                copy();
            }
        } else if (!open.isEmpty() && open.peek().kind == '(') {
            open.peek().inValue = true;
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
        copy();
        while (at < source.length() && source.charAt(at) != quote) {
            if (source.charAt(at) == '\\' && at + 1 < source.length()) {
                copy();
            }
            copy();
        }
        if (at < source.length()) {
            copy();
        }
    }

    private void copy() {
        out.append(source.charAt(at++));
    }

    private static final class Bracket {
        private final char kind;
        private boolean inValue;

        private Bracket(char kind) {
            this.kind = kind;
        }
    }
}
