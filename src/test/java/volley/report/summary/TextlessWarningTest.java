package volley.report.summary;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import volley.client.EventKind;
import volley.client.Usage;
import volley.metrics.ExchangeBuilder;
import volley.metrics.PercentileRule;
import volley.metrics.RunAccumulator;
import volley.metrics.TokenTotals.Retokenized;
import volley.metrics.TurnRecord;

/** What a reader is told of tokens without text. */
class TextlessWarningTest {
    private static ExchangeBuilder stream(int empty) {
        ExchangeBuilder stream = new ExchangeBuilder().sent(0).content(10, 20, 30, 40);
        for (int i = 0; i < empty; i++) {
            stream.event(50 + 10 * i, EventKind.EMPTY);
        }
        return stream.done(200);
    }

    private static List<String> warnings(ExchangeBuilder... streams) {
        RunAccumulator run = new RunAccumulator(ExchangeBuilder.RUN_START_NS, null);
        for (ExchangeBuilder stream : streams) {
            TurnRecord turn = stream.turn();
            run.accept(turn);
        }
        return CountWarnings.of(run.figures(streams.length, Retokenized.NONE, PercentileRule.LINEAR));
    }

    @Test
    void thatTheModelHadFinished() {
        // 4 said, 3 not, once; 4 said, and the one that ends the answer, once.
        assertThat(warnings(stream(3).usage(8, 7, 0), stream(0).usage(8, 5, 0)))
                .containsExactly(
                        "33 % of the tokens had no text: the model had finished; disable-ignore-eos lets it stop");
    }

    @Test
    void nothingOfTheTokenThatEndsAnAnswer() {
        assertThat(warnings(stream(0).usage(8, 5, 0), stream(0).usage(8, 5, 0))).isEmpty();
    }

    @Test
    void thatNobodyKnowsTheLastToken() {
        assertThat(warnings(stream(3).usage(8, 20, 0), stream(0).usage(8, 4, Usage.ABSENT)))
                .anyMatch(line -> line.startsWith("1 of 2 answers have no known last token"));
    }
}
