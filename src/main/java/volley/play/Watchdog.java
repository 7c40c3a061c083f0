package volley.play;

import java.io.PrintStream;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.function.IntSupplier;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import volley.os.DaemonThread;
import volley.os.LinuxScheduler;
import volley.play.InFlight.Flight;

/**
 * Names what is waited for when turns are under way and none has moved for a while, or when none is although slots wait
 * for one, and what is wrong with the client itself. A slot whose planned time is still to come waits for none. Ends nothing.
 */
final class Watchdog {
    private static final int MOST_NAMED = 5;

    private final Duration patience;
    private final InFlight inFlight;
    private final IntSupplier recorded;
    private final IntSupplier parked;
    private final LongSupplier nanoClock;
    private final Supplier<List<String>> ownTrouble;
    private final PrintStream out;
    private long seen = -1;
    private long movedNs;

    /**
     * @param recorded number of turns recorded so far
     * @param parked number of slots that wait for a turn, and not for a think time to pass
     * @param ownTrouble what keeps the client itself from going on
     */
    Watchdog(
            Duration patience,
            InFlight inFlight,
            IntSupplier recorded,
            IntSupplier parked,
            LongSupplier nanoClock,
            Supplier<List<String>> ownTrouble,
            PrintStream out) {
        this.patience = patience;
        this.inFlight = inFlight;
        this.recorded = recorded;
        this.parked = parked;
        this.nanoClock = nanoClock;
        this.ownTrouble = ownTrouble;
        this.out = out;
        this.movedNs = nanoClock.getAsLong();
    }

    /** Looks every tenth of its patience, on a thread of its own, for as long as the process lives. */
    void start() {
        DaemonThread.of("volley-watchdog", LinuxScheduler.BEHIND_ALL, () -> {
                    try {
                        while (true) {
                            Thread.sleep(Math.max(1, patience.toMillis() / 10));
                            look();
                        }
                    } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                    }
                })
                .start();
    }

    /** Speaks once for each time nothing moved for as long as its patience. */
    void look() {
        List<Flight> flights = inFlight.flights().stream()
                .sorted(Comparator.comparingInt(flight -> flight.ticket().order()))
                .toList();
        long now = recorded.getAsInt();
        for (Flight flight : flights) {
            now = 31 * now + flight.ticket().order() + 1;
            now = 31 * now + flight.events().getAsInt();
        }
        long nowNs = nanoClock.getAsLong();
        boolean stuck = flights.isEmpty() && parked.getAsInt() > 0;
        if (now != seen || (flights.isEmpty() && !stuck)) {
            seen = now;
            movedNs = nowNs;
        } else if (nowNs - movedNs >= patience.toNanos()) {
            movedNs = nowNs;
            List<String> troubles = ownTrouble.get();
            out.println((stuck ? stuckText() : text(flights, nowNs))
                    + (troubles.isEmpty() ? "" : "; the client itself " + String.join(" and ", troubles)));
        }
    }

    private String stuckText() {
        return String.format(
                Locale.ROOT,
                "volley: nothing has moved for %d s; no request is in flight, %d slots wait for a turn, %d turns are recorded",
                patience.toSeconds(),
                parked.getAsInt(),
                recorded.getAsInt());
    }

    private String text(List<Flight> flights, long nowNs) {
        String named = flights.stream()
                .limit(MOST_NAMED)
                .map(flight -> name(flight, nowNs))
                .collect(Collectors.joining(", "));
        return String.format(
                Locale.ROOT,
                "volley: nothing has moved for %d s; waiting %s %s%s",
                patience.toSeconds(),
                flights.stream().allMatch(Flight::refused) ? "to send" : "for the server's answers to",
                named,
                flights.size() > MOST_NAMED ? " and " + (flights.size() - MOST_NAMED) + " more" : "");
    }

    private static String name(Flight flight, long nowNs) {
        String turn = "turn " + (flight.ticket().turn() + 1) + " of conversation "
                + flight.ticket().conversation();
        long agoS = Duration.ofNanos(nowNs - flight.sinceNs()).toSeconds();
        return flight.refused()
                ? turn + " (first sent " + agoS + " s ago, to be sent again when the server asked for it)"
                : turn + " (sent " + agoS + " s ago, " + flight.events().getAsInt() + " events so far)";
    }
}
