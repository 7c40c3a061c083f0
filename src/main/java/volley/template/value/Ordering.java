package volley.template.value;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/** Python's {@code <} and its relatives, and {@code sorted}. */
public final class Ordering {
    private Ordering() {}

    /** @param operator {@code <}, {@code <=}, {@code >} or {@code >=} */
    public static boolean holds(String operator, Object a, Object b) {
        if (a instanceof Undefined undefined) {
            throw undefined.failure();
        }
        if (b instanceof Undefined undefined) {
            throw undefined.failure();
        }
        if ((a instanceof Double x && x.isNaN()) || (b instanceof Double y && y.isNaN())) {
            if (Numbers.isNumber(a) && Numbers.isNumber(b)) {
                return false;
            }
        }
        int order = compare(operator, a, b);
        return switch (operator) {
            case "<" -> order < 0;
            case "<=" -> order <= 0;
            case ">" -> order > 0;
            default -> order >= 0;
        };
    }

    private static int compare(String operator, Object a, Object b) {
        if (Numbers.isNumber(a) && Numbers.isNumber(b)) {
            return Numbers.compare(a, b);
        }
        if (Values.isString(a) && Values.isString(b)) {
            return compareText(a.toString(), b.toString());
        }
        if (a instanceof List<?> x && b instanceof List<?> y) {
            return compareItems(operator, x, y);
        }
        if (a instanceof PyTuple x && b instanceof PyTuple y) {
            return compareItems(operator, x.items(), y.items());
        }
        throw PythonError.type("'" + operator + "' not supported between instances of '" + TypeName.of(a) + "' and '"
                + TypeName.of(b) + "'");
    }

    private static int compareItems(String operator, List<?> x, List<?> y) {
        for (int i = 0; i < Math.min(x.size(), y.size()); i++) {
            if (!Equality.sameOrEqual(x.get(i), y.get(i))) {
                return compare(operator, x.get(i), y.get(i));
            }
        }
        return Integer.compare(x.size(), y.size());
    }

    /** By code points, where Java compares UTF-16 units. */
    private static int compareText(String a, String b) {
        int at = 0;
        int end = Math.min(a.length(), b.length());
        while (at < end && a.charAt(at) == b.charAt(at)) {
            at++;
        }
        if (at == end) {
            return Integer.compare(a.length(), b.length());
        }
        boolean inPair = at > 0 && Character.isHighSurrogate(a.charAt(at - 1));
        int from = inPair ? at - 1 : at;
        return Integer.compare(a.codePointAt(from), b.codePointAt(from));
    }

    /** Stable, as Python's {@code sorted}. */
    public static List<Object> sorted(Iterable<?> values, UnaryOperator<Object> key, boolean reverse) {
        record Keyed(Object value, Object key) {}
        List<Keyed> keyed = new ArrayList<>();
        for (Object value : values) {
            keyed.add(new Keyed(value, key.apply(value)));
        }
        Comparator<Keyed> order = (a, b) -> {
            if (holds("<", a.key(), b.key())) {
                return -1;
            }
            return holds("<", b.key(), a.key()) ? 1 : 0;
        };
        keyed.sort(reverse ? order.reversed() : order);
        Function<Keyed, Object> value = Keyed::value;
        return new ArrayList<>(keyed.stream().map(value).toList());
    }
}
