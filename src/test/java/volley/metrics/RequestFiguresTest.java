package volley.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;
import static volley.metrics.RequestFigures.ABSENT;

import org.junit.jupiter.api.Test;
import volley.client.EventKind;
import volley.client.Outcome;
import volley.client.Usage;

/** Each definition of a request's figures, and each edge case, by hand. */
class RequestFiguresTest {
    private static int words(String text) {
        return text.split(" ").length;
    }

    private static int notAsked(String text) {
        return fail("no tokenizer is needed for " + text);
    }

    private static RequestFigures figures(ExchangeBuilder exchange) {
        return RequestFigures.of(exchange.turn(), null);
    }

    @Test
    void plainStream() {
        RequestFigures figures = figures(new ExchangeBuilder()
                .scheduled(100)
                .ready(80)
                .sent(110)
                .event(150, EventKind.ROLE)
                .content(210, 230, 250, 270)
                .event(271, EventKind.USAGE)
                .done(280)
                .usage(64, 4, 32));

        assertThat(figures.get(RequestMetric.CLIENT_QUEUE)).isEqualTo(10_000_000);
        assertThat(figures.get(RequestMetric.SCHEDULE_LAG)).isEqualTo(10_000_000);
        assertThat(figures.get(RequestMetric.TTFT)).isEqualTo(100_000_000);
        assertThat(figures.get(RequestMetric.TTFT_SCHEDULED)).isEqualTo(110_000_000);
        assertThat(figures.get(RequestMetric.TTFO)).isEqualTo(100_000_000);
        assertThat(figures.get(RequestMetric.TPOT)).isEqualTo(20_000_000);
        assertThat(figures.get(RequestMetric.E2E)).isEqualTo(160_000_000);
        assertThat(figures.get(RequestMetric.STREAM_END)).isEqualTo(170_000_000);
        assertThat(figures.get(RequestMetric.PROMPT_TOKENS)).isEqualTo(64);
        assertThat(figures.get(RequestMetric.OUTPUT_TOKENS)).isEqualTo(4);
        assertThat(figures.outputTokenSource()).isEqualTo(OutputTokenSource.USAGE);
        assertThat(figures.get(RequestMetric.FIRST_EVENT_TOKENS)).isEqualTo(1);
        assertThat(figures.get(RequestMetric.CACHED_TOKENS)).isEqualTo(32);
        assertThat(figures.tokenEvents()).isEqualTo(4);
        assertThat(figures.events()).isEqualTo(8);
    }

    @Test
    void aTurnReadyAfterItsScheduleIsDueWhenReady() {
        RequestFigures figures = figures(new ExchangeBuilder()
                .scheduled(100)
                .ready(300)
                .sent(301)
                .content(350)
                .done(350.5));

        assertThat(figures.get(RequestMetric.CLIENT_QUEUE)).isEqualTo(1_000_000);
        assertThat(figures.get(RequestMetric.SCHEDULE_LAG)).isEqualTo(201_000_000);
        assertThat(figures.get(RequestMetric.TTFT)).isEqualTo(49_000_000);
        assertThat(figures.get(RequestMetric.TTFT_SCHEDULED)).isEqualTo(50_000_000);
    }

    @Test
    void connectingAndWritingAreApart() {
        RequestFigures figures = figures(new ExchangeBuilder()
                .sent(110)
                .connected(140)
                .written(147)
                .content(210)
                .done(211));
        assertThat(figures.get(RequestMetric.CONNECT)).isEqualTo(30_000_000);
        assertThat(figures.get(RequestMetric.REQUEST_WRITE)).isEqualTo(7_000_000);
        assertThat(figures.get(RequestMetric.TTFT)).as("both are in it").isEqualTo(100_000_000);

        RequestFigures pooled = figures(new ExchangeBuilder()
                .sent(110)
                .connected(110)
                .written(112)
                .content(210)
                .done(211));
        assertThat(pooled.get(RequestMetric.CONNECT)).isZero();
        assertThat(pooled.get(RequestMetric.REQUEST_WRITE)).isEqualTo(2_000_000);
    }

    @Test
    void withoutAConnectionThereIsNeitherConnectingNorWriting() {
        RequestFigures refused =
                figures(new ExchangeBuilder().sent(110).notConnected().failed(120, Outcome.CONNECT, 0, "refused"));
        assertThat(refused.get(RequestMetric.CONNECT)).isEqualTo(ABSENT);
        assertThat(refused.get(RequestMetric.REQUEST_WRITE)).isEqualTo(ABSENT);

        RequestFigures brokenOff = figures(
                new ExchangeBuilder().sent(110).connected(112).notWritten().failed(120, Outcome.CONNECT, 0, "reset"));
        assertThat(brokenOff.get(RequestMetric.CONNECT)).isEqualTo(2_000_000);
        assertThat(brokenOff.get(RequestMetric.REQUEST_WRITE)).isEqualTo(ABSENT);
    }

