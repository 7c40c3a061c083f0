package volley.template;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BinaryOperator;
import volley.template.Scope.Reference;
import volley.template.builtin.Attributes;
import volley.template.builtin.Builtins;
import volley.template.builtin.Filter;
import volley.template.builtin.Test;
import volley.template.value.Arguments;
import volley.template.value.Arithmetic;
import volley.template.value.Equality;
import volley.template.value.Limits;
import volley.template.value.None;
import volley.template.value.Ordering;
import volley.template.value.PyDict;
import volley.template.value.PyObject;
import volley.template.value.PyTuple;
import volley.template.value.PythonError;
import volley.template.value.Repr;
import volley.template.value.Subscripts;
import volley.template.value.TypeName;
import volley.template.value.Undefined;
import volley.template.value.Values;

/** Makes expressions executable. */
final class ExpressionCompiler {
    private static final Map<String, BinaryOperator<Object>> OPERATORS = Map.of(
            "+", Arithmetic::add,
            "-", Arithmetic::subtract,
            "*", Arithmetic::multiply,
            "/", Arithmetic::divide,
            "//", Arithmetic::floorDivide,
            "%", Arithmetic::modulo,
            "**", Arithmetic::power);

    private ExpressionCompiler() {}

    static Evaluation compile(Node node, Scope scope) {
        Evaluation evaluation = expression(node, scope);
        boolean fails = !(node instanceof Node.Const || node instanceof Node.Name);
        return fails ? located(evaluation, node.line()) : evaluation;
    }

    private static Evaluation located(Evaluation evaluation, int line) {
        return frame -> {
            try {
                return evaluation.value(frame);
            } catch (PythonError e) {
                throw e.at(line);
            }
        };
    }

    private static Evaluation expression(Node node, Scope scope) {
        if (node instanceof Node.Const constant) {
            Object value = constant.value();
            return frame -> value;
        }
        if (node instanceof Node.Name name) {
            return name(name.name(), scope.reference(name.name()));
        }
        if (node instanceof Node.Attribute attribute) {
            Evaluation owner = compile(attribute.owner(), scope);
            String name = attribute.name();
            return frame -> Attributes.attribute(owner.value(frame), name);
        }
        if (node instanceof Node.Item item) {
            return item(item, scope);
        }
        if (node instanceof Node.Filter filter) {
            return filter(filter, compile(filter.value(), scope), scope);
        }
        if (node instanceof Node.Test test) {
            return test(test, scope);
        }
        if (node instanceof Node.Call call) {
            Evaluation callee = compile(call.callee(), scope);
            ArgumentsOf arguments = arguments(call.arguments(), scope);
            return frame -> Attributes.call(callee.value(frame), arguments.of(frame));
        }
        if (node instanceof Node.Binary binary) {
            return binary(binary, scope);
        }
        if (node instanceof Node.Unary unary) {
            Evaluation operand = compile(unary.operand(), scope);
            return switch (unary.operator()) {
                case "not" -> frame -> !Values.truth(operand.value(frame));
                case "-" -> frame -> Arithmetic.negate(operand.value(frame));
                default -> frame -> Arithmetic.positive(operand.value(frame));
            };
        }
        if (node instanceof Node.Compare compare) {
            return comparison(compare, scope);
        }
        if (node instanceof Node.Condition condition) {
            return condition(condition, scope.branch());
        }
        if (node instanceof Node.Concat concat) {
            return concatenation(all(concat.parts(), scope));
        }
        if (node instanceof Node.ListOf list) {
            Evaluation[] items = all(list.items(), scope);
            return frame -> values(items, frame);
        }
        if (node instanceof Node.TupleOf tuple) {
            Evaluation[] items = all(tuple.items(), scope);
            return frame -> new PyTuple(values(items, frame));
        }
        return dict(all(((Node.DictOf) node).items(), scope));
    }

