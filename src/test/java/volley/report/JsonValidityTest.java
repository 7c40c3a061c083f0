package volley.report;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import volley.client.Outcome;
import volley.metrics.ExchangeBuilder;
import volley.report.folder.RunFacts;
import volley.report.folder.UpstreamParameters;
import volley.report.json.SafeText;

/** Whatever servers, datasets and users put into strings, every file is valid JSON in valid UTF-8. */
class JsonValidityTest {
    private static final ObjectMapper STRICT = new ObjectMapper();

    @TempDir
    Path temp;

    private static String weird(Random random) {
        String[] pieces = {
            "\"",
            "\\",
            "\n",
            "\r\n",
            "\u0000",
            "\u001b[31m",
            "\u2028",
            "\ud83d",
            "\ude00",
            "😀",
            "é",
            "</script>",
            "'",
            "NaN",
            "\uFEFF",
            "x".repeat(2000)
        };
        StringBuilder text = new StringBuilder();
        for (int i = random.nextInt(12); i > 0; i--) {
            text.append(pieces[random.nextInt(pieces.length)]);
        }
        return text.toString();
    }

    @Test
    void everyFileParses() throws IOException {
        for (int seed = 0; seed < 100; seed++) {
            Random random = new Random(seed);
            Path folder = temp.resolve("run-" + seed);
            Path lineFile = temp.resolve("line-" + seed);
            Results results = Results.open(folder, ExchangeBuilder.RUN_START_NS, new WordTokenizer());
            int turns = random.nextInt(20);
            Outcome[] failures = {Outcome.CONNECT, Outcome.IN_BAND_ERROR, Outcome.BAD_JSON, Outcome.HTTP_4XX};
            for (int i = 0; i < turns; i++) {
                ExchangeBuilder exchange = new ExchangeBuilder()
                        .content(random.nextInt(100))
                        .done(200)
                        .answer(weird(random))
                        .finishReason(weird(random));
                if (random.nextBoolean()) {
                    exchange.failed(300, failures[random.nextInt(failures.length)], 0, weird(random));
                }
                results.accept(exchange.turn(i, i, 0, random.nextInt(3) - 1));
            }
            String console = results.finish(RunFacts.builder()
                    .simulation("multiturn")
                    .startedAt(OffsetDateTime.parse("2026-03-07T12:34:56Z"))
                    .planSha256(weird(random))
                    .seed(random.nextLong())
                    .plannedTurns(turns)
                    .parameters(Map.of("a" + weird(random), weird(random)))
                    .versions(Map.of("java", weird(random)))
                    .warnings(List.of(weird(random)))
                    .upstream(UpstreamParameters.builder()
                            .backend(weird(random))
                            .datasetName(weird(random))
                            .numPrompts(1)
                            .requestRate(random.nextBoolean() ? Double.NaN : Double.NEGATIVE_INFINITY)
                            .randomRangeRatio(OptionalDouble.of(Double.NaN))
                            .build())
                    .outputFile(Optional.of(lineFile))
                    .build());

            assertThat(Files.readAllLines(folder.resolve("requests.jsonl"), StandardCharsets.UTF_8))
                    .hasSize(turns)
                    .allSatisfy(
                            line -> assertThat(STRICT.readTree(line).isObject()).isTrue());
            JsonNode summary =
                    STRICT.readTree(Files.readString(folder.resolve("summary.json"), StandardCharsets.UTF_8));
            assertThat(summary.at("/turns/planned").asInt()).isEqualTo(turns);
            assertThat(Files.readAllLines(lineFile, StandardCharsets.UTF_8))
                    .singleElement()
                    .satisfies(line -> assertThat(
                                    STRICT.readTree(line).get("request_rate").isNull())
                            .isTrue());
            assertThat(console)
                    .doesNotContain("\u001b")
                    .doesNotContain("\u0000")
                    .doesNotContain("\r");
        }
    }

    @Test
    void oneLineIsOneLine() {
        assertThat(SafeText.oneLine("  a\r\n\tb\u0007c  ", 99)).isEqualTo("a b c");
        assertThat(SafeText.oneLine("abcdef", 6)).isEqualTo("abcdef");
        assertThat(SafeText.oneLine("abcdefg", 6)).isEqualTo("abcde…");
        assertThat(SafeText.oneLine("abcd😀g", 6)).isEqualTo("abcd\uFFFD…");
        assertThat(SafeText.oneLine(null, 6)).isNull();
        assertThat(SafeText.clean("a\ude00b😀c\ud83d")).isEqualTo("a\uFFFDb😀c\uFFFD");
    }
}
