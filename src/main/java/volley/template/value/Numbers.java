package volley.template.value;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.MathContext;

/** The numbers: bool, int (a {@link Long}, or a {@link BigInteger} beyond it) and float. */
public final class Numbers {
    private static final BigInteger MIN = BigInteger.valueOf(Long.MIN_VALUE);
    private static final BigInteger MAX = BigInteger.valueOf(Long.MAX_VALUE);

    /** Bits of the largest integer a template may make. */
    private static final long MAX_BITS = 1 << 20;

    private Numbers() {}

    public static boolean isNumber(Object value) {
        return value instanceof Number || value instanceof Boolean;
    }

    /** An int or a bool, which is one in Python. */
    public static boolean isInteger(Object value) {
        return value instanceof Long || value instanceof Boolean || value instanceof BigInteger;
    }

    public static BigInteger big(Object value) {
        if (value instanceof BigInteger big) {
            return big;
        }
        return BigInteger.valueOf(value instanceof Boolean flag ? (flag ? 1 : 0) : (Long) value);
    }

    /** A {@link Long} if it fits into one. */
    public static Object normal(BigInteger value) {
        if (value.bitLength() > MAX_BITS) {
            throw PythonError.tooLarge("an integer");
        }
        return value.compareTo(MIN) >= 0 && value.compareTo(MAX) <= 0 ? (Object) value.longValue() : value;
    }

    public static double toDouble(Object value) {
        if (value instanceof Boolean flag) {
            return flag ? 1 : 0;
        }
        double number = ((Number) value).doubleValue();
        if (value instanceof BigInteger && Double.isInfinite(number)) {
            throw new PythonError("OverflowError", "int too large to convert to float");
        }
        return number;
    }

    /** Neither may be NaN; then the result is not zero. */
    static int compare(Object a, Object b) {
        if (a instanceof Long x && b instanceof Long y) {
            return Long.compare(x, y);
        }
        if (isInteger(a) && isInteger(b)) {
            return big(a).compareTo(big(b));
        }
        double x = a instanceof Double d ? d : 0;
        double y = b instanceof Double d ? d : 0;
        if (a instanceof Double && b instanceof Double) {
            return x == y ? 0 : x < y ? -1 : 1;
        }
        if (Double.isNaN(x) || Double.isNaN(y)) {
            return 1;
        }
        if (Double.isInfinite(x) || Double.isInfinite(y)) {
            return x > y ? 1 : -1;
        }
        return decimal(a).compareTo(decimal(b));
    }

    private static BigDecimal decimal(Object value) {
        return value instanceof Double number ? new BigDecimal(number) : new BigDecimal(big(value));
    }

    /** An index or a count, as {@code __index__} gives it. */
    public static long index(Object value, String message) {
        if (value instanceof Long number) {
            return number;
        }
        if (value instanceof Boolean flag) {
            return flag ? 1 : 0;
        }
        if (value instanceof BigInteger big) {
            return big.signum() < 0 ? Long.MIN_VALUE : Long.MAX_VALUE;
        }
        throw PythonError.type(message);
    }

    public static long index(Object value) {
        return index(value, "'" + TypeName.of(value) + "' object cannot be interpreted as an integer");
    }

    /** Python's {@code int} of a finite float. */
    public static Object truncate(double value) {
        return normal(new BigDecimal(value).toBigInteger());
    }

    static double divide(Object a, Object b) {
        if (b instanceof Double || a instanceof Double || a instanceof Boolean || b instanceof Boolean) {
            return toDouble(a) / toDouble(b);
        }
        BigInteger x = big(a);
        BigInteger y = big(b);
        if (x.bitLength() <= 53 && y.bitLength() <= 53) {
            return x.doubleValue() / y.doubleValue();
        }
        return new BigDecimal(x)
                .divide(new BigDecimal(y), MathContext.DECIMAL128)
                .doubleValue();
    }

    static Object power(Object a, Object b) {
        boolean integers = isInteger(a) && isInteger(b);
        if (integers && big(b).signum() >= 0) {
            BigInteger base = big(a);
            BigInteger exponent = big(b);
            boolean small = base.bitLength() <= 1;
            if (!small && (exponent.bitLength() > 31 || base.bitLength() * exponent.longValue() > MAX_BITS)) {
                throw PythonError.tooLarge("a power");
            }
            return normal(base.pow(small ? exponent.testBit(0) ? 1 : exponent.signum() * 2 : exponent.intValue()));
        }
        double base = toDouble(a);
        double exponent = toDouble(b);
        if (base == 0 && exponent < 0) {
            throw new PythonError("ZeroDivisionError", "0.0 cannot be raised to a negative power");
        }
        if (base < 0 && exponent != Math.rint(exponent) && !Double.isInfinite(base)) {
            throw PythonError.unsupported("a complex number");
        }
        double result = Math.pow(base, exponent);
        if (Double.isInfinite(result) && !Double.isInfinite(base) && !Double.isInfinite(exponent)) {
            throw new PythonError("OverflowError", "(34, 'Numerical result out of range')");
        }
        return base == 1 ? (Object) 1.0 : result;
    }
}
