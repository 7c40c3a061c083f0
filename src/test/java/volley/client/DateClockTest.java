package volley.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;

/** The server here is an oracle: a clock, a way there and a way back. */
class DateClockTest {
    private static final long SECOND_NS = 1_000_000_000L;
    private static final long MILLI_NS = 1_000_000L;

    @Test
    void nothingIsKnownBeforeAnAnswer() {
        assertThat(new DateClock().offset()).isEmpty();
        assertThat(new DateClock().isFine()).isFalse();
    }

    @Test
    void oneAnswerTellsTheSecond() {
        DateClock clock = new DateClock();
        clock.add(10 * SECOND_NS, 10 * SECOND_NS + 4 * MILLI_NS, 12 * SECOND_NS);
        assertThat(clock.offset())
                .contains(new ClockOffset(2 * SECOND_NS - 4 * MILLI_NS, 3 * SECOND_NS, 4 * MILLI_NS, 1));
    }

    /** Whatever the clocks, and however long the ways: the truth is within the bounds, and a dozen answers make them close. */
    @Test
    void theTruthIsWithinTheBoundsWhichBecomeClose() {
        for (int seed = 0; seed < 2_000; seed++) {
            Random random = new Random(seed);
            long aheadNs = random.nextLong(-40 * SECOND_NS, 40 * SECOND_NS);
            DateClock clock = new DateClock();
            long nowNs = 1_700_000_000L * SECOND_NS + random.nextLong(SECOND_NS);
            int answers = 0;
            while (!clock.isFine() && answers < 14) {
                long askNs = clock.nextAskNs(nowNs);
                assertThat(askNs - nowNs).isBetween(0L, SECOND_NS);
                long thereNs = askNs + MILLI_NS / 2 + random.nextLong(MILLI_NS);
                long backNs = thereNs + MILLI_NS / 2 + random.nextLong(MILLI_NS);
                clock.add(askNs, backNs, Math.floorDiv(thereNs + aheadNs, SECOND_NS) * SECOND_NS);
                nowNs = backNs + random.nextLong(MILLI_NS);
                answers++;
            }
            ClockOffset found = clock.offset().orElseThrow();
            assertThat(aheadNs).as("seed %d", seed).isBetween(found.atLeastNs(), found.atMostNs());
            assertThat(found.atMostNs() - found.atLeastNs()).as("seed %d", seed).isLessThan(8 * MILLI_NS);
            assertThat(found.answers()).isEqualTo(answers);
        }
    }

    /** Such as uvicorn's, which is renewed about once a second: the lower bound holds, and the truth is a second off at most. */
    @Test
    void aDateThatIsRenewedSeldomIsNeverAhead() {
        for (int seed = 0; seed < 500; seed++) {
            Random random = new Random(seed);
            long aheadNs = random.nextLong(-2 * SECOND_NS, 2 * SECOND_NS);
            long periodNs = SECOND_NS + random.nextLong(40 * MILLI_NS);
            long phaseNs = random.nextLong(SECOND_NS);
            DateClock clock = new DateClock();
            long nowNs = 1_700_000_000L * SECOND_NS;
            for (int answers = 0; answers < 14 && !clock.isFine(); answers++) {
                long askNs = clock.nextAskNs(nowNs);
                long thereNs = askNs + MILLI_NS;
                long renewedNs = thereNs - Math.floorMod(thereNs - phaseNs, periodNs);
                clock.add(askNs, thereNs + MILLI_NS, Math.floorDiv(renewedNs + aheadNs, SECOND_NS) * SECOND_NS);
                nowNs = thereNs + MILLI_NS;
            }
            ClockOffset found = clock.offset().orElseThrow();
            assertThat(aheadNs)
                    .as("seed %d", seed)
                    .isBetween(found.atLeastNs(), found.atMostNs() + periodNs + MILLI_NS);
        }
    }
}
