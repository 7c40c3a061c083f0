package volley.report.folder;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import volley.client.ClockOffset;

/**
 * How a run began whose start was given.
 *
 * @param at the start that was given
 * @param skewNs from then to the run's start by this machine's wall clock, ns; positive: late
 * @param limit above which differences between the generators of a plan are a warning
 * @param clock how far the server's clock was ahead, if its answers told
 */
public record StartMark(Instant at, long skewNs, Duration limit, Optional<ClockOffset> clock) {}
