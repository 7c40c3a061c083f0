package volley.template;

import java.math.BigInteger;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import volley.template.value.Numbers;
import volley.template.value.PythonError;
import volley.template.value.Repr;
import volley.template.value.Text;

/**
 * Cuts a template into tokens, with {@code trim_blocks} and {@code lstrip_blocks} on. Rules of jinja2's lexer: a line
 * break right after a block or comment goes, and so do blanks before one if nothing else stands before it on its line;
 * a minus inside a tag takes all white space on its side, a plus keeps it.
 */
final class Lexer {
    private static final Pattern FLOAT = Pattern.compile(
            "(?<!\\.)(?:\\d+_)*\\d+(?:(?:\\.(?:\\d+_)*\\d+)?[eE][+-]?(?:\\d+_)*\\d+|\\.(?:\\d+_)*\\d+)");
    private static final Pattern INTEGER =
            Pattern.compile("0[bB](?:_?[01])+|0[oO](?:_?[0-7])+|0[xX](?:_?[\\da-fA-F])+|[1-9](?:_?\\d)*|0(?:_?0)*");
    private static final Pattern NAME = Pattern.compile("\\w+", Pattern.UNICODE_CHARACTER_CLASS);
    private static final Pattern OPERATOR = Pattern.compile("//|\\*\\*|==|!=|>=|<=|[-+/*%~\\[\\](){}<>=.:|,;]");
    private static final Pattern RAW =
            Pattern.compile("\\{%[-+]?\\s*raw\\s*(?:-%\\}\\s*|%\\})", Pattern.UNICODE_CHARACTER_CLASS);
    private static final Pattern END_RAW =
            Pattern.compile("\\{%([-+]?)\\s*endraw\\s*(?:\\+%\\}|-%\\}\\s*|%\\}\\n?)", Pattern.UNICODE_CHARACTER_CLASS);

    private final String source;
    private final List<Token> tokens = new ArrayList<>();
    private final Deque<Character> open = new ArrayDeque<>();
    private int at;
    private int line = 1;

    /** Whether what was read last ended with a line break; so does the beginning. */
    private boolean lineStarting = true;

    private Lexer(String source) {
        this.source = source;
    }

    static List<Token> tokens(String template) {
        String text = template.replace("\r\n", "\n").replace('\r', '\n');
        String source = text.endsWith("\n") ? text.substring(0, text.length() - 1) : text;
        Lexer lexer = new Lexer(source);
        lexer.readAll();
        return lexer.tokens;
    }

    private void readAll() {
        while (at < source.length()) {
            int tag = nextTag(at);
            if (tag < 0) {
                add(Token.Type.DATA, source.substring(at));
                advance(source.length());
                break;
            }
            Matcher raw = RAW.matcher(source).region(tag, source.length());
            char kind = source.charAt(tag + 1);
            char sign = tag + 2 < source.length() ? source.charAt(tag + 2) : 0;
            data(source.substring(at, tag), sign, kind != '{');
            boolean signed = sign == '-' || sign == '+';
            if (kind == '%' && raw.lookingAt()) {
                advance(raw.end());
                raw();
            } else if (kind == '#') {
                advance(tag + (signed ? 3 : 2));
                comment();
            } else {
                add(kind == '%' ? Token.Type.BLOCK_BEGIN : Token.Type.VARIABLE_BEGIN, "");
                advance(tag + (signed ? 3 : 2));
                code(kind == '%');
            }
        }
        tokens.add(new Token(Token.Type.EOF, "", line));
    }

    private int nextTag(int from) {
        for (int i = source.indexOf('{', from); i >= 0 && i + 1 < source.length(); i = source.indexOf('{', i + 1)) {
            char next = source.charAt(i + 1);
            if (next == '%' || next == '{' || next == '#') {
                return i;
            }
        }
        return -1;
    }

    /** Text before a tag. */
    private void data(String text, char sign, boolean block) {
        String kept = text;
        if (sign == '-') {
            kept = Text.strip(text, null, false, true);
        } else if (sign != '+' && block) {
            int lineStart = text.lastIndexOf('\n') + 1;
            boolean onlyBlanks =
                    Text.strip(text.substring(lineStart), null, true, false).isEmpty();
            if ((lineStart > 0 || lineStarting) && onlyBlanks) {
                kept = text.substring(0, lineStart);
            }
        }
        if (!kept.isEmpty()) {
            add(Token.Type.DATA, kept);
        }
        count(text);
    }

    private void add(Token.Type type, Object value) {
        tokens.add(new Token(type, value, line));
    }

    private void count(String text) {
        line += (int) text.chars().filter(c -> c == '\n').count();
        at += text.length();
    }

