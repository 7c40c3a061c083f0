package volley.cold;

import java.time.Duration;
import java.util.function.Function;
import volley.client.FlushReply;
import volley.client.FlushReply.Kind;
import volley.client.ServerControl;

/** Empties a server's prefix cache, tier by tier, asking again while the server is busy. */
final class CacheFlush {
    private static final Duration STEP = Duration.ofMillis(250);

    private final ServerControl control;
    private final Waiting waiting;
    private final Duration patience;

    /** @param patience for how long a busy server is asked again; each tier has its own */
    CacheFlush(ServerControl control, Waiting waiting, Duration patience) {
        this.control = control;
        this.waiting = waiting;
        this.patience = patience;
    }

    /**
     * Blocks until the server did it, refused it, or was busy for too long.
     *
     * @return what the server said at last: {@code DONE} only if every tier it tells of is empty
     */
    FlushReply run() {
        FlushReply memory = insist(control::flushCache);
        if (!memory.isDone()) {
            return memory;
        }
        // After the memory's, for what is evicted there may still be written to storage.
        FlushReply storage = insist(left -> control.clearStorage());
        return storage.kind() == Kind.NOT_OFFERED || storage.isDone()
                ? memory
                : new FlushReply(storage.kind(), "the storage tier: " + storage.detail());
    }

    /** @param ask given the time that is left */
    private FlushReply insist(Function<Duration, FlushReply> ask) {
        long startNs = waiting.nowNs();
        FlushReply reply = ask.apply(patience);
        while (reply.kind() == Kind.BUSY) {
            Duration left = patience.minusNanos(waiting.nowNs() - startNs);
            if (left.isNegative() || left.isZero() || !waiting.pause(left.compareTo(STEP) < 0 ? left : STEP)) {
                return reply;
            }
            reply = ask.apply(left);
        }
        return reply;
    }
}