    private static Evaluation name(String name, Reference reference) {
        int hops = reference.hops();
        int slot = reference.slot();
        return frame -> {
            Object value = (hops == 0 ? frame : frame.outwards(hops)).slots[slot];
            return value == PyObject.MISSING ? Undefined.variable(name) : value;
        };
    }

    private static Evaluation item(Node.Item item, Scope scope) {
        Evaluation owner = compile(item.owner(), scope);
        if (item.key() instanceof Node.Slice slice) {
            Evaluation start = optional(slice.start(), scope);
            Evaluation stop = optional(slice.stop(), scope);
            Evaluation step = optional(slice.step(), scope);
            return frame ->
                    Subscripts.slice(owner.value(frame), start.value(frame), stop.value(frame), step.value(frame));
        }
        Evaluation key = compile(item.key(), scope);
        return frame -> Attributes.item(owner.value(frame), key.value(frame));
    }

    private static Evaluation optional(Node node, Scope scope) {
        return node == null ? frame -> None.NONE : compile(node, scope);
    }

    private static Evaluation[] all(List<Node> nodes, Scope scope) {
        return nodes.stream().map(node -> compile(node, scope)).toArray(Evaluation[]::new);
    }

    private static List<Object> values(Evaluation[] items, Frame frame) {
        List<Object> values = new ArrayList<>(items.length);
        for (Evaluation item : items) {
            values.add(item.value(frame));
        }
        return values;
    }

    private static Evaluation dict(Evaluation[] items) {
        return frame -> {
            PyDict dict = new PyDict();
            for (int i = 0; i < items.length; i += 2) {
                Object key = items[i].value(frame);
                dict.put(key, items[i + 1].value(frame));
            }
            return dict;
        };
    }

    private static Evaluation concatenation(Evaluation[] parts) {
        return frame -> {
            StringBuilder out = new StringBuilder();
            for (Evaluation part : parts) {
                out.append(Repr.str(part.value(frame)));
                Limits.characters(out.length());
            }
            return out.toString();
        };
    }

    private static Evaluation binary(Node.Binary binary, Scope scope) {
        Evaluation left = compile(binary.left(), scope);
        Evaluation right = compile(binary.right(), scope);
        if (binary.operator().equals("and")) {
            return frame -> {
                Object value = left.value(frame);
                return Values.truth(value) ? right.value(frame) : value;
            };
        }
        if (binary.operator().equals("or")) {
            return frame -> {
                Object value = left.value(frame);
                return Values.truth(value) ? value : right.value(frame);
            };
        }
        if (isNegativePower(binary)) {
            Evaluation base = compile(((Node.Unary) binary.left()).operand(), scope);
            return frame -> Arithmetic.negate(Arithmetic.power(base.value(frame), right.value(frame)));
        }
        BinaryOperator<Object> operator = OPERATORS.get(binary.operator());
        return frame -> operator.apply(left.value(frame), right.value(frame));
    }

    /**
     * {@code -2 ** x}: jinja2 reads it as {@code (-2) ** x} but writes it into its compiled code as Python's
     * {@code -2 ** x}, which is {@code -(2 ** x)}; not so where both are constants.
     */
    private static boolean isNegativePower(Node.Binary binary) {
        return binary.operator().equals("**")
                && binary.left() instanceof Node.Unary unary
                && unary.operator().equals("-")
                && unary.operand() instanceof Node.Const
                && !isConstant(binary.right());
    }

    private static boolean isConstant(Node node) {
        boolean reads = node instanceof Node.Name || node instanceof Node.Call;
        return !reads && node.children().stream().allMatch(ExpressionCompiler::isConstant);
    }

    private static Evaluation comparison(Node.Compare compare, Scope scope) {
        Evaluation[] operands = all(compare.operands(), scope);
        String[] operators = compare.operators().toArray(new String[0]);
        return frame -> {
            Object left = operands[0].value(frame);
            for (int i = 0; i < operators.length; i++) {
                Object right = operands[i + 1].value(frame);
                if (!holds(operators[i], left, right)) {
                    return false;
                }
                left = right;
            }
            return true;
        };
    }

