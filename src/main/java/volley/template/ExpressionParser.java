package volley.template;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import volley.template.Node.Use;
import volley.template.value.None;
import volley.template.value.Repr;

/** Reads expressions, with jinja2's precedence: {@code ~} binds tighter than {@code +}, a filter tighter than all. */
final class ExpressionParser {
    private static final Set<String> COMPARISONS = Set.of("==", "!=", "<", "<=", ">", ">=");
    private static final Map<String, Object> CONSTANTS =
            Map.of("true", true, "True", true, "false", false, "False", false, "none", None.NONE, "None", None.NONE);

    private final Tokens tokens;
    private final PostfixParser postfix;

    ExpressionParser(Tokens tokens) {
        this.tokens = tokens;
        this.postfix = new PostfixParser(tokens, this::expression, () -> primary(false));
    }

    /** An expression, with {@code a if b else c}. */
    Node expression() {
        int line = tokens.line();
        tokens.enter();
        Node node = or();
        while (tokens.skipName("if")) {
            Node test = or();
            Node otherwise = tokens.skipName("else") ? expression() : null;
            node = new Node.Condition(line, test, node, otherwise);
            line = tokens.line();
        }
        tokens.leave();
        return node;
    }

    /** An expression without {@code if}, as it stands in a {@code for} or {@code if}. */
    private Node or() {
        int line = tokens.line();
        Node left = and();
        while (tokens.skipName("or")) {
            left = new Node.Binary(line, "or", left, and());
            line = tokens.line();
        }
        return left;
    }

    private Node and() {
        int line = tokens.line();
        Node left = not();
        while (tokens.skipName("and")) {
            left = new Node.Binary(line, "and", left, not());
            line = tokens.line();
        }
        return left;
    }

    private Node not() {
        int line = tokens.line();
        if (!tokens.skipName("not")) {
            return comparison();
        }
        tokens.enter();
        Node operand = not();
        tokens.leave();
        return new Node.Unary(line, "not", operand);
    }

    private Node comparison() {
        int line = tokens.line();
        List<Node> operands = new ArrayList<>(List.of(sum()));
        List<String> operators = new ArrayList<>();
        while (true) {
            Token token = tokens.current();
            boolean notIn = token.isName("not") && tokens.following().isName("in");
            if (token.is(Token.Type.OPERATOR) && COMPARISONS.contains(token.value())) {
                operators.add(tokens.next().value().toString());
            } else if (tokens.skipName("in")) {
                operators.add("in");
            } else if (notIn) {
                tokens.next();
                tokens.next();
                operators.add("not in");
            } else {
                break;
            }
            operands.add(sum());
        }
        return operators.isEmpty() ? operands.get(0) : new Node.Compare(line, operators, operands);
    }

    private Node binary(Set<String> operators, Supplier<Node> operand) {
        int line = tokens.line();
        Node left = operand.get();
        while (tokens.current().is(Token.Type.OPERATOR)
                && operators.contains(tokens.current().value())) {
            String operator = tokens.next().value().toString();
            left = new Node.Binary(line, operator, left, operand.get());
            line = tokens.line();
        }
        return left;
    }

    private Node sum() {
        return binary(Set.of("+", "-"), this::concatenation);
    }

    private Node concatenation() {
        int line = tokens.line();
        List<Node> parts = new ArrayList<>(List.of(product()));
        while (tokens.skipOperator("~")) {
            parts.add(product());
        }
        return parts.size() == 1 ? parts.get(0) : new Node.Concat(line, parts);
    }

    private Node product() {
        return binary(Set.of("*", "/", "//", "%"), this::power);
    }

    private Node power() {
        return binary(Set.of("**"), () -> unary(true));
    }

    private Node unary(boolean withFilter) {
        int line = tokens.line();
        tokens.enter();
        Node node;
        if (tokens.skipOperator("-")) {
            node = new Node.Unary(line, "-", unary(false));
        } else if (tokens.skipOperator("+")) {
            node = new Node.Unary(line, "+", unary(false));
        } else {
            node = primary(false);
        }
        node = postfix.subscriptsAndCalls(node);
        if (withFilter) {
            node = postfix.filtersAndTests(node);
        }
        tokens.leave();
        return node;
    }

