package volley.template;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import volley.template.value.PyObject;
import volley.template.value.PythonError;
import volley.template.value.Undefined;

/** The executable form of a macro, or of the body of a call block, wherever it is defined. */
final class MacroCode {
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

    private MacroCode(
            List<Node> parameters, List<Node> defaults, List<Node> body, Scope scope, int line, BodyCompiler bodies) {
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
        this.body = bodies.compile(body, scope);
        this.entry = scope.entry();
    }

    /**
     * A macro's.
     *
     * @param scope in which the macro is defined
     */
    static MacroCode of(Node.Macro node, Scope scope, BodyCompiler bodies) {
        return new MacroCode(node.parameters(), node.defaults(), node.body(), scope.function(), node.line(), bodies);
    }

    /**
     * A call block's.
     *
     * @param scope in which the block stands
     */
    static MacroCode of(Node.CallBlock node, Scope scope, BodyCompiler bodies) {
        return new MacroCode(node.parameters(), node.defaults(), node.body(), scope.function(), node.line(), bodies);
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

    /**
     * Runs it.
     *
     * @param outer the frame it was defined in
     * @param values of all arguments: parameters, caller, keywords, rest
     */
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
}
