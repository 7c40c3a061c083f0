package volley.template;

import java.util.List;
import volley.template.value.PythonError;
import volley.template.value.Repr;

/** The tokens of a template, read one by one. */
final class Tokens {
    /** How deep expressions and statements may lie in each other. */
    private static final int MAX_DEPTH = 150;

    private final List<Token> tokens;
    private int at;
    private int depth;

    Tokens(List<Token> tokens) {
        this.tokens = tokens;
    }

    Token current() {
        return tokens.get(at);
    }

    Token following() {
        return tokens.get(Math.min(at + 1, tokens.size() - 1));
    }

    int line() {
        return current().line();
    }

    /** The current token; the next one becomes the current. */
    Token next() {
        Token token = current();
        at = Math.min(at + 1, tokens.size() - 1);
        return token;
    }

    boolean skipName(String name) {
        return skip(current().isName(name));
    }

    boolean skipOperator(String operator) {
        return skip(current().isOperator(operator));
    }

    private boolean skip(boolean matches) {
        if (matches) {
            next();
        }
        return matches;
    }

    Token expect(Token.Type type) {
        if (!current().is(type)) {
            throw unexpected(new Token(type, type.name(), 0).description());
        }
        return next();
    }

    String expectName() {
        return expect(Token.Type.NAME).value().toString();
    }

    void expectName(String name) {
        if (!skipName(name)) {
            throw unexpected(name);
        }
    }

    void expectOperator(String operator) {
        if (!skipOperator(operator)) {
            throw unexpected(operator);
        }
    }

    private PythonError unexpected(String expected) {
        if (current().is(Token.Type.EOF)) {
            return failure("unexpected end of template, expected " + Repr.repr(expected) + ".", line());
        }
        return failure(
                "expected token " + Repr.repr(expected) + ", got "
                        + Repr.repr(current().description()),
                line());
    }

    void enter() {
        if (++depth > MAX_DEPTH) {
            throw new PythonError("RecursionError", "the template is nested too deeply").at(line());
        }
    }

    void leave() {
        depth--;
    }

    static PythonError failure(String message, int line) {
        return new PythonError("TemplateSyntaxError", message).at(line);
    }
}
