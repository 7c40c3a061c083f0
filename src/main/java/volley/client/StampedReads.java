package volley.client;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import java.util.Optional;
import java.util.function.LongSupplier;
import volley.config.TokenStamps;
import volley.os.ReceiveTimes;
import volley.os.SegmentTimes;

/**
 * First handler of a connection: stamps bytes when they are read, and lets them be decoded when its event loop has
 * nothing more to read. A token's stamp is then late by the reads before it, not by the decoding of all their tokens
 * too: when a thousand streams step at once, that is most of the client's error.
 *
 * <p>Where events that were read together were received one after the other, each goes on with its own stamp.
 *
 * <p>One read at most is held back. Bytes that come on top of it are taken as always: so what waits is bounded, and a
 * server that is faster than the client is still held up by its socket.
 *
 * <p>Used by one event loop, that of its connection.
 */
final class StampedReads extends ChannelInboundHandlerAdapter implements WaitingReads {
    private static final String NAME = "volley-stamped-reads";

    private final LongSupplier nanoClock;
    private final LoopScheduler later;
    private final ReceivedReads received;
    private ChannelHandlerContext context;
    private ByteBuf held;
    private Arrivals heldArrivals = new Arrivals();
    private long beforeNs = Long.MIN_VALUE;
    private long lastNs = Long.MIN_VALUE;
    private boolean heldIsComplete;
    private boolean passing;
    private long passingNs;
    private int passingPiece;

    private boolean queued;

    private StampedReads(LongSupplier nanoClock, LoopScheduler later, ReceivedReads received) {
        this.nanoClock = nanoClock;
        this.later = later;
        this.received = received;
    }

    /**
     * The handler of a connection, which gets one if it has none yet. To be called on the connection's event loop.
     *
     * @param nanoClock what bytes are stamped by
     */
    static StampedReads of(Channel connection, LongSupplier nanoClock, TokenStamps stamps) {
        return of(connection, nanoClock, stamps, SegmentTimes.ofProcess());
    }

    /** @param segmentTimes see {@link ReceivedReads#of} */
    static StampedReads of(
            Channel connection, LongSupplier nanoClock, TokenStamps stamps, Optional<SegmentTimes> segmentTimes) {
        StampedReads reads = connection.pipeline().get(StampedReads.class);
        if (reads == null) {
            reads = new StampedReads(
                    nanoClock,
                    LoopScheduler.of(connection.eventLoop(), nanoClock),
                    stamps == TokenStamps.READ
                            ? null
                            : ReceivedReads.of(connection, nanoClock, segmentTimes)
                                    .orElse(null));
            connection.pipeline().addFirst(NAME, reads);
        }
        return reads;
    }

    /** When the last of the bytes now being decoded were received or read; without such bytes, now. */
    long stampNs() {
        return passing ? passingNs : nanoClock.getAsLong();
    }

    /** Whether all of these bytes are known to have come at once: what ends before the last of them has their stamp, too. */
    boolean cameTogether() {
        return passing && heldArrivals.together();
    }

    /** Whether nothing is known of when they came but that it was before their stamp. */
    boolean cameUnknown() {
        return passing && heldArrivals.isUnknown(passingPiece);
    }

    @Override
    public void handlerAdded(ChannelHandlerContext added) {
        context = added;
    }

    @Override
    public void channelRead(ChannelHandlerContext ignored, Object message) {
        long stampNs = stampOfRead();
        decode();
        if (received != null) {
            heldArrivals = received.take(heldArrivals);
        }
        held = (ByteBuf) message;
        beforeNs = lastNs;
        lastNs = Math.max(lastNs, stampNs);
        heldArrivals.putInOrder(beforeNs, lastNs);
        if (!later.add(this)) {
            decode();
        }
    }

    /** The last stamp bounds it: where one read's time was not told, the next one's may be earlier than that was read. */
    private long stampOfRead() {
        long receivedNs = received == null ? ReceiveTimes.UNKNOWN : received.receivedNs();
        return receivedNs == ReceiveTimes.UNKNOWN ? nanoClock.getAsLong() : receivedNs;
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext ignored) {
        if (held == null) {
            context.fireChannelReadComplete();
        } else {
            heldIsComplete = true;
        }
    }

    @Override
    public boolean queue() {
        boolean before = queued;
        queued = true;
        return !before;
    }

    @Override
    public void decodeNow() {
        queued = false;
        decode();
    }

    /** Lets the bytes held back be decoded, if there are any. */
    private void decode() {
        ByteBuf bytes = held;
        if (bytes == null) {
            return;
        }
        boolean complete = heldIsComplete;
        held = null;
        heldIsComplete = false;
        passing = true;
        try {
            pass(bytes);
        } finally {
            passing = false;
        }
        if (complete) {
            context.fireChannelReadComplete();
        }
    }

    /** One piece after the other, if they have times of their own. */
    private void pass(ByteBuf bytes) {
        int passed = 0;
        for (passingPiece = 0; passingPiece < heldArrivals.size() - 1; passingPiece++) {
            int end = heldArrivals.end(passingPiece);
            passingNs = heldArrivals.timeNs(passingPiece);
            context.fireChannelRead(bytes.readRetainedSlice(end - passed));
            passed = end;
        }
        passingNs = lastNs;
        context.fireChannelRead(bytes);
    }

    // What ends a connection comes behind what was read from it.

    @Override
    public void channelInactive(ChannelHandlerContext ignored) {
        decode();
        context.fireChannelInactive();
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext ignored, Object event) {
        decode();
        context.fireUserEventTriggered(event);
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ignored, Throwable cause) {
        decode();
        context.fireExceptionCaught(cause);
    }

    @Override
    public void handlerRemoved(ChannelHandlerContext removed) {
        decode();
    }
}
