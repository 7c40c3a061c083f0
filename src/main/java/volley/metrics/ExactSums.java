package volley.metrics;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.MathContext;

/**
 * Number, sum and sum of squares of integers, exact: they are the same in whatever order the values come, and one may be taken out
 * again. Mean and deviation are rounded once, at the end. Holds for 2<sup>31</sup> values of any size. Not thread-safe.
 */
final class ExactSums {
    /** A value, or its square, is added in pieces of so many bits, each to a sum that cannot overflow. */
    private static final int PIECE_BITS = 32;

    private static final long PIECE = (1L << PIECE_BITS) - 1;

    private int count;
    private long low;
    private long high;
    private long square0;
    private long square1;
    private long square2;
    private long square3;

    ExactSums() {}

    ExactSums(ExactSums from) {
        count = from.count;
        low = from.low;
        high = from.high;
        square0 = from.square0;
        square1 = from.square1;
        square2 = from.square2;
        square3 = from.square3;
    }

    void add(long value) {
        count++;
        low += value & PIECE;
        high += value >> PIECE_BITS;
        long square = value * value;
        square0 += square & PIECE;
        square1 += square >>> PIECE_BITS;
        square = Math.multiplyHigh(value, value);
        square2 += square & PIECE;
        square3 += square >>> PIECE_BITS;
    }

    /** @param value one that was added */
    void remove(long value) {
        count--;
        low -= value & PIECE;
        high -= value >> PIECE_BITS;
        long square = value * value;
        square0 -= square & PIECE;
        square1 -= square >>> PIECE_BITS;
        square = Math.multiplyHigh(value, value);
        square2 -= square & PIECE;
        square3 -= square >>> PIECE_BITS;
    }

    /** Number of values. */
    int count() {
        return count;
    }

    /** Of at least one value. */
    double mean() {
        return sum().doubleValue() / count;
    }

    /** Standard deviation of the population ({@code ddof=0}), of at least one value. */
    double deviation() {
        // n * sum of squares - square of the sum = n^2 * variance
        BigInteger n = BigInteger.valueOf(count);
        BigInteger scaled =
                n.multiply(whole(square3, square2, square1, square0)).subtract(sum().pow(2));
        return Math.sqrt(new BigDecimal(scaled)
                .divide(new BigDecimal(n.pow(2)), MathContext.DECIMAL128)
                .doubleValue());
    }

    private BigInteger sum() {
        return whole(high, low);
    }

    private static BigInteger whole(long... pieces) {
        BigInteger whole = BigInteger.ZERO;
        for (long piece : pieces) {
            whole = whole.shiftLeft(PIECE_BITS).add(BigInteger.valueOf(piece));
        }
        return whole;
    }
}
