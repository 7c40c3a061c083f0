package volley.play;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Supplier;
import volley.client.ClockOffset;
import volley.client.DateClock;
import volley.cold.Waiting;
import volley.config.BadInputException;
import volley.config.GivenAs;
import volley.config.ShardSettings;
import volley.report.folder.StartMark;

/**
 * The start of a run at a time that was given, such as that of all generators of a plan. The wall clock is asked for it
 * once: from then on the monotonic clock counts, as everywhere in the run.
 */
public final class CommonStart {
    /** Before the start, so that the server is looked at and Gatling's users are there when it comes. */
    private static final Duration LEAD = Duration.ofSeconds(5);

    /** Before that, in which the server's clock is asked for: each answer halves what is possible, and takes a second. */
    private static final Duration CLOCK_TIME = Duration.ofSeconds(12);

    private static final Duration STEP = Duration.ofMillis(100);

    private final ShardSettings settings;
    private final BothClocks clocks;
    private Optional<ClockOffset> serverClock = Optional.empty();

    CommonStart(ShardSettings settings, BothClocks clocks) {
        this.settings = settings;
        this.clocks = clocks;
    }

    /**
     * Refuses a run whose start is over before it is prepared.
     *
     * @throws BadInputException if it is
     */
    public static void check(ShardSettings settings) {
        new CommonStart(settings, BothClocks.ofThisMachine()).refuseIfLate("when this generator was started");
    }

    /** @throws BadInputException if the start is longer ago than the limit allows */
    void refuseIfLate(String when) {
        if (settings.startAt().isPresent()) {
            Duration late = Duration.between(settings.startAt().get(), clocks.now());
            if (late.compareTo(settings.skewLimit()) > 0) {
                throw new BadInputException(
                        GivenAs.setting("start-at", settings.startAt().get().toString())
                                + " was "
                                + BigDecimal.valueOf(late.toMillis(), 3)
                                        .stripTrailingZeros()
                                        .toPlainString() + " s ago " + when
                                + ", and its load would not be beside that of the others; give a later start");
            }
        }
    }

    /**
     * Waits until just before the start, and measures the server's clock meanwhile.
     *
     * @param date asks the server for its Date
     */
    void await(Waiting waiting, Supplier<Optional<Instant>> date) {
        if (settings.startAt().isEmpty()) {
            return;
        }
        Instant goOn = settings.startAt().get().minus(LEAD);
        if (pauseUntil(goOn.minus(CLOCK_TIME), waiting)) {
            serverClock = measure(goOn, waiting, date);
            boolean unused = pauseUntil(goOn, waiting);
        }
    }

    private Optional<ClockOffset> measure(Instant end, Waiting waiting, Supplier<Optional<Instant>> date) {
        DateClock found = new DateClock();
        Instant next = clocks.now();
        while (!found.isFine() && !next.isAfter(end) && pauseUntil(next, waiting)) {
            long sentNs = BothClocks.ns(clocks.now());
            Optional<Instant> told = date.get();
            long receivedNs = BothClocks.ns(clocks.now());
            if (told.isEmpty()) {
                return found.offset();
            }
            found.add(sentNs, receivedNs, BothClocks.ns(told.get()));
            next = Instant.EPOCH.plusNanos(found.nextAskNs(receivedNs));
        }
        return found.offset();
    }

    /** @return false if the run is given up */
    private boolean pauseUntil(Instant time, Waiting waiting) {
        for (Duration left = Duration.between(clocks.now(), time);
                left.compareTo(Duration.ZERO) > 0;
                left = Duration.between(clocks.now(), time)) {
            if (!waiting.pause(left.compareTo(STEP) < 0 ? left : STEP)) {
                return false;
            }
        }
        return true;
    }

    /** When the run's time begins, on the monotonic clock, if that is given and has not come yet. */
    Optional<Long> startNs() {
        return settings.startAt().filter(at -> !at.isBefore(clocks.now())).map(clocks::nanoTimeAt);
    }

    /**
     * What became of it.
     *
     * @param startNs when the run began, on the monotonic clock
     */
    Optional<StartMark> mark(long startNs) {
        return settings.startAt()
                .map(at -> new StartMark(
                        at, Duration.between(at, clocks.at(startNs)).toNanos(), settings.skewLimit(), serverClock));
    }
}
