package volley.simulator.http;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** The {@code Date} of an answer, in whole seconds, as RFC 9110 has it. */
final class HttpDate {
    private static final DateTimeFormatter FORM = DateTimeFormatter.ofPattern(
                    "EEE, dd MMM yyyy HH:mm:ss 'GMT'", Locale.US)
            .withZone(ZoneOffset.UTC);

    private HttpDate() {}

    /** @param epochSeconds since 1970 */
    static String of(long epochSeconds) {
        return FORM.format(Instant.ofEpochSecond(epochSeconds));
    }
}
