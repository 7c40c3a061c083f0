package volley.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class RetryAfterTest {
    private static final Instant NOW = Instant.parse("1994-11-06T08:49:07Z");

    @Test
    void secondsAndDatesAreRead() {
        assertThat(RetryAfter.delay("0", NOW)).isEqualTo(Duration.ZERO);
        assertThat(RetryAfter.delay(" 120 ", NOW)).isEqualTo(Duration.ofMinutes(2));
        assertThat(RetryAfter.delay("Sun, 06 Nov 1994 08:49:37 GMT", NOW)).isEqualTo(Duration.ofSeconds(30));
        assertThat(RetryAfter.delay("Sun, 06 Nov 1994 08:00:00 GMT", NOW)).isEqualTo(Duration.ZERO);
    }

    @Test
    void whatCannotBeReadIsAShortWaitAndNoneIsEndless() {
        assertThat(RetryAfter.delay("soon", NOW)).isEqualTo(Duration.ofSeconds(1));
        assertThat(RetryAfter.delay("-5", NOW)).isEqualTo(Duration.ofSeconds(1));
        assertThat(RetryAfter.delay("999999999", NOW)).isEqualTo(Duration.ofHours(1));
    }
}
