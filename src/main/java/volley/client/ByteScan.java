package volley.client;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/** Looks for bytes of a kind, eight at a time: most bytes of an event are only passed over. */
final class ByteScan {
    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    private static final long ONES = 0x0101010101010101L;
    private static final long HIGH_BITS = 0x8080808080808080L;

    private ByteScan() {}

    /** Where the first byte from 0 to {@code '\r'} stands, which may end a line; {@code end} if there is none. */
    static int lineBreak(byte[] bytes, int from, int end) {
        int i = from;
        for (; i <= end - Long.BYTES; i += Long.BYTES) {
            long eight = (long) LONGS.get(bytes, i);
            long found = below(eight, '\r' + 1);
            if (found != 0) {
                return i + Long.numberOfTrailingZeros(found) / Byte.SIZE;
            }
        }
        while (i < end && (bytes[i] > '\r' || bytes[i] < 0)) {
            i++;
        }
        return i;
    }

    /** Where plain text ends: ASCII without control characters, quotes and backslashes; {@code end} if all of it is plain. */
    static int endOfPlainText(byte[] bytes, int from, int end) {
        int i = from;
        for (; i <= end - Long.BYTES; i += Long.BYTES) {
            long eight = (long) LONGS.get(bytes, i);
            long found =
                    (eight & HIGH_BITS) | below(eight, ' ') | zeros(eight ^ ONES * '"') | zeros(eight ^ ONES * '\\');
            if (found != 0) {
                return i + Long.numberOfTrailingZeros(found) / Byte.SIZE;
            }
        }
        // Bytes below a space are control characters, and those of other scripts, which are negative.
        while (i < end && bytes[i] >= ' ' && bytes[i] != '"' && bytes[i] != '\\') {
            i++;
        }
        return i;
    }

    /** The high bit of each byte from 0 to {@code limit - 1}; above the first such byte there may be false ones. */
    private static long below(long eight, int limit) {
        return (eight - ONES * limit) & ~eight & HIGH_BITS;
    }

    /** The high bit of each byte that is 0; above the first such byte there may be false ones. */
    private static long zeros(long eight) {
        return below(eight, 1);
    }
}
