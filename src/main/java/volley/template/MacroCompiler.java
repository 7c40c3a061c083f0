package volley.template;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import volley.template.Execution.Flow;
import volley.template.value.Arguments;
import volley.template.value.PyObject;
import volley.template.value.PythonError;
import volley.template.value.Undefined;

/** Makes macros and call blocks executable. */
final class MacroCompiler {
    private final List<String> parameters;
    private final Evaluation[] defaults;
    private final boolean usesCaller;
    private final boolean usesKeywords;
    private final boolean usesRest;

    /** Of all arguments in the order in which they come: parameters, caller, keywords, rest. */
    private final int[] slots;

    private final FunctionScope function;
    private final Scope.Entry entry;
    private final Execution body;

    private MacroCompiler(List<Node> parameters, List<Node> defaults, List<Node> body, Scope scope, int line) {
        Symbols symbols = scope.symbols();
        this.parameters =
                parameters.stream().map(node -> ((Node.Name) node).name()).toList();
        SymbolFinder.find(symbols, parameters);
        SymbolFinder.find(symbols, defaults);
        SymbolFinder.find(symbols, body);
        List<Place> places =
                new ArrayList<>(this.parameters.stream().map(symbols::find).toList());
        Set<String> free = FreeNames.of(body, Set.of("caller", "kwargs", "varargs"));
        this.usesCaller = free.contains("caller");
        int explicitCaller = this.parameters.indexOf("caller");
        if (usesCaller && explicitCaller < 0) {
            places.add(symbols.parameter("caller"));
        } else if (usesCaller && explicitCaller < this.parameters.size() - defaults.size()) {
            throw new PythonError(
                            "TemplateAssertionError",
                            "When defining macros or call blocks the special \"caller\" argument must be omitted"
                                    + " or be given a default.")
                    .at(line);
        }
        this.usesKeywords = free.contains("kwargs") && !this.parameters.contains("kwargs");
        if (usesKeywords) {
            places.add(symbols.parameter("kwargs"));
        }
        this.usesRest = free.contains("varargs") && !this.parameters.contains("varargs");
        if (usesRest) {
            places.add(symbols.parameter("varargs"));
        }
        this.slots = places.stream().mapToInt(Place::slot).toArray();
        this.function = symbols.function();
        this.defaults = defaults.stream()
                .map(node -> ExpressionCompiler.compile(node, scope))
                .toArray(Evaluation[]::new);
        this.body = StatementCompiler.body(body, scope);
        this.entry = scope.entry();
    }

    List<String> parameters() {
        return parameters;
    }

    boolean usesCaller() {
        return usesCaller;
    }

    boolean usesKeywords() {
        return usesKeywords;
    }

    boolean usesRest() {
        return usesRest;
    }

    String render(Frame outer, List<Object> values) {
        Frame frame = new Frame(function, outer, outer.rendering);
        for (int i = 0; i < slots.length; i++) {
            frame.slots[slots[i]] = values.get(i);
        }
        frame.rendering.enter();
        entry.enter(frame);
        int firstDefault = parameters.size() - defaults.length;
        for (int i = 0; i < parameters.size(); i++) {
            if (frame.slots[slots[i]] == PyObject.MISSING) {
                frame.slots[slots[i]] = i < firstDefault
                        ? Undefined.because("parameter '" + parameters.get(i) + "' was not provided")
                        : defaults[i - firstDefault].value(frame);
            }
        }
        StringBuilder out = new StringBuilder();
        body.run(frame, out);
        frame.rendering.leave();
        return out.toString();
    }

    static Execution macro(Node.Macro node, Scope scope) {
        MacroCompiler code =
                new MacroCompiler(node.parameters(), node.defaults(), node.body(), scope.function(), node.line());
        AssignmentTarget target =
                AssignmentTarget.compile(new Node.Name(node.line(), node.name(), Node.Use.STORE), scope);
        return (frame, out) -> {
            target.set(frame, new Macro(code, node.name(), frame));
            return Flow.NEXT;
        };
    }

    static Execution callBlock(Node.CallBlock node, Scope scope) {
        MacroCompiler code =
                new MacroCompiler(node.parameters(), node.defaults(), node.body(), scope.function(), node.line());
        if (node.call() == null) {
            return (frame, out) -> {
                StatementCompiler.append(new Macro(code, null, frame), Arguments.NONE, out);
                return Flow.NEXT;
            };
        }
        Node.Call call = (Node.Call) node.call();
        Evaluation callee = ExpressionCompiler.compile(call.callee(), scope);
        ExpressionCompiler.ArgumentsOf arguments = ExpressionCompiler.arguments(call.arguments(), scope);
        return (frame, out) -> {
            Object called = callee.value(frame);
            Arguments given = arguments.of(frame);
            Map<String, Object> named = new LinkedHashMap<>(given.named());
            if (named.put("caller", new Macro(code, null, frame)) != null) {
                throw PythonError.type("got multiple values for keyword argument 'caller'");
            }
            StatementCompiler.append(called, new Arguments(given.positional(), named), out);
            return Flow.NEXT;
        };
    }
}
