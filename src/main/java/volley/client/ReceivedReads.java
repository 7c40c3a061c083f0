package volley.client;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.channel.Channel;
import io.netty.channel.ChannelException;
import io.netty.channel.RecvByteBufAllocator;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.unix.IntegerUnixChannelOption;
import io.netty.channel.unix.UnixChannel;
import io.netty.util.UncheckedBooleanSupplier;
import io.netty.util.concurrent.FastThreadLocal;
import java.net.InetSocketAddress;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import volley.os.ReceiveTimes;
import volley.os.SegmentTimes;
import volley.os.TcpCounts;

/**
 * Learns when the operating system received what is read of a connection.
 *
 * <p>Where the process may have {@link SegmentTimes}, these know of each segment. Else the operating system is asked just before
 * a read, for which Netty asks for room: this comes in there. The room is for the bytes that were asked about, so that no others
 * are read with them. Only where there is enough for more than one event is it asked when each of them came.
 *
 * <p>Used by one event loop, that of its connection.
 */
final class ReceivedReads implements RecvByteBufAllocator {
    private static final IntegerUnixChannelOption NOTE_TIMES =
            new IntegerUnixChannelOption("SO_TIMESTAMPNS", ReceiveTimes.OPTION_LEVEL, ReceiveTimes.OPTION);

    /** No event that bears a token is shorter. */
    private static final int LEAST_EVENT_BYTES = 64;

    private static final IntegerUnixChannelOption NOTE_SEGMENTS =
            new IntegerUnixChannelOption("SO_ATTACH_BPF", SegmentTimes.OPTION_LEVEL, SegmentTimes.OPTION);

    private static final Logger LOG = LoggerFactory.getLogger(ReceivedReads.class);

    private static final FastThreadLocal<Optional<Asked>> OF_THREAD = new FastThreadLocal<>();

    /** What the connections of a thread share. */
    private record Asked(ReceiveTimes times, SegmentFinder segments, TcpCounts counts) {
        static Optional<Asked> of(LongSupplier nanoClock) {
            return ReceiveTimes.of(nanoClock, InstantSource.system()).flatMap(times -> TcpCounts.create()
                    .map(counts -> new Asked(times, new SegmentFinder(times), counts)));
        }
    }

    private final RecvByteBufAllocator room;
    private final Asked asked;
    private final int socket;
    private final SegmentCount segmentCount;
    /** Null where the operating system is asked. */
    private SegmentReads segmentReads;

    private Arrivals arrivals = new Arrivals();
    private int askedBytes;
    private boolean isTold;
    /** Whether {@link #eventBytes} is that of events. */
    private boolean areEventsKnown;

    private int eventBytes = LEAST_EVENT_BYTES;

    private ReceivedReads(RecvByteBufAllocator room, Asked asked, int socket) {
        this.room = room;
        this.asked = asked;
        this.socket = socket;
        segmentCount = new SegmentCount(asked.counts(), socket);
    }

    /** What the process needs for it once. */
    static void makeReady() {
        var unused = SegmentTimes.ofProcess();
    }

    /**
     * Those of a connection from which nothing has been read: the allocator of one that has is fixed. To be called on its
     * event loop.
     *
     * @param nanoClock of which times are: {@link System#nanoTime()}, if there are times of segments
     * @param segmentTimes if the process has them
     * @return nothing where times are not told
     */
    static Optional<ReceivedReads> of(Channel connection, LongSupplier nanoClock, Optional<SegmentTimes> segmentTimes) {
        if (!(connection instanceof SocketChannel tcp && connection instanceof UnixChannel descriptor)) {
            return Optional.empty();
        }
        Optional<Asked> told = OF_THREAD.get();
        if (told == null) {
            told = Asked.of(nanoClock);
            OF_THREAD.set(told);
        }
        return told.map(asked -> {
            ReceivedReads reads = new ReceivedReads(
                    tcp.config().getRecvByteBufAllocator(),
                    asked,
                    descriptor.fd().intValue());
            tcp.config().setOption(NOTE_TIMES, ReceiveTimes.ON);
            tcp.config().setRecvByteBufAllocator(reads);
            segmentTimes.ifPresent(segments -> reads.note(tcp, segments));
            return reads;
        });
    }

