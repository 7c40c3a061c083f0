package volley.report.line;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import volley.metrics.ExchangeBuilder;
import volley.metrics.PercentileRule;
import volley.metrics.RunAccumulator;
import volley.metrics.RunFigures;
import volley.metrics.TokenTotals.Retokenized;
import volley.report.SampleRun;
import volley.report.folder.RunFacts;

class ResultLineTest {
    /** The original's fields in its order. */
    private static final String[] NAMES = ("backend dataset_name request_rate max_concurrency fixed_output_len"
                    + " random_input_len random_output_len random_range_ratio duration completed total_input_tokens"
                    + " total_output_tokens total_output_tokens_retokenized request_throughput input_throughput"
                    + " output_throughput"
                    + " mean_e2e_latency_ms median_e2e_latency_ms std_e2e_latency_ms p99_e2e_latency_ms"
                    + " mean_ttft_ms median_ttft_ms std_ttft_ms p99_ttft_ms"
                    + " mean_tpot_ms median_tpot_ms std_tpot_ms p99_tpot_ms"
                    + " mean_itl_ms median_itl_ms std_itl_ms p99_itl_ms concurrency")
            .split(" ");

    @TempDir
    Path temp;

    private static RunFigures figures() {
        RunAccumulator run = new RunAccumulator(ExchangeBuilder.RUN_START_NS, null);
        SampleRun.TURNS.forEach(run::accept);
        return run.figures(SampleRun.TURNS.size(), Retokenized.NONE, PercentileRule.LINEAR);
    }

    private static RunFacts facts(double requestRate) {
        RunFacts facts = SampleRun.facts(Path.of("unused"));
        return facts.toBuilder()
                .upstream(SampleRun.upstream(requestRate))
                .outputFile(Optional.empty())
                .build();
    }

    @Test
    void namesAreCompleteAndInOrder() throws IOException {
        JsonNode line = new ObjectMapper().readTree(ResultLine.line(facts(10), figures()));

        assertThat(line.fieldNames()).toIterable().containsExactly(NAMES);
    }

    @Test
    void itlIsTheGapBetweenTokenEventsAsInTheOriginal() throws IOException {
        JsonNode line = new ObjectMapper().readTree(ResultLine.line(facts(10), figures()));

        // 20, 20, 20; 30; 50; 10
        assertThat(line.get("mean_itl_ms").asDouble()).isEqualTo(25);
    }

    @Test
    void noLimitIsAWord() throws IOException {
        JsonNode line = new ObjectMapper().readTree(ResultLine.line(facts(Double.POSITIVE_INFINITY), figures()));

        assertThat(line.get("request_rate").textValue()).isEqualTo("inf");
        assertThat(line.get("max_concurrency").isNull()).isTrue();
        assertThat(line.get("total_output_tokens_retokenized").isNull()).isTrue();
    }

    @Test
    void theDefaultFileIsNamedAsTheOriginals() {
        assertThat(ResultLine.fileOf(facts(10))).isEqualTo(Path.of("sglang_0307_5_loogle.jsonl"));
    }

    @Test
    void aRunAddsExactlyOneLine() throws IOException {
        Path file = temp.resolve("lines.jsonl");
        Files.writeString(file, "{\"torn\":");
        for (int run = 0; run < 3; run++) {
            ResultLine.append(file, facts(10), figures());
        }

        List<String> lines = Files.readAllLines(file);
        assertThat(lines).hasSize(4);
        assertThat(lines.get(0)).isEqualTo("{\"torn\":");
        assertThat(lines.get(3))
                .isEqualTo(lines.get(1))
                .startsWith("{\"backend\"")
                .endsWith("}");
        assertThat(Files.readString(file)).endsWith("}\n");
    }
}
