package volley.config;

import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * How turns are sent.
 *
 * @param requestsPerSecond infinite: as soon as a turn is ready
 * @param roundBarrier whether a round begins only when every conversation has ended the one before
 * @param thinkTime from an answer until its conversation's next turn is ready, on average
 * @param lora the adapters that are asked for
 * @param limit absent: the run ends with its plan
 * @param openSessions conversations under way at most: when one has ended the next one begins; absent: all begin with the run
 */
public record LoadSettings(
        double requestsPerSecond,
        ArrivalKind arrivals,
        double burstiness,
        Duration rampUp,
        OrderPolicy order,
        Pacing pacing,
        OptionalInt maxConcurrency,
        boolean roundBarrier,
        Duration thinkTime,
        ThinkSpread thinkSpread,
        LoraMix lora,
        Optional<TimeLimit> limit,
        OptionalInt openSessions) {
    private static final Duration LONGEST_THINK_TIME = Duration.ofDays(1);

    static LoadSettings read(Parameters given) {
        return LoadSettings.builder()
                .requestsPerSecond(given.number("request-rate", 0, true, true))
                .arrivals(given.choice("arrivals", ArrivalKind.class))
                .burstiness(given.number("burstiness", 0, true, false))
                .rampUp(given.seconds("ramp-up-seconds"))
                .order(given.choice("order", OrderPolicy.class))
                .pacing(given.choice("pacing", Pacing.class))
                .maxConcurrency(maxConcurrency(given))
                .roundBarrier(given.flag("enable-round-barrier"))
                .thinkTime(thinkTime(given))
                .thinkSpread(ThinkSpread.read(given))
                .lora(LoraMix.read(given))
                .limit(TimeLimit.read(given))
                .build();
    }

    private static OptionalInt maxConcurrency(Parameters given) {
        OptionalInt most = given.optionalInt("max-concurrency", 1);
        return most.isPresent()
                ? most
                : Mix.read(given).map(mix -> OptionalInt.of(mix.clients())).orElse(most);
    }

    private static Duration thinkTime(Parameters given) {
        Duration thinkTime = given.seconds("think-time-seconds");
        if (thinkTime.compareTo(LONGEST_THINK_TIME) > 0) {
            throw given.bad("think-time-seconds", "is more than a day; give seconds");
        }
        return thinkTime;
    }

    /**
     * The same on a clock that runs faster, for arrival times that are made.
     *
     * @param factor how much faster
     */
    public LoadSettings faster(double factor) {
        return toBuilder()
                .thinkTime(divided(thinkTime, factor))
                .limit(limit.map(
                        each -> new TimeLimit(divided(each.duration(), factor), divided(each.grace(), factor))))
                .build();
    }

    private static Duration divided(Duration time, double factor) {
        return Duration.ofNanos(Math.round(time.toNanos() / factor));
    }

    /** By name: as fast as turns are ready, unless told otherwise. */
    public static Builder builder() {
        return new Builder();
    }

    /** To make others of these. */
    public Builder toBuilder() {
        return builder()
                .requestsPerSecond(requestsPerSecond)
                .arrivals(arrivals)
                .burstiness(burstiness)
                .rampUp(rampUp)
                .order(order)
                .pacing(pacing)
                .maxConcurrency(maxConcurrency)
                .roundBarrier(roundBarrier)
                .thinkTime(thinkTime)
                .thinkSpread(thinkSpread)
                .lora(lora)
                .limit(limit)
                .openSessions(openSessions);
    }

    /** Parts by name. */
    public static final class Builder {
        private double requestsPerSecond = Double.POSITIVE_INFINITY;
        private ArrivalKind arrivals = ArrivalKind.POISSON;
        private double burstiness = 1;
        private Duration rampUp = Duration.ZERO;
        private OrderPolicy order = OrderPolicy.FIFO;
        private Pacing pacing = Pacing.ABSOLUTE;
        private OptionalInt maxConcurrency = OptionalInt.empty();
        private boolean roundBarrier;
        private Duration thinkTime = Duration.ZERO;
        private ThinkSpread thinkSpread = ThinkSpread.NONE;
        private LoraMix lora = LoraMix.NONE;
        private Optional<TimeLimit> limit = Optional.empty();
        private OptionalInt openSessions = OptionalInt.empty();

        private Builder() {}

        public Builder requestsPerSecond(double value) {
            requestsPerSecond = value;
            return this;
        }

        public Builder arrivals(ArrivalKind value) {
            arrivals = value;
            return this;
        }

        public Builder burstiness(double value) {
            burstiness = value;
            return this;
        }

        public Builder rampUp(Duration value) {
            rampUp = value;
            return this;
        }

        public Builder order(OrderPolicy value) {
            order = value;
            return this;
        }

        public Builder pacing(Pacing value) {
            pacing = value;
            return this;
        }

        public Builder maxConcurrency(OptionalInt value) {
            maxConcurrency = value;
            return this;
        }

        public Builder roundBarrier(boolean value) {
            roundBarrier = value;
            return this;
        }

        public Builder thinkTime(Duration value) {
            thinkTime = value;
            return this;
        }

        public Builder thinkSpread(ThinkSpread value) {
            thinkSpread = value;
            return this;
        }

        public Builder lora(LoraMix value) {
            lora = value;
            return this;
        }

        public Builder limit(Optional<TimeLimit> value) {
            limit = value;
            return this;
        }

        public Builder openSessions(OptionalInt value) {
            openSessions = value;
            return this;
        }

        public LoadSettings build() {
            return new LoadSettings(
                    requestsPerSecond,
                    arrivals,
                    burstiness,
                    rampUp,
                    order,
                    pacing,
                    maxConcurrency,
                    roundBarrier,
                    thinkTime,
                    thinkSpread,
                    lora,
                    limit,
                    openSessions);
        }
    }
}