    @Test
    void rolesEmptyDeltasUsageAndCommentsMoveNoStamp() {
        RequestFigures figures = figures(new ExchangeBuilder()
                .sent(0)
                .event(1, EventKind.COMMENT)
                .event(2, EventKind.ROLE)
                .event(3, EventKind.EMPTY)
                .event(4, EventKind.USAGE, 0)
                .content(100, 200)
                .event(290, EventKind.EMPTY)
                .event(300, EventKind.USAGE)
                .event(310, EventKind.COMMENT)
                .done(320)
                .usage(8, 2, Usage.ABSENT));

        assertThat(figures.get(RequestMetric.TTFT)).isEqualTo(100_000_000);
        assertThat(figures.get(RequestMetric.E2E)).isEqualTo(200_000_000);
        assertThat(figures.get(RequestMetric.STREAM_END)).isEqualTo(320_000_000);
        assertThat(figures.get(RequestMetric.TPOT)).isEqualTo(100_000_000);
        assertThat(figures.get(RequestMetric.CACHED_TOKENS)).isEqualTo(ABSENT);
    }

    @Test
    void aFirstEventOfSeveralTokensIsNotDecodeTime() {
        RequestFigures figures = figures(new ExchangeBuilder()
                .event(100, EventKind.CONTENT, 3)
                .event(160, EventKind.CONTENT, 6)
                .done(161)
                .usage(8, 6, 0));

        assertThat(figures.get(RequestMetric.FIRST_EVENT_TOKENS)).isEqualTo(3);
        assertThat(figures.get(RequestMetric.TPOT)).isEqualTo(20_000_000);
        assertThat(figures.get(RequestMetric.CACHED_TOKENS)).isZero();
    }

    @Test
    void aFirstEventOfUnknownSizeCountsAsOneTokenForTpotOnly() {
        RequestFigures figures =
                figures(new ExchangeBuilder().content(100, 160).done(161).usage(8, 7, 0));

        assertThat(figures.get(RequestMetric.FIRST_EVENT_TOKENS)).isEqualTo(ABSENT);
        assertThat(figures.get(RequestMetric.TPOT)).isEqualTo(10_000_000);
    }

    @Test
    void tpotIsRoundedToTheNanosecond() {
        assertThat(figures(new ExchangeBuilder()
                                .content(0, 0.000_005, 0.000_007, 0.000_011)
                                .done(1)
                                .usage(8, 4, 0))
                        .get(RequestMetric.TPOT))
                .isEqualTo(4); // 11 ns / 3
    }

    @Test
    void oneTokenHasNoTpot() {
        assertThat(figures(new ExchangeBuilder().content(100).done(101).usage(8, 1, 0))
                        .get(RequestMetric.TPOT))
                .isEqualTo(ABSENT);
    }

    @Test
    void allTokensInOneEventHaveNoTpot() {
        RequestFigures figures =
                figures(new ExchangeBuilder().content(100).done(101).usage(8, 16, 0));

        assertThat(figures.get(RequestMetric.FIRST_EVENT_TOKENS)).isEqualTo(16);
        assertThat(figures.get(RequestMetric.TPOT)).isEqualTo(ABSENT);
        assertThat(figures.get(RequestMetric.TTFT)).isEqualTo(100_000_000);
    }

    @Test
    void aJsonBodyHasNoTokenTimes() {
        RequestFigures figures = figures(new ExchangeBuilder()
                .sent(10)
                .event(500, EventKind.REASONING)
                .event(500, EventKind.CONTENT)
                .event(500, EventKind.FINISH)
                .event(500, EventKind.USAGE)
                .usage(8, 40, 4));

        assertThat(figures.firstTokenNs()).isEqualTo(ABSENT);
        assertThat(figures.get(RequestMetric.TTFT)).isEqualTo(ABSENT);
        assertThat(figures.get(RequestMetric.TTFT_SCHEDULED)).isEqualTo(ABSENT);
        assertThat(figures.get(RequestMetric.TTFO)).isEqualTo(ABSENT);
        assertThat(figures.get(RequestMetric.TPOT)).isEqualTo(ABSENT);
        assertThat(figures.get(RequestMetric.E2E)).isEqualTo(490_000_000);
        assertThat(figures.get(RequestMetric.OUTPUT_TOKENS)).isEqualTo(40);
    }

    @Test
    void reasoningOnlyAnswerHasTtftButNoTtfo() {
        RequestFigures figures = figures(new ExchangeBuilder()
                .event(40, EventKind.REASONING)
                .event(60, EventKind.REASONING)
                .done(61)
                .usage(8, 2, 0));

        assertThat(figures.get(RequestMetric.TTFT)).isEqualTo(40_000_000);
        assertThat(figures.get(RequestMetric.TTFO)).isEqualTo(ABSENT);
        assertThat(figures.get(RequestMetric.TPOT)).isEqualTo(20_000_000);
        assertThat(figures.answerTextOnly()).isFalse();
    }

