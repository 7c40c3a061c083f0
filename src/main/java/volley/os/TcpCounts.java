package volley.os;

import com.sun.jna.Native;
import com.sun.jna.Pointer;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Optional;

/**
 * In how many segments the bytes of a TCP connection came, as Linux counts them (TCP_INFO). A write of a server is one
 * segment if it fits into one: so these tell what was written at once from what the operating system laid together later.
 * Nothing is allocated. Used by one thread.
 */
public final class TcpCounts {
    // struct tcp_info of linux/tcp.h
    private static final int TCP = 6;
    private static final int TCP_INFO = 11;
    private static final int BYTES_RECEIVED_AT = 128;
    private static final int DATA_SEGMENTS_AT = 152;
    private static final int INFO_BYTES = 160;
    private static final int LENGTH_AT = INFO_BYTES;

    private final ByteBuffer memory = ByteBuffer.allocateDirect(INFO_BYTES + Integer.BYTES);
    private final long info;

    private TcpCounts() {
        info = Pointer.nativeValue(Native.getDirectBufferPointer(memory));
        memory.order(ByteOrder.nativeOrder());
    }

    /** @return nothing where the operating system does not count */
    public static Optional<TcpCounts> create() {
        return SocketCalls.LOADED ? Optional.of(new TcpCounts()) : Optional.empty();
    }

    /**
     * Has the connection's counts told by the other methods.
     *
     * @param socket its file descriptor
     * @return false if they are not told
     */
    public boolean ask(int socket) {
        memory.putInt(LENGTH_AT, INFO_BYTES);
        return SocketCalls.getsockopt(socket, TCP, TCP_INFO, info, info + LENGTH_AT) == 0
                && memory.getInt(LENGTH_AT) == INFO_BYTES;
    }

    /** Bytes received in their order since the connection began, those included that wait to be read. */
    public long receivedBytes() {
        return memory.getLong(BYTES_RECEIVED_AT);
    }

    /** Segments with bytes since the connection began, those included that came twice; wraps at 32 bits. */
    public int dataSegments() {
        return memory.getInt(DATA_SEGMENTS_AT);
    }
}
