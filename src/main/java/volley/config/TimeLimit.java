package volley.config;

import java.time.Duration;
import java.util.Optional;

/**
 * When a run ends before its plan does.
 *
 * @param duration since the run's start; after it no further turn is sent
 * @param grace for which turns under way may still go on; then they are cancelled
 */
public record TimeLimit(Duration duration, Duration grace) {
    static Optional<TimeLimit> read(Parameters given) {
        if (given.isSet("duration-seconds")) {
            return Optional.of(
                    new TimeLimit(given.secondsAboveZero("duration-seconds"), given.seconds("grace-seconds")));
        }
        if (given.isGiven("grace-seconds")) {
            throw given.bad(
                    "grace-seconds",
                    "follows a duration; add " + GivenAs.parameter("duration-seconds") + " or leave it out");
        }
        return Optional.empty();
    }
}
