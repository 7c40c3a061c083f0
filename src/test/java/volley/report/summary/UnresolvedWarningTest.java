package volley.report.summary;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import volley.metrics.ExchangeBuilder;
import volley.metrics.GapMetric;
import volley.metrics.PercentileRule;
import volley.metrics.RunAccumulator;
import volley.metrics.RunFigures;
import volley.metrics.RunMetric;
import volley.metrics.TokenTotals.Retokenized;

/** What a reader is told of gaps that nobody knows. */
class UnresolvedWarningTest {
    /** @param together whether two of its tokens were read together */
    private static ExchangeBuilder stream(boolean together) {
        ExchangeBuilder stream = new ExchangeBuilder().sent(0).readTogether();
        for (int token = 0; token <= 100; token++) {
            stream.content(20 * (together && token == 50 ? 52 : token + 1.0));
        }
        return stream.done(2021).usage(8, 101, 0);
    }

    private static RunFigures figures(int streams, int together) {
        RunAccumulator run = new RunAccumulator(ExchangeBuilder.RUN_START_NS, null);
        for (int i = 0; i < streams; i++) {
            run.accept(stream(i < together).turn());
        }
        return run.figures(streams, Retokenized.NONE, PercentileRule.LINEAR);
    }

    @Test
    void fromOnePercentOnThereIsAWarning() {
        RunFigures figures = figures(2, 1);
        assertThat(figures.shown(RunMetric.UNRESOLVED_GAP_FRACTION)).hasValue(1);
        assertThat(figures.distributions().get(GapMetric.ICL).count()).isEqualTo(198);
        assertThat(figures.distributions().get(GapMetric.ICL).max()).isEqualTo(20e6);
        assertThat(CountWarnings.of(figures))
                .filteredOn(line -> line.startsWith("1.0 % of the gaps between tokens are unknown"))
                .hasSize(1);
    }

    @Test
    void belowItTheShareOnlyIsTold() {
        RunFigures figures = figures(4, 1);
        assertThat(figures.shown(RunMetric.UNRESOLVED_GAP_FRACTION)).hasValue(0.5);
        assertThat(CountWarnings.of(figures)).isEqualTo(List.of());
    }

    @Test
    void firstTokensAreTold() {
        RunAccumulator run = new RunAccumulator(ExchangeBuilder.RUN_START_NS, null);
        run.accept(new ExchangeBuilder()
                .sent(0)
                .readTogether()
                .content(20, 20, 40)
                .done(41)
                .usage(8, 3, 0)
                .turn());

        assertThat(CountWarnings.of(run.figures(1, Retokenized.NONE, PercentileRule.LINEAR)))
                .contains("1 of 1 streams have their first token read together with later ones:"
                        + " their TTFT is at most what is given");
    }
}
