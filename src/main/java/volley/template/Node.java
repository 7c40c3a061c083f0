package volley.template;

import java.util.ArrayList;
import java.util.List;

/** The parts of a parsed template. */
sealed interface Node {
    int line();

    /** The parts of this part, in the order in which jinja2 goes through them. */
    default List<Node> children() {
        return List.of();
    }

    /** What a name is there for. */
    enum Use {
        LOAD,
        STORE,
        PARAMETER
    }

    record Data(int line, String text) implements Node {}

    record Const(int line, Object value) implements Node {}

    record Name(int line, String name, Use use) implements Node {}

    /** {@code namespace.attribute} as the target of a {@code set}. */
    record NamespaceTarget(int line, String name, String attribute) implements Node {}

    record TupleOf(int line, List<Node> items) implements Node {
        @Override
        public List<Node> children() {
            return items;
        }
    }

    record ListOf(int line, List<Node> items) implements Node {
        @Override
        public List<Node> children() {
            return items;
        }
    }

    /** @param items keys and values in turn */
    record DictOf(int line, List<Node> items) implements Node {
        @Override
        public List<Node> children() {
            return items;
        }
    }

    /** @param operator {@code not}, {@code -} or {@code +} */
    record Unary(int line, String operator, Node operand) implements Node {
        @Override
        public List<Node> children() {
            return List.of(operand);
        }
    }

    record Binary(int line, String operator, Node left, Node right) implements Node {
        @Override
        public List<Node> children() {
            return List.of(left, right);
        }
    }

    record Concat(int line, List<Node> parts) implements Node {
        @Override
        public List<Node> children() {
            return parts;
        }
    }

    /** @param operators one between each two of the operands */
    record Compare(int line, List<String> operators, List<Node> operands) implements Node {
        @Override
        public List<Node> children() {
            return operands;
        }
    }

    record Condition(int line, Node test, Node then, Node otherwise) implements Node {
        @Override
        public List<Node> children() {
            return present(test, then, otherwise);
        }
    }

    record Attribute(int line, Node owner, String name) implements Node {
        @Override
        public List<Node> children() {
            return List.of(owner);
        }
    }

    record Item(int line, Node owner, Node key) implements Node {
        @Override
        public List<Node> children() {
            return List.of(owner, key);
        }
    }

    /** Each part may be null. */
    record Slice(int line, Node start, Node stop, Node step) implements Node {
        @Override
        public List<Node> children() {
            return present(start, stop, step);
        }
    }

    /** Arguments of a call; the names belong to the values of {@code named}. */
    record CallArguments(List<Node> positional, List<String> names, List<Node> named, Node list, Node map) {
        static final CallArguments NONE = new CallArguments(List.of(), List.of(), List.of(), null, null);

        List<Node> children() {
            List<Node> all = new ArrayList<>(positional);
            all.addAll(named);
            all.addAll(present(list, map));
            return all;
        }
    }

    record Call(int line, Node callee, CallArguments arguments) implements Node {
        @Override
        public List<Node> children() {
            return joined(present(callee), arguments.children());
        }
    }

    /** @param value null in a filter block */
    record Filter(int line, Node value, String name, CallArguments arguments) implements Node {
        @Override
        public List<Node> children() {
            return joined(present(value), arguments.children());
        }
    }

    record Test(int line, Node value, String name, CallArguments arguments) implements Node {
        @Override
        public List<Node> children() {
            return joined(present(value), arguments.children());
        }
    }

    record Output(int line, List<Node> parts) implements Node {
        @Override
        public List<Node> children() {
            return parts;
        }
    }

    record If(int line, Node test, List<Node> body, List<Node> elifs, List<Node> otherwise) implements Node {
        @Override
        public List<Node> children() {
            return joined(joined(List.of(test), body), joined(elifs, otherwise));
        }
    }

    record For(
            int line, Node target, Node iterable, List<Node> body, List<Node> otherwise, Node test, boolean recursive)
            implements Node {
        @Override
        public List<Node> children() {
            return joined(joined(List.of(target, iterable), body), joined(otherwise, present(test)));
        }
    }

    /** The last parameters have the defaults. */
    record Macro(int line, String name, List<Node> parameters, List<Node> defaults, List<Node> body) implements Node {
        @Override
        public List<Node> children() {
            return joined(parameters, joined(defaults, body));
        }
    }

    /** @param call null for {@code generation}, which only renders its body */
    record CallBlock(int line, Node call, List<Node> parameters, List<Node> defaults, List<Node> body) implements Node {
        @Override
        public List<Node> children() {
            return joined(joined(present(call), parameters), joined(defaults, body));
        }
    }

    record FilterBlock(int line, List<Node> body, Filter filter) implements Node {
        @Override
        public List<Node> children() {
            return joined(body, List.of(filter));
        }
    }

    record With(int line, List<Node> targets, List<Node> values, List<Node> body) implements Node {
        @Override
        public List<Node> children() {
            return joined(targets, joined(values, body));
        }
    }

    record Assign(int line, Node target, Node value) implements Node {
        @Override
        public List<Node> children() {
            return List.of(target, value);
        }
    }

    /** @param filter may be null */
    record AssignBlock(int line, Node target, Filter filter, List<Node> body) implements Node {
        @Override
        public List<Node> children() {
            return joined(List.of(target), joined(present(filter), body));
        }
    }

    record Block(int line, String name, boolean scoped, boolean required, List<Node> body) implements Node {
        @Override
        public List<Node> children() {
            return body;
        }
    }

    /** {@code break} or {@code continue}. */
    record Jump(int line, boolean isBreak) implements Node {}

    /**
     * A statement that fails when it is executed: it needs other templates, or the engine lacks it.
     *
     * @param stores names it would set
     */
    record Refused(int line, String type, String message, List<String> stores) implements Node {}

    private static List<Node> present(Node... nodes) {
        List<Node> present = new ArrayList<>();
        for (Node node : nodes) {
            if (node != null) {
                present.add(node);
            }
        }
        return present;
    }

    private static List<Node> joined(List<? extends Node> first, List<? extends Node> second) {
        List<Node> all = new ArrayList<>(first);
        all.addAll(second);
        return all;
    }
}