    /** A name, a literal, or something in brackets. */
    Node primary(boolean withNamespace) {
        Token token = tokens.current();
        switch (token.type()) {
            case NAME -> {
                return name(withNamespace);
            }
            case STRING -> {
                StringBuilder text = new StringBuilder();
                while (tokens.current().is(Token.Type.STRING)) {
                    text.append(tokens.next().value());
                }
                return new Node.Const(token.line(), text.toString());
            }
            case INTEGER, FLOAT -> {
                return new Node.Const(token.line(), tokens.next().value());
            }
            default -> {
                if (token.isOperator("(")) {
                    tokens.next();
                    Node node = tuple(true, true, null);
                    tokens.expectOperator(")");
                    return node;
                }
                if (token.isOperator("[")) {
                    return new Node.ListOf(token.line(), items("[", "]", false));
                }
                if (token.isOperator("{")) {
                    return new Node.DictOf(token.line(), items("{", "}", true));
                }
                throw Tokens.failure("unexpected " + Repr.repr(token.description()), token.line());
            }
        }
    }

    private Node name(boolean withNamespace) {
        Token token = tokens.next();
        String name = token.value().toString();
        if (CONSTANTS.containsKey(name)) {
            return new Node.Const(token.line(), CONSTANTS.get(name));
        }
        if (withNamespace && tokens.skipOperator(".")) {
            return new Node.NamespaceTarget(token.line(), name, tokens.expectName());
        }
        return new Node.Name(token.line(), name, Use.LOAD);
    }

    private List<Node> items(String open, String close, boolean pairs) {
        tokens.expectOperator(open);
        List<Node> items = new ArrayList<>();
        while (!tokens.current().isOperator(close)) {
            if (!items.isEmpty()) {
                tokens.expectOperator(",");
                if (tokens.current().isOperator(close)) {
                    break;
                }
            }
            items.add(expression());
            if (pairs) {
                tokens.expectOperator(":");
                items.add(expression());
            }
        }
        tokens.expectOperator(close);
        return items;
    }

    /**
     * An expression, or a tuple of those without brackets.
     *
     * @param withCondition whether {@code a if b else c} may be in it
     * @param explicit whether brackets stand around it, so that it may be empty
     * @param end a name before which it ends, or null
     */
    Node tuple(boolean withCondition, boolean explicit, String end) {
        return tuple(withCondition ? this::expression : this::or, explicit, end);
    }

    /** What is assigned to: names and tuples of names. */
    Node target(boolean withNamespace, String end) {
        Node target = stored(tuple(() -> primary(withNamespace), false, end));
        return target;
    }

    private Node tuple(Supplier<Node> item, boolean explicit, String end) {
        int line = tokens.line();
        List<Node> items = new ArrayList<>();
        boolean isTuple = false;
        while (true) {
            if (!items.isEmpty()) {
                tokens.expectOperator(",");
            }
            if (isTupleEnd(end)) {
                break;
            }
            items.add(item.get());
            if (!tokens.current().isOperator(",")) {
                break;
            }
            isTuple = true;
            line = tokens.line();
        }
        if (!isTuple) {
            if (!items.isEmpty()) {
                return items.get(0);
            }
            if (!explicit) {
                throw Tokens.failure(
                        "Expected an expression, got "
                                + Repr.repr(tokens.current().description()),
                        tokens.line());
            }
        }
        return new Node.TupleOf(line, items);
    }

    private boolean isTupleEnd(String end) {
        Token token = tokens.current();
        return token.is(Token.Type.VARIABLE_END)
                || token.is(Token.Type.BLOCK_END)
                || token.isOperator(")")
                || (end != null && token.isName(end));
    }

    private static Node stored(Node node) {
        if (node instanceof Node.Name name) {
            return new Node.Name(name.line(), name.name(), Use.STORE);
        }
        if (node instanceof Node.TupleOf tuple) {
            return new Node.TupleOf(
                    tuple.line(),
                    tuple.items().stream().map(ExpressionParser::stored).toList());
        }
        if (node instanceof Node.NamespaceTarget) {
            return node;
        }
        String kind = node.getClass().getSimpleName().toLowerCase(Locale.ROOT);
        throw Tokens.failure("can't assign to '" + kind + "'", node.line());
    }

    /** One name to store into. */
    Node.Name nameTarget(Use use) {
        Token token = tokens.expect(Token.Type.NAME);
        if (CONSTANTS.containsKey(token.value().toString())) {
            throw Tokens.failure("can't assign to 'name'", token.line());
        }
        return new Node.Name(token.line(), token.value().toString(), use);
    }

    /** A filter from its name on, as a block has it. */
    Node.Filter filterChain(boolean startsWithName) {
        return postfix.filterChain(startsWithName);
    }
}
