package volley.report.line;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import volley.metrics.ExchangeBuilder;
import volley.metrics.RunAccumulator;
import volley.metrics.RunFigures;
import volley.metrics.TokenTotals.Retokenized;
import volley.report.GoldenFile;
import volley.report.SampleRun;
import volley.report.folder.RunFacts;

class MultiturnLineTest {
    private final RoundFigures rounds = new RoundFigures();

    @Test
    void lineToTheByte() throws IOException {
        RunFigures figures = figures();
        byte[] line = new MultiturnLine(Optional.of("a \"tag\""), Optional.of(rounds)).line(facts(), figures);
        GoldenFile.assertMatches("multiturn-line.jsonl", new String(line, StandardCharsets.UTF_8));
    }

    @Test
    void timesAreSecondsAndRoundsCountTheirCompletedRequestsOnly() throws IOException {
        RunFigures figures = figures();
        JsonNode line = new ObjectMapper()
                .readTree(new MultiturnLine(Optional.empty(), Optional.of(rounds)).line(facts(), figures));
        assertThat(line.at("/summary/total_requests").asInt()).isEqualTo(5);
        // gaps of 20, 20, 20; 30; 50; 10 ms
        assertThat(line.at("/summary/average_itl").asDouble()).isEqualTo(0.025);
        assertThat(line.at("/round/round_0/request_count").asInt()).isEqualTo(3);
        assertThat(line.at("/round/round_1/request_count").asInt()).isEqualTo(2);
        // of the two, one is a stream with a first token after 100 ms and 100 of 120 prompt tokens cached
        assertThat(line.at("/round/round_1/average_ttft").asDouble()).isEqualTo(0.1, within(1e-9));
        assertThat(line.at("/round/round_1/cache_hit_rate").asDouble()).isEqualTo(100 / 120.0, within(1e-9));
        // a skipped turn is of a round nobody completed
        assertThat(line.at("/round/round_2/request_count").asInt(-1)).isZero();
        assertThat(line.at("/round/round_2/average_ttft").isNull()).isTrue();
    }

    @Test
    void withoutABarrierThereAreNoRounds() throws IOException {
        JsonNode line = new ObjectMapper()
                .readTree(new MultiturnLine(Optional.empty(), Optional.empty()).line(facts(), figures()));
        assertThat(line.has("round")).isFalse();
        assertThat(line.path("tag").asText("absent")).isEmpty();
    }

    private static RunFacts facts() {
        return SampleRun.facts(Path.of("unused"));
    }

    private RunFigures figures() {
        RunAccumulator run = new RunAccumulator(ExchangeBuilder.RUN_START_NS, null);
        SampleRun.TURNS.forEach(turn -> rounds.accept(turn, run.accept(turn)));
        return run.figures(
                SampleRun.TURNS.size(),
                Retokenized.NONE,
                new MultiturnLine(Optional.empty(), Optional.empty()).percentiles());
    }
}
