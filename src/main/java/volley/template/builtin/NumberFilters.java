package volley.template.builtin;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Iterator;
import java.util.List;
import volley.template.value.Arithmetic;
import volley.template.value.FormatSpec;
import volley.template.value.Markup;
import volley.template.value.None;
import volley.template.value.Numbers;
import volley.template.value.PyDict;
import volley.template.value.PyTuple;
import volley.template.value.PythonError;
import volley.template.value.Repr;
import volley.template.value.TypeName;
import volley.template.value.Undefined;
import volley.template.value.Values;

/** Filters about numbers. */
final class NumberFilters {
    private static final String[] DECIMAL = {"kB", "MB", "GB", "TB", "PB", "EB", "ZB", "YB"};
    private static final String[] BINARY = {"KiB", "MiB", "GiB", "TiB", "PiB", "EiB", "ZiB", "YiB"};

    private NumberFilters() {}

    static void addTo(FilterTable filters) {
        filters.add("abs", 0, (value, a) -> absolute(value));
        filters.add("int", 0, (value, a) -> integer(value, a[0] == null ? 0L : a[0], a[1]), "default", "base");
        filters.add(
                "float",
                0,
                (value, a) -> {
                    Double number = toFloat(value);
                    return number == null ? (a[0] == null ? 0.0 : a[0]) : number;
                },
                "default");
        filters.add("round", 0, NumberFilters::round, "precision", "method");
        filters.add("sum", 0, NumberFilters::sum, "attribute", "start");
        filters.add("filesizeformat", 0, (value, a) -> fileSize(value, a[0] != null && Values.truth(a[0])), "binary");
    }

    private static Object absolute(Object value) {
        if (value instanceof Double number) {
            return Math.abs(number);
        }
        if (!Numbers.isInteger(value)) {
            throw PythonError.type("bad operand type for abs(): '" + TypeName.of(value) + "'");
        }
        return Numbers.normal(Numbers.big(value).abs());
    }

    private static Object integer(Object value, Object otherwise, Object givenBase) {
        Object number = null;
        if (Values.isString(value)) {
            long base = givenBase == null ? 10 : Numbers.index(givenBase);
            boolean valid = base == 0 || (base >= 2 && base <= 36);
            number = valid ? NumberAttributes.parse(value.toString(), (int) base) : null;
            if (number == null) {
                Double decimal = NumberAttributes.parseFloat(value.toString());
                boolean finite = decimal != null && !decimal.isNaN() && !decimal.isInfinite();
                return finite ? Numbers.truncate(decimal) : otherwise;
            }
            return number;
        }
        if (value instanceof Double decimal) {
            if (decimal.isInfinite()) {
                throw new PythonError("OverflowError", "cannot convert float infinity to integer");
            }
            return decimal.isNaN() ? otherwise : Numbers.truncate(decimal);
        }
        if (value instanceof Undefined undefined) {
            throw undefined.failure();
        }
        return Numbers.isInteger(value) ? Numbers.normal(Numbers.big(value)) : otherwise;
    }

    private static Double toFloat(Object value) {
        if (value instanceof Undefined undefined) {
            throw undefined.failure();
        }
        if (Numbers.isNumber(value)) {
            return Numbers.toDouble(value);
        }
        return Values.isString(value) ? NumberAttributes.parseFloat(value.toString()) : null;
    }

    private static Object round(Object value, Object[] a) {
        Object precision = a[0] == null ? 0L : a[0];
        String method = a[1] == null ? "common" : Repr.str(a[1]);
        if (!List.of("common", "ceil", "floor").contains(method)) {
            throw new PythonError("FilterArgumentError", "method must be common, ceil or floor");
        }
        if (method.equals("common")) {
            return nearest(value, precision);
        }
        Object scale = Arithmetic.power(10L, precision);
        Object scaled = Arithmetic.multiply(value, scale);
        if (!Numbers.isNumber(scaled)) {
            throw PythonError.type("must be real number, not " + TypeName.of(scaled));
        }
        Object whole = scaled;
        if (scaled instanceof Double number) {
            double edge = method.equals("ceil") ? Math.ceil(number) : Math.floor(number);
            finite(edge);
            whole = Numbers.truncate(edge);
        }
        return Arithmetic.divide(whole, scale);
    }

    private static void finite(double number) {
        if (Double.isInfinite(number)) {
            throw new PythonError("OverflowError", "cannot convert float infinity to integer");
        }
        if (Double.isNaN(number)) {
            throw PythonError.value("cannot convert float NaN to integer");
        }
    }

    private static Object nearest(Object value, Object precision) {
        if (!Numbers.isNumber(value)) {
            throw PythonError.type("type " + TypeName.of(value) + " doesn't define __round__ method");
        }
        if (precision == None.NONE) {
            if (value instanceof Double number) {
                finite(number);
                return Numbers.normal(new BigDecimal(number)
                        .setScale(0, RoundingMode.HALF_EVEN)
                        .toBigInteger());
            }
            return Numbers.normal(Numbers.big(value));
        }
        int digits = (int) Math.max(-400, Math.min(400, Numbers.index(precision)));
        if (value instanceof Double number) {
            boolean special = number.isNaN() || number.isInfinite();
            return special || number == 0
                    ? number
                    : (Object) Math.copySign(
                            new BigDecimal(number)
                                    .setScale(digits, RoundingMode.HALF_EVEN)
                                    .doubleValue(),
                            number);
        }
        if (digits >= 0) {
            return Numbers.normal(Numbers.big(value));
        }
        return Numbers.normal(new BigDecimal(Numbers.big(value))
                .setScale(digits, RoundingMode.HALF_EVEN)
                .toBigInteger());
    }

    private static Object sum(Object value, Object[] a) {
        Object total = a[1] == null ? 0L : a[1];
        if (Values.isString(total)) {
            throw PythonError.type("sum() can't sum strings [use ''.join(seq) instead]");
        }
        boolean byAttribute = a[0] != null && a[0] != None.NONE;
        AttributePath path = AttributePath.of(a[0] == null ? None.NONE : a[0]);
        for (Iterator<Object> items = Values.iterator(value); items.hasNext(); ) {
            Object item = items.next();
            total = Arithmetic.add(total, byAttribute ? path.get(item) : item);
        }
        return total;
    }

    private static String fileSize(Object value, boolean binary) {
        Double size = toFloat(value);
        if (size == null) {
            boolean wrongType = value == None.NONE
                    || value instanceof List
                    || value instanceof PyDict
                    || value instanceof PyTuple
                    || value instanceof Markup;
            throw wrongType
                    ? PythonError.type(
                            "float() argument must be a string or a real number, not '" + TypeName.of(value) + "'")
                    : PythonError.value("could not convert string to float: " + Repr.repr(value));
        }
        double base = binary ? 1024 : 1000;
        if (size == 1) {
            return "1 Byte";
        }
        if (size < base) {
            return size.longValue() + " Bytes";
        }
        String[] prefixes = binary ? BINARY : DECIMAL;
        double unit = base;
        int last = 0;
        for (int i = 0; i < prefixes.length; i++) {
            unit *= base;
            last = i;
            if (size < unit) {
                break;
            }
        }
        return FormatSpec.format(base * size / unit, ".1f") + " " + prefixes[last];
    }
}