    private static boolean holds(String operator, Object left, Object right) {
        return switch (operator) {
            case "==" -> Equality.equal(left, right);
            case "!=" -> !Equality.equal(left, right);
            case "in" -> Equality.contains(right, left);
            case "not in" -> !Equality.contains(right, left);
            default -> Ordering.holds(operator, left, right);
        };
    }

    private static Evaluation condition(Node.Condition condition, Scope scope) {
        Evaluation test = compile(condition.test(), scope);
        Evaluation then = compile(condition.then(), scope);
        String hint = "the inline if-expression on line " + condition.line()
                + " evaluated to false and no else section was defined.";
        Evaluation otherwise = condition.otherwise() == null
                ? frame -> Undefined.because(hint)
                : compile(condition.otherwise(), scope);
        return frame -> Values.truth(test.value(frame)) ? then.value(frame) : otherwise.value(frame);
    }

    /** @param value what the filter is applied to */
    static Evaluation filter(Node.Filter node, Evaluation value, Scope scope) {
        Filter filter = Builtins.filter(node.name());
        Filter known = filter != null
                ? filter
                : (v, a) -> {
                    throw unknown("filter", node.name());
                };
        if (filter == null && !scope.soft()) {
            throw missing("filter", node.name(), node.line());
        }
        ArgumentsOf arguments = arguments(node.arguments(), scope);
        return frame -> known.apply(value.value(frame), arguments.of(frame));
    }

    private static Evaluation test(Node.Test node, Scope scope) {
        Test test = Builtins.test(node.name());
        Test known = test != null
                ? test
                : (v, a) -> {
                    throw unknown("test", node.name());
                };
        if (test == null && !scope.soft()) {
            throw missing("test", node.name(), node.line());
        }
        Evaluation value = compile(node.value(), scope);
        ArgumentsOf arguments = arguments(node.arguments(), scope);
        return frame -> known.apply(value.value(frame), arguments.of(frame));
    }

    private static PythonError unknown(String kind, String name) {
        return new PythonError("TemplateRuntimeError", "No " + kind + " named " + Repr.repr(name) + " found.");
    }

    private static PythonError missing(String kind, String name, int line) {
        return new PythonError("TemplateAssertionError", "No " + kind + " named " + Repr.repr(name) + ".").at(line);
    }

    /** The arguments of a call. */
    @FunctionalInterface
    interface ArgumentsOf {
        Arguments of(Frame frame);
    }

    static ArgumentsOf arguments(Node.CallArguments node, Scope scope) {
        Evaluation[] positional = all(node.positional(), scope);
        Evaluation[] named = all(node.named(), scope);
        String[] names = node.names().toArray(new String[0]);
        if (node.list() == null && node.map() == null && named.length == 0) {
            if (positional.length == 0) {
                return frame -> Arguments.NONE;
            }
            return frame -> new Arguments(values(positional, frame), Map.of());
        }
        Evaluation list = node.list() == null ? null : compile(node.list(), scope);
        Evaluation map = node.map() == null ? null : compile(node.map(), scope);
        return frame -> {
            List<Object> values = values(positional, frame);
            Map<String, Object> byName = new LinkedHashMap<>();
            for (int i = 0; i < names.length; i++) {
                byName.put(names[i], named[i].value(frame));
            }
            if (list != null) {
                values.addAll(Values.list(list.value(frame)));
            }
            if (map != null) {
                addAll(byName, map.value(frame));
            }
            return new Arguments(values, byName);
        };
    }

    private static void addAll(Map<String, Object> named, Object map) {
        if (!(map instanceof PyDict dict)) {
            throw PythonError.type("argument after ** must be a mapping, not " + TypeName.of(map));
        }
        dict.forEach((key, value) -> {
            if (!Values.isString(key)) {
                throw PythonError.type("keywords must be strings");
            }
            if (named.put(key.toString(), value) != null) {
                throw PythonError.type("got multiple values for keyword argument " + Repr.repr(key));
            }
        });
    }
}
