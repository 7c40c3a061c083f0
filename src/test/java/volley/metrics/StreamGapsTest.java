package volley.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import volley.client.EventKind;
import volley.client.EventLog;
import volley.client.Exchange;

class StreamGapsTest {
    private static StreamGaps gaps(ExchangeBuilder builder) {
        Exchange exchange = builder.build();
        StreamGaps gaps = new StreamGaps();
        TokenEvents tokens = TokenEvents.scan(exchange);
        gaps.accept(
                exchange.events(),
                tokens,
                RequestFigures.of(builder.turn(), null).get(RequestMetric.OUTPUT_TOKENS));
        return gaps;
    }

    @Test
    void emptyDeltasDoNotMoveThePreviousStamp() {
        // The original reports about 20 ms here.
        StreamGaps gaps = gaps(new ExchangeBuilder()
                .content(100)
                .event(120, EventKind.EMPTY)
                .event(140, EventKind.EMPTY)
                .event(160, EventKind.USAGE)
                .event(180, EventKind.COMMENT)
                .content(200)
                .done(201)
                .usage(8, 2, 0));

        assertThat(gaps.of(GapMetric.ICL).count()).isEqualTo(1);
        assertThat(gaps.of(GapMetric.ICL).sumNs()).isEqualTo(100_000_000);
        assertThat(gaps.of(GapMetric.ITL).count()).isEqualTo(1);
    }

    @Test
    void spreadAndBurst() {
        StreamGaps gaps = gaps(new ExchangeBuilder()
                .event(100, EventKind.CONTENT, 2) // the second token of the first event is in no gap
                .event(160, EventKind.CONTENT, 5)
                .event(170, EventKind.CONTENT, 6)
                .done(171)
                .usage(8, 6, 0));

        Stats icl = gaps.of(GapMetric.ICL).stats().orElseThrow(); // 60, 10
        assertThat(icl.count()).isEqualTo(2);
        assertThat(icl.mean()).isEqualTo(35e6);
        assertThat(icl.std()).isEqualTo(25e6);

        Stats spread = gaps.of(GapMetric.ITL).stats().orElseThrow(); // 20, 20, 20, 10
        assertThat(spread.count()).isEqualTo(4);
        assertThat(spread.mean()).isEqualTo(17.5e6);
        assertThat(spread.std()).isCloseTo(4.330127018922193e6, within(1e-3));
        assertThat(spread.min()).isEqualTo(10e6);
        assertThat(spread.max()).isEqualTo(20e6);
        assertThat(spread.median()).isCloseTo(20e6, within(20e3));

        Stats burst = gaps.of(GapMetric.ITL_BURST).stats().orElseThrow(); // 60, 0, 0, 10
        assertThat(burst.count()).isEqualTo(4);
        assertThat(burst.mean()).isEqualTo(17.5e6);
        assertThat(burst.min()).isZero();
        assertThat(burst.max()).isEqualTo(60e6);
        assertThat(burst.median()).isZero();
    }

    @Test
    void anEventThatAddsNoTokenIsAChunkButNoToken() {
        StreamGaps gaps = gaps(new ExchangeBuilder()
                .event(100, EventKind.CONTENT, 1)
                .event(110, EventKind.CONTENT, 1)
                .event(140, EventKind.CONTENT, 3)
                .done(141)
                .usage(8, 3, 0));

        assertThat(gaps.of(GapMetric.ICL).count()).isEqualTo(2);
        assertThat(gaps.of(GapMetric.ITL).count()).isEqualTo(2);
        assertThat(gaps.of(GapMetric.ITL).sumNs()).isEqualTo(40_000_000);
        assertThat(gaps.of(GapMetric.ITL).stats().orElseThrow().max()).isEqualTo(20e6);
    }

    @Test
    void eventsOfUnknownSizeGiveNoItl() {
        StreamGaps gaps =
                gaps(new ExchangeBuilder().content(100, 120, 140).done(141).usage(8, 7, 0));

        assertThat(gaps.of(GapMetric.ICL).count()).isEqualTo(2);
        assertThat(gaps.of(GapMetric.ITL).stats()).isEmpty();
        assertThat(gaps.of(GapMetric.ITL_BURST).stats()).isEmpty();
        assertThat(gaps.coverage()).isEqualTo(new ItlCoverage(1, 1, 0));
    }

    @Test
    void onlyStreamsWithGapsAreCountedAsExcluded() {
        assertThat(gaps(new ExchangeBuilder().content(100).done(101).usage(8, 7, 0))
                        .coverage())
                .isEqualTo(ItlCoverage.NONE);
        assertThat(gaps(new ExchangeBuilder().content(100, 120).done(121).usage(8, 2, 0))
                        .coverage())
                .isEqualTo(new ItlCoverage(1, 0, 0));
        assertThat(gaps(new ExchangeBuilder().content(100, 120).done(121)).coverage())
                .isEqualTo(new ItlCoverage(1, 1, 0));
    }

    /** Of two tokens with one time the first came earlier, or with the second: only what begins at the second is known. */
    @Test
    void gapsOfTokensThatWereReadTogetherAreLeftOutAndCounted() {
        StreamGaps gaps = gaps(new ExchangeBuilder()
                .readTogether()
                .content(100, 120, 160, 160, 180)
                .done(200)
                .usage(8, 5, 0));

        assertThat(gaps.of(GapMetric.ICL).count()).isEqualTo(2);
        assertThat(gaps.of(GapMetric.ICL).stats().orElseThrow().max()).isEqualTo(20e6);
        assertThat(gaps.of(GapMetric.ICL).stats().orElseThrow().min()).isEqualTo(20e6);
        assertThat(gaps.of(GapMetric.ITL).count()).isEqualTo(2);
        assertThat(gaps.of(GapMetric.ITL_BURST).sumNs()).isEqualTo(40_000_000);
        assertThat(gaps.coverage()).isEqualTo(new ItlCoverage(1, 0, 0, 2, 0));
    }

