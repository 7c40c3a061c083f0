package volley.os;

import com.sun.jna.Native;
import com.sun.jna.Platform;
import com.sun.jna.Pointer;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

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
    public static final int OPTION_LEVEL = 1;

    public static final int OPTION = 35;
    public static final int ON = 1;

    private static final Logger LOG = LoggerFactory.getLogger(ReceiveTimes.class);

    private static final int PEEK_TRUNCATE_DONT_WAIT = 0x02 | 0x20 | 0x40;

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

    private final LongSupplier nanoClock;
    private final WallClock wallClock;
    private final ByteBuffer memory = ByteBuffer.allocateDirect(CONTROL + CONTROL_BYTES);
    private final long message;
    private int askedBytes;

    private ReceiveTimes(LongSupplier nanoClock, InstantSource wallClock) {
        this.nanoClock = nanoClock;
        this.wallClock = new WallClock(nanoClock, wallClock);
        message = Pointer.nativeValue(Native.getDirectBufferPointer(memory));
        memory.order(ByteOrder.nativeOrder())
                .putLong(VECTOR_AT, message + VECTOR)
                .putLong(VECTORS_AT, 1)
                .putLong(CONTROL_AT, message + CONTROL);
    }

    /** The functions of the C library, without a look at what went wrong: then there is no time. */
    private static final class LibC {
        private static final boolean LOADED = load();

        private static boolean load() {
            if (!Platform.isLinux() || !Platform.is64Bit()) {
                return false;
            }
            try {
                Native.register(LibC.class, Platform.C_LIBRARY_NAME);
                return keepNoting();
            } catch (LinkageError e) {
                LOG.debug("receive times are not told", e);
                return false;
            }
        }

        /**
         * Linux notes times as long as one socket wants them, and needs some milliseconds to begin with it: a socket of no
         * other use wants them until the process ends.
         */
        private static boolean keepNoting() {
            int internet = 2;
            int datagrams = 2;
            int socket = socket(internet, datagrams, 0);
            return socket >= 0 && setsockopt(socket, OPTION_LEVEL, OPTION, new int[] {ON}, Integer.BYTES) == 0;
        }

        private static native int socket(int domain, int type, int protocol);

        private static native int setsockopt(int socket, int level, int name, int[] value, int length);

        private static native long recvmsg(int socket, long message, int flags);
    }

    /**
     * @param nanoClock of which times are
     * @param wallClock of which the operating system's are
     * @return nothing where the operating system does not tell
     */
    public static Optional<ReceiveTimes> of(LongSupplier nanoClock, InstantSource wallClock) {
        return LibC.LOADED ? Optional.of(new ReceiveTimes(nanoClock, wallClock)) : Optional.empty();
    }

    /**
     * Asks for the bytes that a read of at most {@code limitBytes} would get now.
     *
     * @param socket its file descriptor; its {@link #OPTION} is set
     * @return when the last of them was received, on the nanosecond clock; {@link #UNKNOWN} if there are none or it is not
     *     told
     */
    public long ask(int socket, int limitBytes) {
        memory.putLong(VECTOR_LENGTH_AT, limitBytes).putLong(CONTROL_LENGTH_AT, CONTROL_BYTES);
        askedBytes = (int) LibC.recvmsg(socket, message, PEEK_TRUNCATE_DONT_WAIT);
        if (askedBytes <= 0
                || memory.getLong(CONTROL_LENGTH_AT) < TIME_BYTES
                || memory.getInt(LEVEL_AT) != OPTION_LEVEL
                || memory.getInt(TYPE_AT) != OPTION) {
            return UNKNOWN;
        }
        long nowNs = nanoClock.getAsLong();
        return Math.min(nowNs, wallClock.toNanoClock(memory.getLong(SECONDS_AT), memory.getLong(NANOS_AT), nowNs));
    }

    /** How many bytes the last question was about. */
    public int askedBytes() {
        return askedBytes;
    }
}
