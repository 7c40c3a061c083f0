package volley.template;

import java.util.List;
import java.util.Set;
import volley.template.Execution.Flow;
import volley.template.value.Limits;
import volley.template.value.PythonError;
import volley.template.value.Repr;
import volley.template.value.Values;

/** Makes statements executable. */
final class StatementCompiler {
    private StatementCompiler() {}

    /** A template. */
    static Execution template(List<Node> nodes, Scope root) {
        SymbolFinder.find(root.symbols(), nodes);
        return entered(root, body(nodes, root));
    }

    /** A body with its block's variables. */
    private static Execution entered(Scope scope, Execution body) {
        Scope.Entry entry = scope.entry();
        return (frame, out) -> {
            entry.enter(frame);
            Flow flow = body.run(frame, out);
            entry.leave(frame);
            return flow;
        };
    }

    private static Execution body(List<Node> nodes, Scope scope) {
        Execution[] statements =
                nodes.stream().map(node -> statement(node, scope)).toArray(Execution[]::new);
        return (frame, out) -> {
            for (Execution statement : statements) {
                Flow flow = statement.run(frame, out);
                if (flow != Flow.NEXT) {
                    return flow;
                }
            }
            return Flow.NEXT;
        };
    }

    private static Execution statement(Node node, Scope scope) {
        Execution execution = compile(node, scope);
        int line = node.line();
        return (frame, out) -> {
            try {
                return execution.run(frame, out);
            } catch (PythonError e) {
                throw e.at(line);
            }
        };
    }

    private static Execution compile(Node node, Scope scope) {
        if (node instanceof Node.Output output) {
            return output(output, scope);
        }
        if (node instanceof Node.If condition) {
            return condition(condition, scope.branch());
        }
        if (node instanceof Node.For loop) {
            return LoopCompiler.compile(loop, scope, StatementCompiler::body);
        }
        if (node instanceof Node.Assign assign) {
            Evaluation value = ExpressionCompiler.compile(assign.value(), scope);
            AssignmentTarget target = AssignmentTarget.compile(assign.target(), scope);
            return (frame, out) -> {
                target.check(frame);
                target.set(frame, value.value(frame));
                return Flow.NEXT;
            };
        }
        if (node instanceof Node.AssignBlock block) {
            return assignBlock(block, scope);
        }
        if (node instanceof Node.Macro macro) {
            return MacroCompiler.macro(macro, scope, StatementCompiler::body);
        }
        if (node instanceof Node.CallBlock block) {
            return MacroCompiler.callBlock(block, scope, StatementCompiler::body);
        }
        if (node instanceof Node.FilterBlock block) {
            return filterBlock(block, scope.inner());
        }
        if (node instanceof Node.With with) {
            return with(with, scope, scope.inner());
        }
        if (node instanceof Node.Block block) {
            return block(block);
        }
        if (node instanceof Node.Jump jump) {
            return jump(jump, scope);
        }
        Node.Refused refused = (Node.Refused) node;
        return (frame, out) -> {
            throw new PythonError(refused.type(), refused.message());
        };
    }

    private static Execution output(Node.Output output, Scope scope) {
        Execution[] parts =
                output.parts().stream().map(part -> part(part, scope)).toArray(Execution[]::new);
        return (frame, out) -> {
            for (Execution part : parts) {
                part.run(frame, out);
            }
            Limits.characters(out.length());
            return Flow.NEXT;
        };
    }

    private static Execution part(Node part, Scope scope) {
        if (part instanceof Node.Data data) {
            String text = data.text();
            return (frame, out) -> {
                out.append(text);
                return Flow.NEXT;
            };
        }
        Evaluation value = ExpressionCompiler.compile(part, scope);
        return (frame, out) -> {
            out.append(Repr.str(value.value(frame)));
            return Flow.NEXT;
        };
    }

    private static Execution condition(Node.If condition, Scope scope) {
        int branches = 1 + condition.elifs().size();
        Evaluation[] tests = new Evaluation[branches];
        Execution[] bodies = new Execution[branches];
        for (int i = 0; i < branches; i++) {
            Node.If branch = i == 0 ? condition : (Node.If) condition.elifs().get(i - 1);
            tests[i] = ExpressionCompiler.compile(branch.test(), scope);
            bodies[i] = body(branch.body(), scope);
        }
        Execution otherwise = body(condition.otherwise(), scope);
        return (frame, out) -> {
            for (int i = 0; i < tests.length; i++) {
                if (Values.truth(tests[i].value(frame))) {
                    return bodies[i].run(frame, out);
                }
            }
            return otherwise.run(frame, out);
        };
    }

