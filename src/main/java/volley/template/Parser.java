package volley.template;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import volley.template.Node.Use;
import volley.template.value.PythonError;
import volley.template.value.Repr;

/** Reads the statements of a template. */
final class Parser {
    private final Tokens tokens;
    private final ExpressionParser expressions;
    private final Deque<String> openTags = new ArrayDeque<>();
    private final Set<String> blocks = new HashSet<>();

    private Parser(Tokens tokens) {
        this.tokens = tokens;
        this.expressions = new ExpressionParser(tokens);
    }

    static List<Node> parse(String template) {
        Parser parser = new Parser(new Tokens(Lexer.tokens(template)));
        return parser.content(Set.of());
    }

    /** Text, output and statements up to one of the tags, whose name is then the current token. */
    private List<Node> content(Set<String> ends) {
        tokens.enter();
        List<Node> content = new ArrayList<>();
        List<Node> output = new ArrayList<>();
        while (!tokens.current().is(Token.Type.EOF)) {
            Token token = tokens.next();
            if (token.is(Token.Type.DATA)) {
                output.add(new Node.Data(token.line(), token.value().toString()));
            } else if (token.is(Token.Type.VARIABLE_BEGIN)) {
                output.add(expressions.tuple(true, false, null));
                tokens.expect(Token.Type.VARIABLE_END);
            } else {
                flush(output, content);
                Token name = tokens.current();
                if (name.is(Token.Type.NAME) && ends.contains(name.value().toString())) {
                    tokens.leave();
                    return content;
                }
                content.add(statement());
                tokens.expect(Token.Type.BLOCK_END);
            }
        }
        flush(output, content);
        if (!ends.isEmpty()) {
            throw misplaced("Unexpected end of template.", ends, tokens.line());
        }
        tokens.leave();
        return content;
    }

    private static void flush(List<Node> output, List<Node> content) {
        if (!output.isEmpty()) {
            content.add(new Node.Output(output.get(0).line(), List.copyOf(output)));
            output.clear();
        }
    }

    private PythonError misplaced(String message, Set<String> ends, int line) {
        String looking = ends.isEmpty()
                ? ""
                : " Jinja was looking for the following tags: "
                        + String.join(
                                " or ", ends.stream().sorted().map(Repr::repr).toList()) + ".";
        String innermost = openTags.isEmpty()
                ? ""
                : " The innermost block that needs to be closed is " + Repr.repr(openTags.peek()) + ".";
        return Tokens.failure(message + looking + innermost, line);
    }

    /** The body of a statement; its end tag's name becomes the current token, or is taken if there is only one. */
    private List<Node> body(String... ends) {
        tokens.skipOperator(":");
        tokens.expect(Token.Type.BLOCK_END);
        List<Node> body = content(Set.of(ends));
        if (ends.length == 1) {
            tokens.next();
        }
        return body;
    }

    private Node statement() {
        Token token = tokens.current();
        if (!token.is(Token.Type.NAME)) {
            throw Tokens.failure("tag name expected", token.line());
        }
        String tag = token.value().toString();
        openTags.push(tag);
        tokens.next();
        int line = token.line();
        Node statement =
                switch (tag) {
                    case "for" -> forLoop(line);
                    case "if" -> condition(line);
                    case "set" -> set(line);
                    case "macro" -> macro(line);
                    case "call" -> callBlock(line);
                    case "filter" -> {
                        Node.Filter filter = expressions.filterChain(true);
                        yield new Node.FilterBlock(line, body("endfilter"), filter);
                    }
                    case "with" -> with(line);
                    case "print" -> new Node.Output(line, list());
                    case "break" -> new Node.Jump(line, true);
                    case "continue" -> new Node.Jump(line, false);
                    case "generation" -> new Node.CallBlock(line, null, List.of(), List.of(), body("endgeneration"));
                    case "block" -> block(line);
                    case "include", "import", "from", "extends" -> otherTemplate(line, tag);
                    case "autoescape" -> {
                        expressions.expression();
                        body("endautoescape");
                        yield new Node.Refused(
                                line, PythonError.NOT_SUPPORTED, "the tag 'autoescape' is not supported", List.of());
                    }
                    default -> {
                        openTags.pop();
                        throw misplaced("Encountered unknown tag " + Repr.repr(tag) + ".", Set.of(), line);
                    }
                };
        openTags.pop();
        return statement;
    }

    private List<Node> list() {
        List<Node> list = new ArrayList<>();
        while (!tokens.current().is(Token.Type.BLOCK_END)) {
            if (!list.isEmpty()) {
                tokens.expectOperator(",");
            }
            list.add(expressions.expression());
        }
        return list;
    }

    private Node forLoop(int line) {
        Node target = expressions.target(false, "in");
        tokens.expectName("in");
        Node iterable = expressions.tuple(false, false, "recursive");
        Node test = tokens.skipName("if") ? expressions.expression() : null;
        boolean recursive = tokens.skipName("recursive");
        List<Node> body = body("endfor", "else");
        boolean hasElse = tokens.next().isName("else");
        List<Node> otherwise = hasElse ? body("endfor") : List.of();
        return new Node.For(line, target, iterable, body, otherwise, test, recursive);
    }

