package volley.config;

import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * One generator among several that play a plan together.
 *
 * @param startAt when the run's time begins, on the wall clock; absent: as soon as the generator is ready
 * @param skewLimit a generator that would begin later than this after {@code startAt} is refused; generators whose starts or
 *     clocks differ by more make a warning in the merged run
 */
public record ShardSettings(Shard shard, Optional<Instant> startAt, Duration skewLimit) {
    /** The parameter, without its prefix. */
    public static final String START_AT = "start-at";

    /** 1 January 10000: more is no date, but milliseconds in place of seconds. */
    private static final double LAST_SECOND = 253_402_300_800.0;

    static ShardSettings read(Parameters given) {
        return new ShardSettings(
                Shard.read(given),
                given.text(START_AT).map(text -> time(text)
                        .orElseThrow(() -> given.bad(
                                START_AT,
                                "is no time; give one with its zone, such as 2026-03-07T12:00:00Z, or seconds"
                                        + " since 1970"))),
                given.milliseconds("start-skew-limit-ms"));
    }

    /** A time with its zone, or in seconds since 1970; empty if the text is neither. */
    public static Optional<Instant> time(String text) {
        OptionalDouble seconds = Decimal.number(text);
        if (seconds.isPresent() && seconds.getAsDouble() >= 0 && seconds.getAsDouble() < LAST_SECOND) {
            return Optional.of(Instant.ofEpochMilli(Math.round(seconds.getAsDouble() * 1e3)));
        }
        try {
            return Optional.of(OffsetDateTime.parse(text).toInstant());
        } catch (DateTimeParseException e) {
            return Optional.empty();
        }
    }

    /** Whether it is one of several. */
    public boolean isOneOfSeveral() {
        return !shard.isWhole();
    }
}
