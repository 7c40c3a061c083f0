package volley.client;

import io.netty.channel.Channel;
import io.netty.channel.EventLoop;
import io.netty.util.AttributeKey;
import java.util.concurrent.TimeUnit;

/**
 * Waits for the ends of bodies whose answers are complete, on one connection. Nearly every body ends at once, so there is
 * one timer for all responses of a connection, and not one for each.
 *
 * <p>Used by one event loop, that of its connection.
 */
final class OpenBody {
    /** How late an end may be noticed that does not come. */
    private static final long LOOK_NS = TimeUnit.MILLISECONDS.toNanos(200);

    private static final AttributeKey<OpenBody> OF_CONNECTION = AttributeKey.valueOf("volley-open-body");

    private final EventLoop loop;
    private Answered awaited;
    private boolean scheduled;

    OpenBody(EventLoop loop) {
        this.loop = loop;
    }

    /** A response whose answer is complete. */
    interface Answered {
        /** How long its body may stay open from now on, ns. */
        long bodyTimeLeftNs();

        /** The time is over. */
        void endWithoutBody();
    }

    static OpenBody of(Channel connection) {
        OpenBody body = connection.attr(OF_CONNECTION).get();
        if (body == null) {
            body = new OpenBody(connection.eventLoop());
            connection.attr(OF_CONNECTION).set(body);
        }
        return body;
    }

    /** To be called once for a response, before its body has ended. */
    void await(Answered response) {
        awaited = response;
        if (!scheduled) {
            schedule(response.bodyTimeLeftNs());
        }
    }

    /** A response has ended; nothing if it is not awaited. */
    void ended(Answered response) {
        if (awaited == response) {
            awaited = null;
        }
    }

    private void schedule(long leftNs) {
        scheduled = true;
        // Whether what ends the wait sooner has come since is looked up as often as it would.
        var unused = loop.schedule(this::look, Math.min(leftNs, LOOK_NS), TimeUnit.NANOSECONDS);
    }

    private void look() {
        scheduled = false;
        Answered response = awaited;
        if (response == null) {
            return;
        }
        long leftNs = response.bodyTimeLeftNs();
        if (leftNs > 0) {
            schedule(leftNs);
        } else {
            awaited = null;
            response.endWithoutBody();
        }
    }
}