    private static Execution assignBlock(Node.AssignBlock block, Scope scope) {
        Scope inner = scope.inner();
        SymbolFinder.find(inner.symbols(), block.body());
        Execution body = body(block.body(), inner);
        Scope.Entry entry = inner.entry();
        AssignmentTarget target = AssignmentTarget.compile(block.target(), scope);
        Captured captured = new Captured(block.filter(), inner);
        return (frame, out) -> {
            StringBuilder text = new StringBuilder();
            entry.enter(frame);
            Flow flow = body.run(frame, text);
            if (flow == Flow.NEXT) {
                target.check(frame);
                target.set(frame, captured.value(frame, text));
                entry.leave(frame);
            }
            return flow;
        };
    }

    private static Execution filterBlock(Node.FilterBlock block, Scope inner) {
        SymbolFinder.find(inner.symbols(), block.body());
        SymbolFinder.find(inner.symbols(), List.of(block.filter()));
        Execution body = body(block.body(), inner);
        Scope.Entry entry = inner.entry();
        Captured captured = new Captured(block.filter(), inner);
        return (frame, out) -> {
            StringBuilder text = new StringBuilder();
            entry.enter(frame);
            Flow flow = body.run(frame, text);
            if (flow == Flow.NEXT) {
                BlockText.append(captured.value(frame, text), out);
                entry.leave(frame);
            }
            return flow;
        };
    }

    private static Execution with(Node.With with, Scope scope, Scope inner) {
        SymbolFinder.find(inner.symbols(), with.targets());
        SymbolFinder.find(inner.symbols(), with.body());
        Evaluation[] values = with.values().stream()
                .map(value -> ExpressionCompiler.compile(value, scope))
                .toArray(Evaluation[]::new);
        AssignmentTarget[] targets = with.targets().stream()
                .map(target -> AssignmentTarget.compile(target, inner))
                .toArray(AssignmentTarget[]::new);
        Execution body = body(with.body(), inner);
        Scope.Entry entry = inner.entry();
        return (frame, out) -> {
            entry.enter(frame);
            for (int i = 0; i < values.length; i++) {
                targets[i].set(frame, values[i].value(frame));
            }
            Flow flow = body.run(frame, out);
            entry.leave(frame);
            return flow;
        };
    }

    /** A block of a template without a parent is rendered where it stands, but sees only the template's variables. */
    private static Execution block(Node.Block block) {
        boolean usesBlocks =
                !FreeNames.of(block.body(), Set.of("self", "super")).isEmpty();
        if (block.scoped() || block.required() || usesBlocks) {
            return (frame, out) -> {
                throw PythonError.unsupported("a block that is scoped or required or uses 'self' or 'super'");
            };
        }
        Scope own = new Scope(new Symbols(null, new FunctionScope(null)), false, false, false);
        SymbolFinder.find(own.symbols(), block.body());
        Execution body = entered(own, body(block.body(), own));
        FunctionScope function = own.symbols().function();
        return (frame, out) -> body.run(new Frame(function, null, frame.rendering), out);
    }

    private static Execution jump(Node.Jump jump, Scope scope) {
        if (!scope.inLoop()) {
            String message = jump.isBreak() ? "'break' outside loop" : "'continue' not properly in loop";
            throw new PythonError("SyntaxError", message).at(jump.line());
        }
        Flow flow = jump.isBreak() ? Flow.BREAK : Flow.CONTINUE;
        return (frame, out) -> flow;
    }

    /** The text of a block, through filters if it has some. */
    private static final class Captured {
        private final Evaluation filters;
        private final int slot;

        Captured(Node.Filter filter, Scope scope) {
            this.slot = scope.symbols().function().place(0, "text of a block").slot();
            this.filters = filter == null ? null : chain(filter, scope);
        }

        private Evaluation chain(Node.Filter filter, Scope scope) {
            Evaluation value =
                    filter.value() == null ? frame -> frame.slots[slot] : chain((Node.Filter) filter.value(), scope);
            return ExpressionCompiler.filter(filter, value, scope);
        }

        Object value(Frame frame, StringBuilder captured) {
            String text = captured.toString();
            if (filters == null) {
                return text;
            }
            frame.slots[slot] = text;
            return filters.value(frame);
        }
    }
}
