package volley.template.value;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;

/** Python's operators on values. */
public final class Arithmetic {
    private Arithmetic() {}

    public static Object add(Object a, Object b) {
        if (a instanceof String s && b instanceof String t) {
            return Limits.text(s, t);
        }
        if (a instanceof Long x && b instanceof Long y) {
            long sum = x + y;
            boolean overflow = ((x ^ sum) & (y ^ sum)) < 0;
            return overflow ? BigInteger.valueOf(x).add(BigInteger.valueOf(y)) : (Object) sum;
        }
        defined(a, b);
        if (Values.isString(a) && Values.isString(b)) {
            return new Markup(Limits.text(
                    HtmlEscape.escape(a).text(), HtmlEscape.escape(b).text()));
        }
        if (a instanceof List<?> x && b instanceof List<?> y) {
            return joined(x, y);
        }
        if (a instanceof PyTuple x && b instanceof PyTuple y) {
            return new PyTuple(joined(x.items(), y.items()));
        }
        if (Numbers.isNumber(a) && Numbers.isNumber(b)) {
            if (a instanceof Double || b instanceof Double) {
                return Numbers.toDouble(a) + Numbers.toDouble(b);
            }
            return Numbers.normal(Numbers.big(a).add(Numbers.big(b)));
        }
        if (Values.isString(a) || a instanceof List || a instanceof PyTuple) {
            String type = TypeName.of(a);
            throw PythonError.type("can only concatenate " + type + " (not \"" + TypeName.of(b) + "\") to " + type);
        }
        throw unsupported("+", a, b);
    }

    private static List<Object> joined(List<?> x, List<?> y) {
        Limits.items((long) x.size() + y.size());
        List<Object> both = new ArrayList<>(x.size() + y.size());
        both.addAll(x);
        both.addAll(y);
        return both;
    }

    public static Object subtract(Object a, Object b) {
        numbers("-", a, b);
        if (a instanceof Double || b instanceof Double) {
            return Numbers.toDouble(a) - Numbers.toDouble(b);
        }
        return Numbers.normal(Numbers.big(a).subtract(Numbers.big(b)));
    }

    public static Object multiply(Object a, Object b) {
        defined(a, b);
        if (Numbers.isInteger(b) && isSequence(a)) {
            return repeated(a, Numbers.index(b));
        }
        if (Numbers.isInteger(a) && isSequence(b)) {
            return repeated(b, Numbers.index(a));
        }
        if (isSequence(a) || isSequence(b)) {
            Object other = isSequence(a) ? b : a;
            throw PythonError.type("can't multiply sequence by non-int of type '" + TypeName.of(other) + "'");
        }
        numbers("*", a, b);
        if (a instanceof Double || b instanceof Double) {
            return Numbers.toDouble(a) * Numbers.toDouble(b);
        }
        return Numbers.normal(Numbers.big(a).multiply(Numbers.big(b)));
    }

    private static boolean isSequence(Object value) {
        return Values.isString(value) || value instanceof List || value instanceof PyTuple;
    }

    private static Object repeated(Object value, long times) {
        long count = Math.max(0, times);
        if (Values.isString(value)) {
            String text = Limits.repeat(value.toString(), count);
            return value instanceof Markup ? new Markup(text) : text;
        }
        List<?> items = value instanceof PyTuple tuple ? tuple.items() : (List<?>) value;
        Limits.items(items.isEmpty() ? 0 : count > Limits.ITEMS ? count : items.size() * count);
        List<Object> all = new ArrayList<>();
        for (long i = 0; i < count && !items.isEmpty(); i++) {
            all.addAll(items);
        }
        return value instanceof PyTuple ? new PyTuple(all) : all;
    }

    public static Object divide(Object a, Object b) {
        numbers("/", a, b);
        nonZero(b, "division by zero");
        return Numbers.divide(a, b);
    }

    public static Object floorDivide(Object a, Object b) {
        numbers("//", a, b);
        nonZero(b, "integer division or modulo by zero");
        if (a instanceof Double || b instanceof Double) {
            return floor(Numbers.toDouble(a), Numbers.toDouble(b))[0];
        }
        BigInteger[] parts = Numbers.big(a).divideAndRemainder(Numbers.big(b));
        boolean down =
                parts[1].signum() != 0 && parts[1].signum() != Numbers.big(b).signum();
        return Numbers.normal(down ? parts[0].subtract(BigInteger.ONE) : parts[0]);
    }

    public static Object modulo(Object a, Object b) {
        if (Values.isString(a)) {
            return PercentFormat.format(a, b);
        }
        numbers("%", a, b);
        nonZero(b, "integer modulo by zero");
        if (a instanceof Double || b instanceof Double) {
            return floor(Numbers.toDouble(a), Numbers.toDouble(b))[1];
        }
        BigInteger divisor = Numbers.big(b);
        BigInteger rest = Numbers.big(a).remainder(divisor);
        boolean otherSign = rest.signum() != 0 && rest.signum() != divisor.signum();
        return Numbers.normal(otherSign ? rest.add(divisor) : rest);
    }

    /** Python's float division: the floor of the quotient, and a rest with the divisor's sign. */
    private static double[] floor(double a, double b) {
        double rest = a % b;
        double quotient = (a - rest) / b;
        if (rest == 0) {
            rest = Math.copySign(0, b);
        } else if (b < 0 != rest < 0) {
            rest += b;
            quotient -= 1;
        }
        if (quotient == 0) {
            return new double[] {Math.copySign(0, a / b), rest};
        }
        double floor = Math.floor(quotient);
        return new double[] {quotient - floor > 0.5 ? floor + 1 : floor, rest};
    }

    public static Object power(Object a, Object b) {
        numbers("** or pow()", a, b);
        return Numbers.power(a, b);
    }

    public static Object negate(Object a) {
        unary("-", a);
        return a instanceof Double number
                ? (Object) (-number)
                : Numbers.normal(Numbers.big(a).negate());
    }

    public static Object positive(Object a) {
        unary("+", a);
        return a instanceof Double ? a : Numbers.normal(Numbers.big(a));
    }

    private static void unary(String operator, Object a) {
        defined(a, a);
        if (!Numbers.isNumber(a)) {
            throw PythonError.type("bad operand type for unary " + operator + ": '" + TypeName.of(a) + "'");
        }
    }

    private static void nonZero(Object divisor, String message) {
        if (Numbers.toDouble(divisor) == 0) {
            throw new PythonError("ZeroDivisionError", message);
        }
    }

    private static void numbers(String operator, Object a, Object b) {
        defined(a, b);
        if (!Numbers.isNumber(a) || !Numbers.isNumber(b)) {
            throw unsupported(operator, a, b);
        }
    }

    private static void defined(Object a, Object b) {
        if (a instanceof Undefined undefined) {
            throw undefined.failure();
        }
        if (b instanceof Undefined undefined) {
            throw undefined.failure();
        }
    }

    private static PythonError unsupported(String operator, Object a, Object b) {
        return PythonError.type("unsupported operand type(s) for " + operator + ": '" + TypeName.of(a) + "' and '"
                + TypeName.of(b) + "'");
    }
}
