package volley.simulator.http;

import io.netty.channel.EventLoop;
import java.util.concurrent.TimeUnit;

/** The clock {@code System.nanoTime()} with an event loop's alarm. */
final class EventLoopTimer implements NanoTimer {
    private final EventLoop loop;

    EventLoopTimer(EventLoop loop) {
        this.loop = loop;
    }

    @Override
    public long nowNs() {
        return System.nanoTime();
    }

    @Override
    public void at(long deadlineNs, Runnable task) {
        long delayNs = deadlineNs - System.nanoTime();
        if (delayNs > 0) {
            var unused = loop.schedule(task, delayNs, TimeUnit.NANOSECONDS);
        } else {
            loop.execute(task);
        }
    }
}
