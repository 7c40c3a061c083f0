package volley.play;

import io.netty.channel.EventLoop;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.IntSupplier;
import volley.turns.TurnTicket;

/** The turns under way, for whoever must name them or end them. Thread-safe. */
public final class InFlight {
    /**
     * A turn that is sent, or waits to be sent again.
     *
     * @param refused whether it waits to be sent again, as the server asked
     * @param events events of its answer so far
     * @param cancel ends it, on its event loop
     * @param sinceNs when it was first sent, on the nanosecond clock
     */
    public record Flight(
            TurnTicket ticket,
            boolean refused,
            IntSupplier events,
            Runnable cancel,
            EventLoop eventLoop,
            long sinceNs) {}

    private final Map<Integer, Flight> byOrder = new ConcurrentHashMap<>();

    public void add(Flight flight) {
        byOrder.put(flight.ticket().order(), flight);
    }

    public void remove(TurnTicket ticket) {
        byOrder.remove(ticket.order());
    }

    Collection<Flight> flights() {
        return byOrder.values();
    }

    int size() {
        return byOrder.size();
    }

    /** @param stopped the thread of an event loop that does nothing any more, if there is one */
    void cancelAll(Optional<Thread> stopped) {
        byOrder.values().forEach(flight -> {
            if (stopped.isPresent() && flight.eventLoop().inEventLoop(stopped.get())) {
                flight.cancel().run();
            } else {
                flight.eventLoop().execute(flight.cancel());
            }
        });
    }
}