    /** Has the times of segments noted from now on, if none has come. */
    private void note(SocketChannel tcp, SegmentTimes segments) {
        InetSocketAddress own = tcp.localAddress();
        InetSocketAddress peer = tcp.remoteAddress();
        if (own == null || peer == null) {
            return; // closed
        }
        try {
            tcp.config().setOption(NOTE_SEGMENTS, segments.program());
        } catch (ChannelException e) {
            LOG.debug("times of segments are not noted", e);
            return;
        }
        SegmentReads noted = new SegmentReads(segments, own.getPort(), peer.getPort());
        asked.times().ask(socket, 1);
        segmentReads = asked.times().askedBytes() > 0 ? null : noted;
    }

    /** When the last bytes read were received; {@link ReceiveTimes#UNKNOWN} if that was not told. */
    long receivedNs() {
        return arrivals.size() == 0 ? ReceiveTimes.UNKNOWN : arrivals.timeNs(arrivals.size() - 1);
    }

    /**
     * When each of the last bytes read was received; empty if that was not told.
     *
     * @param used what was told of bytes read before, which is of no more use
     */
    Arrivals take(Arrivals used) {
        Arrivals taken = arrivals;
        arrivals = used;
        return taken;
    }

    /** Of what a read of at most {@code limitBytes} will bring. */
    private void ask(int limitBytes) {
        arrivals.clear();
        long lastNs = asked.times().ask(socket, limitBytes);
        askedBytes = asked.times().askedBytes();
        isTold |= lastNs != ReceiveTimes.UNKNOWN;
        if (lastNs == ReceiveTimes.UNKNOWN) {
            askedBytes = 0;
        } else if (askedBytes < 2 * eventBytes) {
            arrivals.add(askedBytes, lastNs);
            // The last event of an answer says nothing of the next answer's.
            eventBytes = askedBytes < eventBytes / 2 ? eventBytes : Math.min(eventBytes, askedBytes);
        } else {
            askOfEach(lastNs);
        }
    }

    private void askOfEach(long lastNs) {
        int most = segmentCount.most(askedBytes);
        if (most == 1 && areEventsKnown) {
            arrivals.add(askedBytes, lastNs);
            arrivals.areTogether();
            return;
        }
        areEventsKnown = true;
        SegmentFinder segments = asked.segments();
        segments.find(socket, askedBytes, lastNs, arrivals);
        if (segments.isShared() && most <= arrivals.size()) {
            arrivals.areTogether();
        }
        int events = segments.events();
        // A single one may be longer than usual, such as the first, which comes with the answer's head.
        eventBytes = Math.max(LEAST_EVENT_BYTES, events > 1 ? segments.span() / (events - 1) : askedBytes / 2 + 1);
    }

    @Override
    @SuppressWarnings("deprecation") // Netty's own way of making one, until its next major version
    public Handle newHandle() {
        return new Reading(room.newHandle());
    }

    @SuppressWarnings("deprecation") // as above
    private final class Reading extends RecvByteBufAllocator.DelegatingHandle implements ExtendedHandle {
        private int limitBytes;

        Reading(Handle room) {
            super(room);
        }

        @Override
        public ByteBuf allocate(ByteBufAllocator allocator) {
            if (segmentReads != null) {
                return delegate().allocate(allocator);
            }
            limitBytes = delegate().guess();
            ask(limitBytes);
            if (askedBytes > 0) {
                return allocator.ioBuffer(askedBytes);
            }
            if (isTold && asked.times().askedBytes() <= 0) {
                // What comes in the meantime is to be asked about, all but its first byte.
                limitBytes = 1;
                return allocator.ioBuffer(limitBytes);
            }
            return delegate().allocate(allocator);
        }

        /** The room is full when all is read that was there: that must not look as if there were more. */
        @Override
        public void attemptedBytesRead(int bytes) {
            delegate().attemptedBytesRead(Math.max(bytes, limitBytes));
        }

        @Override
        public void lastBytesRead(int bytes) {
            if (bytes > 0) {
                segmentCount.read(bytes, bytes == askedBytes && bytes < limitBytes);
            }
            if (segmentReads != null) {
                layOnSegments(bytes);
            } else if (bytes != askedBytes) {
                forget();
            }
            delegate().lastBytesRead(bytes);
        }

        private void layOnSegments(int bytes) {
            arrivals.clear();
            if (bytes > 0 && !segmentReads.read(bytes, arrivals)) {
                arrivals.areUnknown();
                segmentReads = null;
            }
        }

        /** Where times are told, that of reading is no time of receipt. */
        private void forget() {
            if (isTold) {
                arrivals.areUnknown();
            } else {
                arrivals.clear();
            }
        }

        @Override
        public boolean continueReading(UncheckedBooleanSupplier maybeMoreToRead) {
            return ((ExtendedHandle) delegate()).continueReading(maybeMoreToRead);
        }
    }
}
