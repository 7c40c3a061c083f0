package volley.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import volley.client.EventKind;

/** By the formulas in docs/metrics.md. */
class TtftPartsTest {
    private static final long MS = 1_000_000;

    private static RequestFigures of(ExchangeBuilder exchange) {
        return RequestFigures.of(exchange.turn(), null);
    }

    private static ExchangeBuilder answered() {
        return new ExchangeBuilder().sent(10).content(110, 120).done(121).usage(50, 2, 0);
    }

    @Test
    void whatIsLeftIsUnexplained() {
        RequestFigures figures = of(answered().serverTimes(30, 60).roundTrip(4));
        assertThat(figures.get(RequestMetric.TTFT)).isEqualTo(100 * MS);
        assertThat(figures.get(RequestMetric.TTFT_NETWORK)).isEqualTo(4 * MS);
        assertThat(figures.get(RequestMetric.TTFT_QUEUE)).isEqualTo(30 * MS);
        assertThat(figures.get(RequestMetric.TTFT_PREFILL)).isEqualTo(60 * MS);
        long client = known(figures.get(RequestMetric.CONNECT)) + known(figures.get(RequestMetric.REQUEST_WRITE));
        assertThat(figures.get(RequestMetric.TTFT_UNEXPLAINED)).isEqualTo(6 * MS - client);
    }

    private static long known(long figure) {
        return figure == RequestFigures.ABSENT ? 0 : figure;
    }

    @Test
    void whereTheServerTellsNothingThereIsNoPartAndNothingUnexplained() {
        RequestFigures figures = of(answered().roundTrip(4));
        assertThat(figures.get(RequestMetric.TTFT_NETWORK)).isEqualTo(RequestFigures.ABSENT);
        assertThat(figures.get(RequestMetric.TTFT_QUEUE)).isEqualTo(RequestFigures.ABSENT);
        assertThat(figures.get(RequestMetric.TTFT_PREFILL)).isEqualTo(RequestFigures.ABSENT);
        assertThat(figures.get(RequestMetric.TTFT_UNEXPLAINED)).isEqualTo(RequestFigures.ABSENT);
    }

    @Test
    void anAnswerInOnePieceHasNoFirstTokenToTakeApart() {
        RequestFigures figures = of(new ExchangeBuilder()
                .sent(10)
                .event(110, EventKind.CONTENT)
                .event(110, EventKind.FINISH)
                .usage(50, 2, 0)
                .serverTimes(30, 60));
        assertThat(figures.get(RequestMetric.TTFT)).isEqualTo(RequestFigures.ABSENT);
        assertThat(figures.get(RequestMetric.TTFT_QUEUE)).isEqualTo(RequestFigures.ABSENT);
        assertThat(figures.get(RequestMetric.TTFT_UNEXPLAINED)).isEqualTo(RequestFigures.ABSENT);
    }
}
