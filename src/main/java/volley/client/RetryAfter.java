package volley.client;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;

/** The header Retry-After (RFC 9110, section 10.2.3): a number of seconds, or a date. */
final class RetryAfter {
    /** What cannot be read is taken for this. */
    private static final Duration UNREADABLE = Duration.ofSeconds(1);

    private static final Duration LONGEST = Duration.ofHours(1);

    private RetryAfter() {}

    /** How long to wait: at least nothing, at most an hour. */
    static Duration delay(String header, Instant now) {
        Duration delay = parse(header.strip(), now);
        if (delay.isNegative()) {
            return Duration.ZERO;
        }
        return delay.compareTo(LONGEST) > 0 ? LONGEST : delay;
    }

    private static Duration parse(String header, Instant now) {
        try {
            return header.matches("\\d{1,9}")
                    ? Duration.ofSeconds(Long.parseLong(header))
                    : Duration.between(
                            now,
                            ZonedDateTime.parse(header, DateTimeFormatter.RFC_1123_DATE_TIME)
                                    .toInstant());
        } catch (DateTimeException e) {
            return UNREADABLE;
        }
    }
}
