package volley.client;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.channel.Channel;
import io.netty.channel.RecvByteBufAllocator;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.unix.IntegerUnixChannelOption;
import io.netty.channel.unix.UnixChannel;
import io.netty.util.UncheckedBooleanSupplier;
import io.netty.util.concurrent.FastThreadLocal;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.LongSupplier;
import volley.os.ReceiveTimes;

/**
 * Learns, just before a connection is read, when the operating system received what will be read. Netty asks for room then,
 * which is where this comes in; the room itself is made by the connection's own allocator.
 *
 * <p>Used by one event loop, that of its connection.
 */
final class ReceivedReads implements RecvByteBufAllocator {
    private static final IntegerUnixChannelOption NOTE_TIMES =
            new IntegerUnixChannelOption("SO_TIMESTAMPNS", ReceiveTimes.OPTION_LEVEL, ReceiveTimes.OPTION);

    private static final FastThreadLocal<Optional<ReceiveTimes>> OF_THREAD = new FastThreadLocal<>();

    private final RecvByteBufAllocator room;
    private final ReceiveTimes times;
    private final int socket;
    private int askedBytes;
    private long askedNs = ReceiveTimes.UNKNOWN;
    private long receivedNs = ReceiveTimes.UNKNOWN;

    private ReceivedReads(RecvByteBufAllocator room, ReceiveTimes times, int socket) {
        this.room = room;
        this.times = times;
        this.socket = socket;
    }

    /**
     * Those of a connection from which nothing has been read: the allocator of one that has is fixed. To be called on its
     * event loop.
     *
     * @param nanoClock of which times are
     * @return nothing where times are not told
     */
    static Optional<ReceivedReads> of(Channel connection, LongSupplier nanoClock) {
        if (!(connection instanceof SocketChannel tcp && connection instanceof UnixChannel descriptor)) {
            return Optional.empty();
        }
        Optional<ReceiveTimes> told = OF_THREAD.get();
        if (told == null) {
            told = ReceiveTimes.of(nanoClock, InstantSource.system());
            OF_THREAD.set(told);
        }
        return told.map(times -> {
            ReceivedReads reads = new ReceivedReads(
                    tcp.config().getRecvByteBufAllocator(),
                    times,
                    descriptor.fd().intValue());
            tcp.config().setOption(NOTE_TIMES, ReceiveTimes.ON);
            tcp.config().setRecvByteBufAllocator(reads);
            return reads;
        });
    }

    /** When the last bytes read were received; {@link ReceiveTimes#UNKNOWN} if that was not told. */
    long receivedNs() {
        return receivedNs;
    }

    @Override
    @SuppressWarnings("deprecation") // Netty's own way of making one, until its next major version
    public Handle newHandle() {
        return new Reading(room.newHandle());
    }

    @SuppressWarnings("deprecation") // as above
    private final class Reading extends RecvByteBufAllocator.DelegatingHandle implements ExtendedHandle {
        Reading(Handle room) {
            super(room);
        }

        @Override
        public ByteBuf allocate(ByteBufAllocator allocator) {
            ByteBuf bytes = delegate().allocate(allocator);
            askedNs = times.ask(socket, bytes.writableBytes());
            askedBytes = times.askedBytes();
            return bytes;
        }

        /** More may have come since the question: then its answer is not that of the last byte. */
        @Override
        public void lastBytesRead(int bytes) {
            receivedNs = bytes == askedBytes ? askedNs : ReceiveTimes.UNKNOWN;
            delegate().lastBytesRead(bytes);
        }

        @Override
        public boolean continueReading(UncheckedBooleanSupplier maybeMoreToRead) {
            return ((ExtendedHandle) delegate()).continueReading(maybeMoreToRead);
        }
    }
}