    @Test
    void aFirstTokenThatWasReadWithTheSecondIsCounted() {
        StreamGaps gaps = gaps(new ExchangeBuilder()
                .readTogether()
                .content(120, 120, 140)
                .done(141)
                .usage(8, 3, 0));

        assertThat(gaps.of(GapMetric.ICL).count()).isEqualTo(1);
        assertThat(gaps.coverage()).isEqualTo(new ItlCoverage(1, 0, 0, 1, 1));
    }

    @Test
    void tokensThatCameTogetherHaveAGapOfNothing() {
        StreamGaps gaps = gaps(
                new ExchangeBuilder().content(100, 120, 160, 160, 180).done(200).usage(8, 5, 0));

        assertThat(gaps.of(GapMetric.ICL).count()).isEqualTo(4);
        assertThat(gaps.of(GapMetric.ICL).stats().orElseThrow().min()).isZero();
        assertThat(gaps.coverage()).isEqualTo(new ItlCoverage(1, 0, 0));
    }

    @Test
    void gapsOfTokensOfUnknownTimeAreLeftOutAndCounted() {
        StreamGaps gaps = gaps(new ExchangeBuilder()
                .content(100, 120)
                .unknown(true)
                .content(190)
                .unknown(false)
                .content(195, 220)
                .done(221)
                .usage(8, 5, 0));

        assertThat(gaps.of(GapMetric.ICL).count()).isEqualTo(2);
        assertThat(gaps.of(GapMetric.ICL).sumNs()).isEqualTo(45_000_000);
        assertThat(gaps.coverage()).isEqualTo(new ItlCoverage(1, 0, 0, 2, 0));
    }

    @Test
    void whatIsReadWithTheLastTokenDoesNotMakeItsTimeUnknown() {
        StreamGaps ended = gaps(
                new ExchangeBuilder().readTogether().content(100, 120).done(120).usage(8, 2, 0));
        assertThat(ended.of(GapMetric.ICL).sumNs()).isEqualTo(20_000_000);
        assertThat(ended.coverage()).isEqualTo(new ItlCoverage(1, 0, 0));

        // By the server's count the finish is the third token.
        StreamGaps another = gaps(new ExchangeBuilder()
                .readTogether()
                .event(100, EventKind.CONTENT, 1)
                .event(120, EventKind.CONTENT, 2)
                .event(120, EventKind.FINISH, 3)
                .usage(8, 3, 0));
        assertThat(another.of(GapMetric.ICL).count()).isZero();
        assertThat(another.coverage()).isEqualTo(new ItlCoverage(1, 0, 0, 2, 0));
    }

    /** However a stream's events are cut into reads, each gap that is given is the true one, and the others are counted. */
    @Test
    void everyGapThatIsGivenIsTrue() {
        for (int seed = 0; seed < 300; seed++) {
            Random random = new Random(seed);
            int count = 2 + random.nextInt(12);
            double[] trueMs = new double[count];
            double[] readMs = new double[count];
            boolean[] known = new boolean[count];
            double atMs = 100;
            for (int i = 0; i < count; i++) {
                atMs += 1 + random.nextInt(50);
                trueMs[i] = atMs;
                known[i] = i == count - 1 || random.nextBoolean();
            }
            for (int i = count - 1; i >= 0; i--) {
                readMs[i] = known[i] ? trueMs[i] : readMs[i + 1];
            }
            List<Long> expected = new ArrayList<>();
            for (int i = 1; i < count; i++) {
                if (known[i] && known[i - 1]) {
                    expected.add(ExchangeBuilder.ns(trueMs[i]) - ExchangeBuilder.ns(trueMs[i - 1]));
                }
            }
            ExchangeBuilder story = new ExchangeBuilder()
                    .readTogether()
                    .content(readMs)
                    .done(atMs + 1)
                    .usage(8, count, 0);
            StreamGaps gaps = gaps(story);
            List<Long> shown = new ArrayList<>();
            Exchange exchange = story.build();
            TokenEvents.scan(exchange).forEachGap(exchange.events(), (fromNs, toNs) -> shown.add(toNs - fromNs));

            assertThat(shown).as("seed %d", seed).isEqualTo(expected);
            assertThat(gaps.of(GapMetric.ICL).count()).isEqualTo(expected.size());
            assertThat(gaps.of(GapMetric.ICL).sumNs())
                    .isEqualTo(expected.stream().mapToLong(Long::longValue).sum());
            assertThat(gaps.coverage().unresolvedGaps()).isEqualTo(count - 1 - expected.size());
        }
    }

    @Test
    void aJsonBodyHasNoGaps() {
        StreamGaps gaps = gaps(new ExchangeBuilder()
                .event(500, EventKind.REASONING)
                .event(500, EventKind.CONTENT)
                .event(500, EventKind.FINISH)
                .usage(8, 2, 0));

        assertThat(gaps.of(GapMetric.ICL).stats()).isEmpty();
        assertThat(gaps.coverage()).isEqualTo(ItlCoverage.NONE);
    }

    @Test
    void oneReadWithSeveralEventsHasGapsOfZero() {
        StreamGaps gaps = gaps(new ExchangeBuilder().content(5, 5, 5).done(5).usage(8, 3, EventLog.TOKENS_UNKNOWN));

        assertThat(gaps.of(GapMetric.ITL).count()).isEqualTo(2);
        assertThat(gaps.of(GapMetric.ITL).sumNs()).isZero();
    }
}
