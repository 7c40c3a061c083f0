package volley.play;

import io.netty.channel.EventLoop;
import io.netty.channel.EventLoopGroup;
import io.netty.util.concurrent.EventExecutor;
import java.util.ArrayList;
import java.util.List;

/**
 * Gatling's event loops that carry a run's connections: one for each processor. Gatling has two; what comes in on one
 * loop would wait until the operating system takes the processor from the other, which is some milliseconds.
 */
public final class EventLoops {
    private final EventLoop[] loops;

    /** @param processors how many loops can run at the same time */
    public EventLoops(EventLoopGroup group, int processors) {
        List<EventLoop> all = new ArrayList<>();
        for (EventExecutor loop : group) {
            all.add((EventLoop) loop);
        }
        loops = all.subList(0, Math.min(all.size(), processors)).toArray(EventLoop[]::new);
    }

    /** The loop a slot's requests are sent on, always the same. */
    public EventLoop of(RequestSlot slot) {
        return loops[slot.index() % loops.length];
    }
}