    @Test
    void textAfterReasoningGivesTtfo() {
        RequestFigures figures = figures(new ExchangeBuilder()
                .event(40, EventKind.REASONING)
                .event(60, EventKind.CONTENT)
                .event(80, EventKind.TOOL)
                .done(81));

        assertThat(figures.get(RequestMetric.TTFT)).isEqualTo(40_000_000);
        assertThat(figures.get(RequestMetric.TTFO)).isEqualTo(60_000_000);
        assertThat(figures.get(RequestMetric.E2E)).isEqualTo(80_000_000);
    }

    @Test
    void theHighestRunningCountStandsInForUsage() {
        RequestFigures figures = RequestFigures.of(
                new ExchangeBuilder()
                        .event(10, EventKind.CONTENT, 1)
                        .event(20, EventKind.CONTENT, 4)
                        .event(21, EventKind.EMPTY, 5)
                        .done(22)
                        .answer("a b c d e")
                        .turn(),
                RequestFiguresTest::notAsked);

        assertThat(figures.get(RequestMetric.OUTPUT_TOKENS)).isEqualTo(5);
        assertThat(figures.outputTokenSource()).isEqualTo(OutputTokenSource.CONTINUOUS_USAGE);
        assertThat(figures.get(RequestMetric.TPOT)).isEqualTo(2_750_000); // to the fifth token, which has no text
    }

    @Test
    void theTokenizerCountsWhatTheServerDidNotAndIsFlagged() {
        RequestFigures figures = RequestFigures.of(
                new ExchangeBuilder()
                        .content(10, 20)
                        .done(22)
                        .answer("one \\u0022two\\u0022\\nthree four")
                        .turn(),
                RequestFiguresTest::words);

        assertThat(figures.get(RequestMetric.OUTPUT_TOKENS)).isEqualTo(3);
        assertThat(figures.outputTokenSource()).isEqualTo(OutputTokenSource.RETOKENIZED);
    }

    @Test
    void noCountIsMadeUp() {
        ExchangeBuilder content = new ExchangeBuilder().content(10, 20).done(22).answer("one two");
        assertThat(figures(content).get(RequestMetric.OUTPUT_TOKENS)).isEqualTo(ABSENT);
        assertThat(figures(content).get(RequestMetric.TPOT)).isEqualTo(ABSENT);
        assertThat(RequestFigures.of(content.turn(), text -> -1).outputTokenSource())
                .isEqualTo(OutputTokenSource.NONE);

        // The reasoning's text is not kept: counting the answer alone would be too low.
        TurnRecord reasoned = new ExchangeBuilder()
                .event(10, EventKind.REASONING)
                .content(20)
                .done(22)
                .answer("two")
                .turn();
        assertThat(RequestFigures.of(reasoned, RequestFiguresTest::words).get(RequestMetric.OUTPUT_TOKENS))
                .isEqualTo(ABSENT);
    }

    @Test
    void aStreamWithoutATokenHasOnlyItsEnd() {
        RequestFigures figures = figures(
                new ExchangeBuilder().event(10, EventKind.ROLE).done(30).failed(30, Outcome.EMPTY, 200, "no token"));

        assertThat(figures.get(RequestMetric.TTFT)).isEqualTo(ABSENT);
        assertThat(figures.get(RequestMetric.E2E)).isEqualTo(ABSENT);
        assertThat(figures.get(RequestMetric.FIRST_EVENT_TOKENS)).isEqualTo(ABSENT);
        assertThat(figures.get(RequestMetric.STREAM_END)).isEqualTo(30_000_000);
    }

    @Test
    void aTruncatedStreamKeepsWhatWasSeen() {
        RequestFigures figures =
                figures(new ExchangeBuilder().content(10, 30).failed(45, Outcome.TRUNCATED, 200, "connection reset"));

        assertThat(figures.get(RequestMetric.TTFT)).isEqualTo(10_000_000);
        assertThat(figures.get(RequestMetric.E2E)).isEqualTo(30_000_000);
        assertThat(figures.get(RequestMetric.STREAM_END)).isEqualTo(45_000_000);
    }

    @Test
    void aSkippedTurnHasNoFigures() {
        RequestFigures figures = RequestFigures.of(
                TurnRecord.unsent(3, "c", 1, 16, Outcome.SKIPPED_AFTER_FAILURE), RequestFiguresTest::notAsked);

        assertThat(RequestMetric.values())
                .allSatisfy(metric ->
                        assertThat(figures.get(metric)).as(metric.id()).isEqualTo(ABSENT));
    }
}
