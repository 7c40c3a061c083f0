package volley.os;

import com.sun.jna.Native;
import com.sun.jna.Pointer;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.LongSupplier;

/**
 * When the operating system received what waits to be read from a TCP connection. Linux notes it with each segment
 * ({@link #OPTION}), and tells it to whoever reads by {@code recvmsg}; Java and Netty do not. So the connection is asked by
 * a read that takes nothing away ({@code MSG_PEEK}) and copies nothing ({@code MSG_TRUNC}), just before the read that does.
 *
 * <p>How long bytes wait because the client is busy is then no part of any stamp. Nothing is allocated. Used by one thread.
 */
public final class ReceiveTimes {
    /** The operating system did not tell. */
    public static final long UNKNOWN = Long.MIN_VALUE;

    /** Level and name of the socket's option (SO_TIMESTAMPNS of asm-generic/socket.h), and its value. */
    public static final int OPTION_LEVEL = SocketCalls.SOCKET_LEVEL;

    public static final int OPTION = SocketCalls.TIMESTAMP_OPTION;
    public static final int ON = 1;

    private static final int PEEK_DONT_WAIT = 0x02 | 0x40;
    private static final int TRUNCATE = 0x20;

    // struct msghdr of 64 bit: name 0, its length 8, vector 16, its length 24, control 32, its length 40, flags 48
    private static final int MESSAGE_BYTES = 56;
    private static final int VECTOR_AT = 16;
    private static final int VECTORS_AT = 24;
    private static final int CONTROL_AT = 32;
    private static final int CONTROL_LENGTH_AT = 40;

    // struct iovec: address 0, length 8. The address stays 0: a kernel that would copy all the same reports an error.
    private static final int VECTOR = MESSAGE_BYTES;
    private static final int VECTOR_LENGTH_AT = VECTOR + 8;

    // struct cmsghdr: length 0, level 8, type 12; behind it struct timespec: seconds 16, nanoseconds 24
    private static final int CONTROL = VECTOR + 16;
    private static final int CONTROL_BYTES = 64;
    private static final int LEVEL_AT = CONTROL + 8;
    private static final int TYPE_AT = CONTROL + 12;
    private static final int SECONDS_AT = CONTROL + 16;
    private static final int NANOS_AT = CONTROL + 24;
    private static final int TIME_BYTES = 32;

    /** Above what is read at once as long as the client keeps up. */
    private static final int COPY_BYTES = 1 << 16;

    private static final long NS_PER_SECOND = 1_000_000_000L;

    private final LongSupplier nanoClock;
    private final WallClock wallClock;
    private final ByteBuffer memory = ByteBuffer.allocateDirect(CONTROL + CONTROL_BYTES);
    private final long message;
    private ByteBuffer copy;
    private long copyAddress;
    private int askedBytes;
    private long noted = UNKNOWN;

    private ReceiveTimes(LongSupplier nanoClock, InstantSource wallClock) {
        this.nanoClock = nanoClock;
        this.wallClock = new WallClock(nanoClock, wallClock);
        message = Pointer.nativeValue(Native.getDirectBufferPointer(memory));
        memory.order(ByteOrder.nativeOrder())
                .putLong(VECTOR_AT, message + VECTOR)
                .putLong(VECTORS_AT, 1)
                .putLong(CONTROL_AT, message + CONTROL);
    }

    /**
     * @param nanoClock of which times are
     * @param wallClock of which the operating system's are
     * @return nothing where the operating system does not tell
     */
    public static Optional<ReceiveTimes> of(LongSupplier nanoClock, InstantSource wallClock) {
        return SocketCalls.LOADED ? Optional.of(new ReceiveTimes(nanoClock, wallClock)) : Optional.empty();
    }

    /**
     * Asks for the bytes that a read of at most {@code limitBytes} would get now.
     *
     * @param socket its file descriptor; its {@link #OPTION} is set
     * @return when the last of them was received, on the nanosecond clock; {@link #UNKNOWN} if there are none or it is not
     *     told
     */
    public long ask(int socket, int limitBytes) {
        memory.putLong(VECTOR, 0).putLong(VECTOR_LENGTH_AT, limitBytes).putLong(CONTROL_LENGTH_AT, CONTROL_BYTES);
        askedBytes = (int) SocketCalls.recvmsg(socket, message, PEEK_DONT_WAIT | TRUNCATE);
        noted = UNKNOWN;
        if (askedBytes <= 0
                || memory.getLong(CONTROL_LENGTH_AT) < TIME_BYTES
                || memory.getInt(LEVEL_AT) != OPTION_LEVEL
                || memory.getInt(TYPE_AT) != OPTION) {
            return UNKNOWN;
        }
        long seconds = memory.getLong(SECONDS_AT);
        long nanos = memory.getLong(NANOS_AT);
        noted = seconds * NS_PER_SECOND + nanos;
        long nowNs = nanoClock.getAsLong();
        return Math.min(nowNs, wallClock.toNanoClock(seconds, nanos, nowNs));
    }

    /**
     * Looks at bytes without taking them.
     *
     * @param bytes at most so many, as many as {@link #askedBytes} told
     * @return them, from index 0; valid until the next call
     */
    public ByteBuffer look(int socket, int bytes) {
        if (copy == null || copy.capacity() < bytes) {
            copy = ByteBuffer.allocateDirect(Math.max(bytes, COPY_BYTES));
            copyAddress = Pointer.nativeValue(Native.getDirectBufferPointer(copy));
        }
        memory.putLong(VECTOR, copyAddress).putLong(VECTOR_LENGTH_AT, bytes).putLong(CONTROL_LENGTH_AT, 0);
        long there = SocketCalls.recvmsg(socket, message, PEEK_DONT_WAIT);
        return copy.position(0).limit((int) Math.max(0, there));
    }

    /**
     * The time of the last answer as the operating system noted it, to be compared with others of the same connection:
     * bytes that were received together, and those that it has laid together since, have the same. {@link #UNKNOWN} if it
     * told none.
     */
    public long noted() {
        return noted;
    }

    /** How many bytes the last question was about. */
    public int askedBytes() {
        return askedBytes;
    }
}