    private Node condition(int line) {
        Node test = expressions.tuple(false, false, null);
        List<Node> then = body("elif", "else", "endif");
        List<Node> elifs = new ArrayList<>();
        List<Node> otherwise = List.of();
        Token end = tokens.next();
        while (end.isName("elif")) {
            int elifLine = tokens.line();
            Node elifTest = expressions.tuple(false, false, null);
            elifs.add(new Node.If(elifLine, elifTest, body("elif", "else", "endif"), List.of(), List.of()));
            end = tokens.next();
        }
        if (end.isName("else")) {
            otherwise = body("endif");
        }
        return new Node.If(line, test, then, elifs, otherwise);
    }

    private Node set(int line) {
        Node target = expressions.target(true, null);
        if (tokens.skipOperator("=")) {
            return new Node.Assign(line, target, expressions.tuple(true, false, null));
        }
        Node.Filter filter = expressions.filterChain(false);
        return new Node.AssignBlock(line, target, filter, body("endset"));
    }

    /** Parameters of a macro or call block. */
    private void parameters(List<Node> parameters, List<Node> defaults) {
        tokens.expectOperator("(");
        Set<String> names = new HashSet<>();
        while (!tokens.current().isOperator(")")) {
            if (!parameters.isEmpty()) {
                tokens.expectOperator(",");
            }
            Node.Name parameter = expressions.nameTarget(Use.PARAMETER);
            if (tokens.skipOperator("=")) {
                defaults.add(expressions.expression());
            } else if (!defaults.isEmpty()) {
                throw Tokens.failure("non-default argument follows default argument", tokens.line());
            }
            if (!names.add(parameter.name())) {
                throw new PythonError("SyntaxError", "duplicate argument in function definition").at(tokens.line());
            }
            parameters.add(parameter);
        }
        tokens.expectOperator(")");
    }

    private Node macro(int line) {
        String name = expressions.nameTarget(Use.STORE).name();
        List<Node> parameters = new ArrayList<>();
        List<Node> defaults = new ArrayList<>();
        parameters(parameters, defaults);
        return new Node.Macro(line, name, parameters, defaults, body("endmacro"));
    }

    private Node callBlock(int line) {
        List<Node> parameters = new ArrayList<>();
        List<Node> defaults = new ArrayList<>();
        if (tokens.current().isOperator("(")) {
            parameters(parameters, defaults);
        }
        Node call = expressions.expression();
        if (!(call instanceof Node.Call)) {
            throw Tokens.failure("expected call", line);
        }
        return new Node.CallBlock(line, call, parameters, defaults, body("endcall"));
    }

    private Node with(int line) {
        List<Node> targets = new ArrayList<>();
        List<Node> values = new ArrayList<>();
        while (!tokens.current().is(Token.Type.BLOCK_END)) {
            if (!targets.isEmpty()) {
                tokens.expectOperator(",");
            }
            targets.add(parameter(expressions.target(false, null)));
            tokens.expectOperator("=");
            values.add(expressions.expression());
        }
        return new Node.With(line, targets, values, body("endwith"));
    }

    private static Node parameter(Node target) {
        if (target instanceof Node.TupleOf tuple) {
            return new Node.TupleOf(
                    tuple.line(), tuple.items().stream().map(Parser::parameter).toList());
        }
        Node.Name name = (Node.Name) target;
        return new Node.Name(name.line(), name.name(), Use.PARAMETER);
    }

    private Node block(int line) {
        String name = tokens.expectName();
        boolean scoped = tokens.skipName("scoped");
        boolean required = tokens.skipName("required");
        List<Node> body = body("endblock");
        tokens.skipName(name);
        if (!blocks.add(name)) {
            throw new PythonError("TemplateAssertionError", "block " + Repr.repr(name) + " defined twice").at(line);
        }
        return new Node.Block(line, name, scoped, required, body);
    }

    /** Statements that load another template, of which there is none. */
    private Node otherTemplate(int line, String tag) {
        expressions.expression();
        List<String> stores = new ArrayList<>();
        if (tag.equals("import")) {
            tokens.expectName("as");
            stores.add(expressions.nameTarget(Use.STORE).name());
        } else if (tag.equals("from")) {
            tokens.expectName("import");
            do {
                String name = expressions.nameTarget(Use.STORE).name();
                stores.add(
                        tokens.skipName("as")
                                ? expressions.nameTarget(Use.STORE).name()
                                : name);
            } while (tokens.skipOperator(","));
        } else if (tag.equals("include") && tokens.skipName("ignore")) {
            tokens.expectName("missing");
        }
        if (tokens.skipName("with") || tokens.skipName("without")) {
            tokens.expectName("context");
        }
        return new Node.Refused(line, "TypeError", "no loader for this environment specified", stores);
    }
}