    private void advance(int end) {
        if (end > at) {
            lineStarting = source.charAt(end - 1) == '\n';
            count(source.substring(at, end));
        }
    }

    private void raw() {
        Matcher end = END_RAW.matcher(source);
        if (!end.find(at)) {
            throw syntax("Missing end of raw directive");
        }
        String sign = end.group(1);
        data(source.substring(at, end.start()), sign.isEmpty() ? 0 : sign.charAt(0), true);
        advance(end.end());
    }

    private void comment() {
        int end = source.indexOf("#}", at);
        if (end < 0) {
            throw syntax("Missing end of comment tag");
        }
        boolean minus = end > at && source.charAt(end - 1) == '-';
        boolean plus = end > at && source.charAt(end - 1) == '+';
        advance(afterTag(end + 2, minus, !plus));
    }

    /** The place after a tag's end and the white space that goes with it. */
    private int afterTag(int end, boolean all, boolean lineBreak) {
        int after = end;
        if (all) {
            while (after < source.length() && Text.isSpace(source.charAt(after))) {
                after++;
            }
        } else if (lineBreak && after < source.length() && source.charAt(after) == '\n') {
            after++;
        }
        return after;
    }

    private void code(boolean block) {
        open.clear();
        String close = block ? "%}" : "}}";
        while (at < source.length()) {
            if (open.isEmpty()) {
                boolean minus = source.startsWith("-" + close, at);
                boolean plus = block && source.startsWith("+" + close, at);
                if (minus || plus || source.startsWith(close, at)) {
                    add(block ? Token.Type.BLOCK_END : Token.Type.VARIABLE_END, "");
                    advance(afterTag(at + (minus || plus ? 3 : 2), minus, block && !plus));
                    return;
                }
            }
            token();
        }
    }

    private void token() {
        char c = source.charAt(at);
        if (Text.isSpace(c)) {
            int end = at;
            while (end < source.length() && Text.isSpace(source.charAt(end))) {
                end++;
            }
            advance(end);
            return;
        }
        String text = match(FLOAT);
        if (text != null) {
            take(Token.Type.FLOAT, text, Double.valueOf(text.replace("_", "")));
            return;
        }
        text = match(INTEGER);
        if (text != null) {
            take(Token.Type.INTEGER, text, integer(text.replace("_", "")));
            return;
        }
        text = match(NAME);
        if (text != null) {
            boolean valid = Character.isUnicodeIdentifierStart(text.codePointAt(0)) || text.charAt(0) == '_';
            if (!valid) {
                throw syntax("Invalid character in identifier");
            }
            take(Token.Type.NAME, text, text);
            return;
        }
        if (c == '\'' || c == '"') {
            int end = stringEnd(c);
            if (end > 0) {
                String inside = source.substring(at + 1, end - 1);
                take(Token.Type.STRING, source.substring(at, end), StringLiteral.value(inside, line));
                return;
            }
        }
        text = match(OPERATOR);
        if (text == null) {
            throw syntax("unexpected char " + Repr.repr(Character.toString(source.codePointAt(at))) + " at " + at);
        }
        balance(text.charAt(0));
        take(Token.Type.OPERATOR, text, text);
    }

    private String match(Pattern pattern) {
        Matcher matcher = pattern.matcher(source).region(at, source.length()).useTransparentBounds(true);
        return matcher.lookingAt() ? matcher.group() : null;
    }

    private void take(Token.Type type, String text, Object value) {
        add(type, value);
        advance(at + text.length());
    }

    private static Object integer(String digits) {
        String lower = digits.toLowerCase(Locale.ROOT);
        int radix = lower.startsWith("0x") ? 16 : lower.startsWith("0o") ? 8 : lower.startsWith("0b") ? 2 : 10;
        return Numbers.normal(new BigInteger(radix == 10 ? lower : lower.substring(2), radix));
    }

    /** The place after the closing quote, or -1. */
    private int stringEnd(char quote) {
        for (int i = at + 1; i < source.length(); i++) {
            char c = source.charAt(i);
            if (c == quote) {
                return i + 1;
            }
            if (c == '\\') {
                i++;
            }
        }
        return -1;
    }

    private void balance(char c) {
        switch (c) {
            case '{' -> open.push('}');
            case '(' -> open.push(')');
            case '[' -> open.push(']');
            case '}', ')', ']' -> {
                if (open.isEmpty()) {
                    throw syntax("unexpected '" + c + "'");
                }
                char expected = open.pop();
                if (expected != c) {
                    throw syntax("unexpected '" + c + "', expected '" + expected + "'");
                }
            }
            default -> {}
        }
    }

    private PythonError syntax(String message) {
        return new PythonError("TemplateSyntaxError", message).at(line);
    }
}
