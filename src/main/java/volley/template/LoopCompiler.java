package volley.template;

import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Set;
import volley.template.Execution.Flow;
import volley.template.Node.Use;
import volley.template.Scope.Reference;
import volley.template.value.PyIterator;
import volley.template.value.PythonError;
import volley.template.value.Values;

/** Makes {@code for} executable. */
final class LoopCompiler {
    private final AssignmentTarget target;
    private final Reference loopVariable;
    private final Scope.Entry entry;
    private final Execution body;
    private final Scope.Entry elseEntry;
    private final Execution otherwise;
    private final boolean hasElse;

    private LoopCompiler(Node.For node, Scope inner, Scope elseScope, BodyCompiler bodies) {
        Place loop = usesLoop(node) ? inner.symbols().parameter("loop") : null;
        SymbolFinder.parameters(inner.symbols(), node.target());
        SymbolFinder.find(inner.symbols(), node.body());
        SymbolFinder.find(elseScope.symbols(), node.otherwise());
        this.loopVariable = loop == null ? null : inner.reference(loop);
        this.target = AssignmentTarget.compile(node.target(), inner);
        this.body = bodies.compile(node.body(), inner.loop());
        this.entry = inner.entry();
        this.otherwise = bodies.compile(node.otherwise(), elseScope);
        this.elseEntry = elseScope.entry();
        this.hasElse = !node.otherwise().isEmpty();
    }

    private static boolean usesLoop(Node.For node) {
        return node.recursive() || !FreeNames.of(node.body(), Set.of("loop")).isEmpty();
    }

    /** @param bodies for the loop's body and its {@code else} */
    static Execution compile(Node.For node, Scope scope, BodyCompiler bodies) {
        refuseStores(node);
        Scope inner = node.recursive() ? scope.function() : scope.inner();
        Scope elseScope = node.recursive()
                ? new Scope(new Symbols(scope.symbols(), inner.symbols().function()), false, false, false)
                : scope.inner();
        LoopCompiler loop = new LoopCompiler(node, inner, elseScope, bodies);
        Evaluation iterable = ExpressionCompiler.compile(node.iterable(), scope);
        Selection test = node.test() == null ? null : new Selection(node, scope.function());
        if (!node.recursive()) {
            return (frame, out) -> {
                Object items = iterable.value(frame);
                return loop.run(frame, test == null ? items : test.of(frame, items), null, 0, out);
            };
        }
        Recursion recursion = new Recursion(loop, test, inner.symbols().function());
        return (frame, out) -> {
            out.append(recursion.render(frame, iterable.value(frame), 0));
            return Flow.NEXT;
        };
    }

    private static void refuseStores(Node node) {
        if (node instanceof Node.Name name
                && name.use() == Use.STORE
                && name.name().equals("loop")) {
            throw new PythonError("TemplateAssertionError", "Can't assign to special loop variable in for-loop target")
                    .at(node.line());
        }
        node.children().forEach(LoopCompiler::refuseStores);
    }

    private Flow run(Frame frame, Object iterable, LoopContext.Recursive recursive, int depth, StringBuilder out) {
        LoopContext context = loopVariable == null ? null : new LoopContext(iterable, recursive, depth);
        Iterator<Object> items = context == null ? Values.iterator(iterable) : context;
        boolean empty = true;
        while (items.hasNext()) {
            frame.rendering.step();
            target.set(frame, items.next());
            if (context != null) {
                loopVariable.set(frame, context);
            }
            entry.enter(frame);
            Flow flow = body.run(frame, out);
            if (flow == Flow.BREAK) {
                break;
            }
            // As in jinja2, a round that was left early does not count.
            empty &= flow == Flow.CONTINUE;
        }
        entry.leave(frame);
        if (!hasElse || !empty) {
            return Flow.NEXT;
        }
        elseEntry.enter(frame);
        Flow flow = otherwise.run(frame, out);
        elseEntry.leave(frame);
        return flow;
    }

    /** A recursive loop, which calls itself as a function. */
    private record Recursion(LoopCompiler loop, Selection test, FunctionScope function) {
        String render(Frame outer, Object iterable, int depth) {
            Frame frame = new Frame(function, outer, outer.rendering);
            StringBuilder out = new StringBuilder();
            outer.rendering.enter();
            Object items = test == null ? iterable : test.of(outer, iterable);
            loop.run(frame, items, (inner, innerDepth) -> render(outer, inner, innerDepth), depth, out);
            outer.rendering.leave();
            return out.toString();
        }
    }

    /** The items that fit the test of {@code for … if}, each looked at when it is asked for. */
    private static final class Selection {
        private final FunctionScope function;
        private final AssignmentTarget target;

        /** What the loop is given: items of several parts have become tuples. */
        private final Evaluation item;

        private final Evaluation test;
        private final Scope.Entry entry;

        Selection(Node.For node, Scope scope) {
            this.function = scope.symbols().function();
            SymbolFinder.parameters(scope.symbols(), node.target());
            SymbolFinder.find(scope.symbols(), List.of(node.test()));
            this.target = AssignmentTarget.compile(node.target(), scope);
            this.item = ExpressionCompiler.compile(loaded(node.target()), scope);
            this.test = ExpressionCompiler.compile(node.test(), scope);
            this.entry = scope.entry();
        }

        private static Node loaded(Node target) {
            if (target instanceof Node.Name name) {
                return new Node.Name(name.line(), name.name(), Use.LOAD);
            }
            List<Node> parts = target.children().stream().map(Selection::loaded).toList();
            return new Node.TupleOf(target.line(), parts);
        }

        PyIterator of(Frame outer, Object iterable) {
            Frame frame = new Frame(function, outer, outer.rendering);
            entry.enter(frame);
            return new PyIterator("generator", new Iterator<Object>() {
                private Iterator<Object> items;
                private Object next;

                @Override
                public boolean hasNext() {
                    if (items == null) {
                        items = Values.iterator(iterable);
                    }
                    while (next == null && items.hasNext()) {
                        frame.rendering.step();
                        target.set(frame, items.next());
                        next = Values.truth(test.value(frame)) ? item.value(frame) : null;
                    }
                    return next != null;
                }

                @Override
                public Object next() {
                    if (!hasNext()) {
                        throw new NoSuchElementException();
                    }
                    Object given = next;
                    next = null;
                    return given;
                }
            });
        }
    }
}
