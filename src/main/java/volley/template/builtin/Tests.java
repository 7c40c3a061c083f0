package volley.template.builtin;

import java.util.HashMap;
import java.util.Map;
import java.util.function.Predicate;
import volley.template.value.Arguments;
import volley.template.value.Arithmetic;
import volley.template.value.DictView;
import volley.template.value.Equality;
import volley.template.value.Markup;
import volley.template.value.None;
import volley.template.value.Numbers;
import volley.template.value.Ordering;
import volley.template.value.PyCallable;
import volley.template.value.PyDict;
import volley.template.value.Repr;
import volley.template.value.Signature;
import volley.template.value.Undefined;
import volley.template.value.Values;

/** jinja2's tests by name. */
final class Tests {
    private final Map<String, Test> tests = new HashMap<>();

    /** @param isFilter whether there is a filter of a name */
    Tests(Predicate<String> isFilter) {
        alone("defined", value -> !(value instanceof Undefined));
        alone("undefined", value -> value instanceof Undefined);
        alone("none", value -> value == None.NONE);
        alone("boolean", value -> value instanceof Boolean);
        alone("true", value -> Boolean.TRUE.equals(value));
        alone("false", value -> Boolean.FALSE.equals(value));
        alone("integer", value -> Numbers.isInteger(value) && !(value instanceof Boolean));
        alone("float", value -> value instanceof Double);
        alone("number", Numbers::isNumber);
        alone("string", Values::isString);
        alone("mapping", value -> value instanceof PyDict);
        alone("sequence", Tests::isSequence);
        alone("iterable", Values::isIterable);
        alone("callable", value -> value instanceof PyCallable || value instanceof Undefined);
        alone("escaped", value -> value instanceof Markup);
        alone("odd", value -> Equality.equal(Arithmetic.modulo(value, 2L), 1L));
        alone("even", value -> Equality.equal(Arithmetic.modulo(value, 2L), 0L));
        alone("lower", value -> isCase(value, "islower"));
        alone("upper", value -> isCase(value, "isupper"));
        alone("filter", value -> isFilter.test(Repr.str(PyDict.key(value))));
        alone("test", value -> find(Repr.str(PyDict.key(value))) != null);
        both("divisibleby", "num", (value, other) -> Equality.equal(Arithmetic.modulo(value, other), 0L));
        both("sameas", "other", Equality::identical);
        both("in", "seq", (value, sequence) -> Equality.contains(sequence, value));
        for (String name : new String[] {"==", "eq", "equalto"}) {
            both(name, "b", Equality::equal);
        }
        both("!=", "b", (a, b) -> !Equality.equal(a, b));
        both("ne", "b", (a, b) -> !Equality.equal(a, b));
        ordering(">", ">", "gt", "greaterthan");
        ordering(">=", ">=", "ge");
        ordering("<", "<", "lt", "lessthan");
        ordering("<=", "<=", "le");
    }

    @FunctionalInterface
    private interface One {
        boolean holds(Object value);
    }

    @FunctionalInterface
    private interface Two {
        boolean holds(Object value, Object other);
    }

    private void alone(String name, One test) {
        Signature signature = Signature.of(name, 0);
        tests.put(name, (value, arguments) -> {
            signature.bind(arguments);
            return test.holds(value);
        });
    }

    private void both(String name, String parameter, Two test) {
        Signature signature = Signature.of(name, 1, parameter);
        tests.put(name, (value, arguments) -> test.holds(value, signature.bind(arguments)[0]));
    }

    private void ordering(String operator, String... names) {
        for (String name : names) {
            both(name, "b", (a, b) -> Ordering.holds(operator, a, b));
        }
    }

    /** The test, or {@code null}. */
    Test find(String name) {
        return tests.get(name);
    }

    private static boolean isSequence(Object value) {
        boolean hasItems = !(value instanceof DictView) && !(value instanceof Values.Sized);
        return Values.hasLength(value) && hasItems;
    }

    private static boolean isCase(Object value, String method) {
        return Values.truth(StringMethods.call(Repr.str(value), method, Arguments.NONE));
    }
}
