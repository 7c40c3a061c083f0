package volley.template;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import volley.template.Node.CallArguments;
import volley.template.value.PythonError;

/** Reads what follows a value: attributes, subscripts, calls, filters and tests. */
final class PostfixParser {
    private static final Set<Token.Type> LITERALS =
            Set.of(Token.Type.NAME, Token.Type.STRING, Token.Type.INTEGER, Token.Type.FLOAT);

    private final Tokens tokens;
    private final Supplier<Node> expression;
    private final Supplier<Node> primary;

    /**
     * @param expression reads an expression
     * @param primary reads a value that nothing follows yet
     */
    PostfixParser(Tokens tokens, Supplier<Node> expression, Supplier<Node> primary) {
        this.tokens = tokens;
        this.expression = expression;
        this.primary = primary;
    }

    Node subscriptsAndCalls(Node start) {
        Node node = start;
        while (true) {
            Token token = tokens.current();
            if (token.isOperator(".") || token.isOperator("[")) {
                node = subscript(node);
            } else if (token.isOperator("(")) {
                node = new Node.Call(token.line(), node, arguments());
            } else {
                return node;
            }
        }
    }

    Node filtersAndTests(Node start) {
        Node node = start;
        while (true) {
            Token token = tokens.current();
            if (token.isOperator("|")) {
                node = filter(node);
            } else if (token.isName("is")) {
                node = test(node);
            } else if (token.isOperator("(")) {
                node = new Node.Call(token.line(), node, arguments());
            } else {
                return node;
            }
        }
    }

    private Node subscript(Node owner) {
        Token token = tokens.next();
        if (token.isOperator(".")) {
            Token name = tokens.next();
            if (name.is(Token.Type.NAME)) {
                return new Node.Attribute(token.line(), owner, name.value().toString());
            }
            if (!name.is(Token.Type.INTEGER)) {
                throw Tokens.failure("expected name or number", name.line());
            }
            return new Node.Item(token.line(), owner, new Node.Const(name.line(), name.value()));
        }
        List<Node> keys = new ArrayList<>();
        while (!tokens.current().isOperator("]")) {
            if (!keys.isEmpty()) {
                tokens.expectOperator(",");
            }
            keys.add(subscriptKey());
        }
        tokens.expectOperator("]");
        if (keys.size() > 1 && keys.stream().anyMatch(Node.Slice.class::isInstance)) {
            throw Tokens.failure("invalid syntax in subscript", token.line());
        }
        Node key = keys.size() == 1 ? keys.get(0) : new Node.TupleOf(token.line(), keys);
        return new Node.Item(token.line(), owner, key);
    }

    private Node subscriptKey() {
        int line = tokens.line();
        Node start = null;
        if (!tokens.current().isOperator(":")) {
            start = expression.get();
            if (!tokens.current().isOperator(":")) {
                return start;
            }
        }
        tokens.expectOperator(":");
        Node stop = atSliceEnd() ? null : expression.get();
        Node step = null;
        if (tokens.skipOperator(":") && !atSliceEnd()) {
            step = expression.get();
        }
        return new Node.Slice(line, start, stop, step);
    }

    private boolean atSliceEnd() {
        Token token = tokens.current();
        return token.isOperator(":") || token.isOperator("]") || token.isOperator(",");
    }

    private CallArguments arguments() {
        int line = tokens.line();
        tokens.expectOperator("(");
        List<Node> positional = new ArrayList<>();
        List<String> names = new ArrayList<>();
        List<Node> named = new ArrayList<>();
        Node list = null;
        Node map = null;
        boolean first = true;
        while (!tokens.current().isOperator(")")) {
            if (!first) {
                tokens.expectOperator(",");
                if (tokens.current().isOperator(")")) {
                    break;
                }
            }
            first = false;
            boolean valid;
            if (tokens.skipOperator("*")) {
                valid = list == null && map == null;
                list = expression.get();
            } else if (tokens.skipOperator("**")) {
                valid = map == null;
                map = expression.get();
            } else if (tokens.current().is(Token.Type.NAME)
                    && tokens.following().isOperator("=")) {
                valid = map == null;
                names.add(tokens.expectName());
                tokens.expectOperator("=");
                named.add(expression.get());
            } else {
                valid = list == null && map == null && named.isEmpty();
                positional.add(expression.get());
            }
            if (!valid) {
                throw Tokens.failure("invalid syntax for function call expression", line);
            }
        }
        tokens.expectOperator(")");
        Set<String> distinct = new HashSet<>(names);
        if (distinct.size() < names.size()) {
            throw new PythonError("SyntaxError", "keyword argument repeated").at(line);
        }
        return new CallArguments(positional, names, named, list, map);
    }

    private Node filter(Node value) {
        tokens.expectOperator("|");
        return namedFilter(value);
    }

    /** A filter from its name on. */
    Node.Filter namedFilter(Node value) {
        int line = tokens.line();
        String name = dottedName();
        CallArguments arguments = tokens.current().isOperator("(") ? arguments() : CallArguments.NONE;
        return new Node.Filter(line, value, name, arguments);
    }

    /** Filters without a value, as a block has them; null if there is none. */
    Node.Filter filterChain(boolean startsWithName) {
        Node.Filter filter = startsWithName ? namedFilter(null) : null;
        while (tokens.skipOperator("|")) {
            filter = namedFilter(filter);
        }
        return filter;
    }

    private String dottedName() {
        StringBuilder name = new StringBuilder(tokens.expectName());
        while (tokens.skipOperator(".")) {
            name.append('.').append(tokens.expectName());
        }
        return name.toString();
    }

    private Node test(Node value) {
        int line = tokens.next().line();
        boolean negated = tokens.skipName("not");
        String name = dottedName();
        CallArguments arguments = CallArguments.NONE;
        Token token = tokens.current();
        boolean argument = LITERALS.contains(token.type()) || token.isOperator("[") || token.isOperator("{");
        boolean keyword = token.isName("else") || token.isName("or") || token.isName("and");
        if (token.isOperator("(")) {
            arguments = arguments();
        } else if (argument && !keyword) {
            if (token.isName("is")) {
                throw Tokens.failure("You cannot chain multiple tests with is", token.line());
            }
            Node single = subscriptsAndCalls(primary.get());
            arguments = new CallArguments(List.of(single), List.of(), List.of(), null, null);
        }
        Node test = new Node.Test(line, value, name, arguments);
        return negated ? new Node.Unary(line, "not", test) : test;
    }
}
