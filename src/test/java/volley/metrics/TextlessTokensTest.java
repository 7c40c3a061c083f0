package volley.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static volley.metrics.RequestFigures.ABSENT;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import volley.client.EventKind;
import volley.client.EventLog;
import volley.client.Usage;
import volley.metrics.TokenTotals.Retokenized;

/** A model that says four tokens and must go on: what is known of the other eight, and when they came. */
class TextlessTokensTest {
    private static final int SAID = 4;
    private static final int TOKENS = 12;

    /** How the server counts. */
    private enum Counts {
        AS_IT_GOES,
        AT_THE_END,
        NOT
    }

    /** The first token after 40 ms, then one each 8.73 ms; the last one with the finish reason. */
    private static ExchangeBuilder stream(Counts counts, int said, int usage) {
        ExchangeBuilder stream = new ExchangeBuilder().sent(0);
        boolean each = counts == Counts.AS_IT_GOES;
        stream.event(39, EventKind.ROLE, each ? 0 : EventLog.TOKENS_UNKNOWN);
        for (int token = 1; token <= TOKENS; token++) {
            EventKind kind = token <= said ? EventKind.CONTENT : token < TOKENS ? EventKind.EMPTY : EventKind.FINISH;
            stream.event(40 + 8.73 * (token - 1), kind, each ? token : EventLog.TOKENS_UNKNOWN);
        }
        stream.event(137, EventKind.DONE);
        return counts == Counts.NOT ? stream : stream.usage(30, usage, Usage.ABSENT);
    }

    private static RunFigures figures(List<TurnRecord> turns) {
        RunAccumulator run = new RunAccumulator(ExchangeBuilder.RUN_START_NS, null);
        turns.forEach(run::accept);
        return run.figures(turns.size(), Retokenized.NONE, PercentileRule.LINEAR);
    }

    private static double ms(RequestFigures figures, RequestMetric metric) {
        assertThat(figures.get(metric)).isNotEqualTo(ABSENT);
        return figures.get(metric) / 1e6;
    }

    @ParameterizedTest
    @EnumSource(
            value = Counts.class,
            names = {"AS_IT_GOES", "AT_THE_END"})
    void theClockGoesOnWhereTheServerTells(Counts counts) {
        TurnRecord turn = stream(counts, SAID, TOKENS).turn();
        RequestFigures figures = RequestFigures.of(turn, null);

        assertThat(ms(figures, RequestMetric.TTFT)).isCloseTo(40, within(1e-3));
        assertThat(ms(figures, RequestMetric.E2E)).isCloseTo(40 + 11 * 8.73, within(1e-3));
        assertThat(ms(figures, RequestMetric.TPOT)).isCloseTo(8.73, within(1e-3));
        assertThat(figures.get(RequestMetric.TEXTLESS_TOKENS)).isEqualTo(TOKENS - SAID);

        RunFigures run = figures(List.of(turn));
        assertThat(run.shown(GapMetric.ITL).orElseThrow().count()).isEqualTo(TOKENS - 1);
        assertThat(run.shown(GapMetric.ITL).orElseThrow().mean()).isCloseTo(8.73, within(1e-3));
        assertThat(run.shown(RunMetric.TEXTLESS_TOKENS)).hasValue(8);
        assertThat(run.shown(RunMetric.TEXTLESS_FRACTION).orElseThrow()).isCloseTo(66.667, within(0.001));
    }

    @Test
    void nobodyKnowsWhereNothingTells() {
        for (TurnRecord turn : List.of(
                stream(Counts.NOT, SAID, TOKENS).turn(),
                // An event of two tokens: the number does not fit.
                stream(Counts.AT_THE_END, SAID, TOKENS + 1).turn())) {
            RequestFigures figures = RequestFigures.of(turn, null);

            assertThat(ms(figures, RequestMetric.TTFT)).isCloseTo(40, within(1e-3));
            for (RequestMetric metric : List.of(RequestMetric.E2E, RequestMetric.TPOT, RequestMetric.TEXTLESS_TOKENS)) {
                assertThat(figures.get(metric)).as(metric.id()).isEqualTo(ABSENT);
            }
            RunFigures run = figures(List.of(turn));
            assertThat(run.shown(GapMetric.ITL)).isEmpty();
            assertThat(run.shown(GapMetric.ICL)).isEmpty();
            assertThat(run.excluded(RequestMetric.E2E)).isEqualTo(1);
            assertThat(run.shown(RunMetric.TEXTLESS_FRACTION)).isEmpty();
        }
    }

    @Test
    void emptyEventsThatTheCountLeavesOutAreNone() {
        RequestFigures figures =
                RequestFigures.of(stream(Counts.AT_THE_END, SAID, SAID).turn(), null);

        assertThat(ms(figures, RequestMetric.E2E)).isCloseTo(40 + 3 * 8.73, within(1e-3));
        assertThat(figures.get(RequestMetric.TEXTLESS_TOKENS)).isZero();
    }

    @ParameterizedTest
    @EnumSource(
            value = Counts.class,
            names = {"AS_IT_GOES", "AT_THE_END"})
    void anAnswerOfSpecialTokensAloneHasItsTimes(Counts counts) {
        RequestFigures figures = RequestFigures.of(stream(counts, 0, TOKENS).turn(), null);

        assertThat(ms(figures, RequestMetric.TTFT)).isCloseTo(40, within(1e-3));
        assertThat(ms(figures, RequestMetric.TPOT)).isCloseTo(8.73, within(1e-3));
        assertThat(figures.get(RequestMetric.TTFO)).isEqualTo(ABSENT);
        assertThat(figures.get(RequestMetric.TEXTLESS_TOKENS)).isEqualTo(TOKENS);
    }

    @Test
    void theTokenThatEndsTheAnswerComesWithTheFinishReason() {
        RequestFigures figures = RequestFigures.of(
                new ExchangeBuilder()
                        .sent(0)
                        .content(10, 20, 30)
                        .done(40)
                        .usage(8, 4, 0)
                        .turn(),
                null);

        assertThat(ms(figures, RequestMetric.E2E)).isEqualTo(40);
        assertThat(ms(figures, RequestMetric.TPOT)).isEqualTo(10);
        assertThat(figures.get(RequestMetric.TEXTLESS_TOKENS)).isEqualTo(1);
    }
}
