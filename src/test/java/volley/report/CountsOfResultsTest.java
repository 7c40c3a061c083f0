package volley.report;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import volley.client.Usage;
import volley.config.Retokenize;
import volley.metrics.ExchangeBuilder;
import volley.report.folder.AnswerSample;
import volley.report.folder.ClaimedFolder;
import volley.report.folder.PromptCounter;

/** What the client counts when the run is over, all, of a sample or nothing, and what a count that fails costs. */
class CountsOfResultsTest {
    @TempDir
    Path temp;

    private Path folder;
    private Path lineFile;

    @BeforeEach
    void paths() {
        folder = temp.resolve("multiturn-1");
        lineFile = temp.resolve("lines.jsonl");
    }

    private Results open() {
        return Results.open(
                ClaimedFolder.of(folder),
                ExchangeBuilder.RUN_START_NS,
                new WordTokenizer(),
                Duration.ZERO,
                SampleRun.TARGETS);
    }

    private Results played() {
        Results results = open();
        SampleRun.TURNS.forEach(results::accept);
        return results;
    }

    private JsonNode summary() throws IOException {
        return new ObjectMapper().readTree(folder.resolve("summary.json").toFile());
    }

    @Test
    void answersAreRetokenizedAfterTheRun() throws IOException {
        played().finish(SampleRun.facts(lineFile));

        JsonNode run = summary().get("run");
        // Answers: 4 + 5 (the broken pair is a word) + 3 + 0 + 4 words; compared with 4 + 5 + 4 by the server.
        assertThat(run.at("/total_output_tokens_retokenized/value").asInt()).isEqualTo(16);
        assertThat(run.at("/output_discrepancy/value").asDouble()).isZero();
    }

    @Test
    void aSampleIsSaidToBeOne() throws IOException {
        Results results = open();
        results.retokenize(Retokenize.SAMPLE);
        int answers = AnswerSample.MOST_ANSWERS + 100;
        for (int order = 0; order < answers; order++) {
            results.accept(new ExchangeBuilder()
                    .content(10)
                    .done(11)
                    .usage(3, 2, 0)
                    .answer("two words")
                    .turn(order, order, 0, 1));
        }
        String console = results.finish(SampleRun.facts(lineFile, answers));

        assertThat(summary().at("/retokenized/answers").asInt()).isEqualTo(AnswerSample.MOST_ANSWERS);
        assertThat(summary().at("/retokenized/of").asInt()).isEqualTo(answers);
        assertThat(summary().at("/run/total_output_tokens_retokenized/value").asInt())
                .isEqualTo(2 * answers);
        assertThat(console)
                .contains("! retokenized is a sample of " + AnswerSample.MOST_ANSWERS + " of " + answers + " answers");
    }

    @Test
    void noneIsRetokenizedIfSoAsked() throws IOException {
        Results results = open();
        results.retokenize(Retokenize.NONE);
        SampleRun.TURNS.forEach(results::accept);
        results.finish(SampleRun.facts(lineFile));

        assertThat(summary().path("retokenized").isNull()).isTrue();
        assertThat(summary().at("/run/total_output_tokens_retokenized/value").isNull())
                .isTrue();
        // the answer that the server did not count
        assertThat(summary().at("/warnings").toString()).contains("answers were counted by the client's tokenizer");
    }

    @Test
    void promptsThatTheServerCountedAreNotReadAgain() throws IOException {
        Results results = open();
        List<Integer> asked = new ArrayList<>();
        PromptCounter counter = (conversation, turn, answers) -> {
            asked.add(conversation);
            return 1;
        };
        results.countPromptsBy(counter.ofUncounted());
        results.accept(new ExchangeBuilder()
                .content(10)
                .done(11)
                .usage(3, 1, 0)
                .answer("a")
                .turn(0, 0, 0, Usage.ABSENT));
        Path requests = folder.resolve("requests.jsonl");
        results.flush();
        Object file = Files.readAttributes(requests, BasicFileAttributes.class).fileKey();
        results.finish(SampleRun.facts(lineFile, 1));

        assertThat(asked).isEmpty();
        assertThat(Files.readAttributes(requests, BasicFileAttributes.class).fileKey())
                .as("no second file took its place")
                .isEqualTo(file);
    }

    @Test
    void promptsThatTheServerCountedAreCountedAgainAsFarAsTheSampleGoes() throws IOException {
        int requests = 3 * AnswerSample.MOST_ANSWERS;
        for (Retokenize which : Retokenize.values()) {
            Path own = folder.resolve(which.name());
            Results results = Results.open(own, ExchangeBuilder.RUN_START_NS, new WordTokenizer());
            results.retokenize(which);
            results.countPromptsBy((conversation, turn, answers) -> 3);
            for (int order = 0; order < requests; order++) {
                ExchangeBuilder exchange =
                        new ExchangeBuilder().content(10).done(11).answer("a");
                results.accept((order == 77 ? exchange : exchange.usage(3, 1, 0)).turn(order, order, 0, Usage.ABSENT));
            }
            results.finish(SampleRun.facts(lineFile, requests));

            int counted = new ObjectMapper()
                    .readTree(own.resolve("summary.json").toFile())
                    .at("/metrics/prompt_tokens_by_client/count")
                    .asInt();
            try (Stream<String> lines = Files.lines(own.resolve("requests.jsonl"))) {
                assertThat(lines.filter(line -> line.contains("\"prompt_tokens_by_client\":3"))
                                .count())
                        .isEqualTo(counted);
            }
            switch (which) {
                case ALL -> assertThat(counted).isEqualTo(requests);
                case SAMPLE -> assertThat(counted).isBetween(1_800, 2_200);
                case NONE -> assertThat(counted)
                        .as("the one that nobody else counted")
                        .isEqualTo(1);
            }
        }
    }

    @Test
    void withoutATokenizerNothingIsRetokenized() throws IOException {
        Results results = Results.open(folder, ExchangeBuilder.RUN_START_NS, null);
        SampleRun.TURNS.forEach(results::accept);
        results.finish(SampleRun.facts(lineFile));

        assertThat(summary().at("/run/total_output_tokens_retokenized/value").isNull())
                .isTrue();
        assertThat(summary().at("/warnings").toString()).contains("1 of 5 answers could be counted by nobody");
    }

    @Test
    void aTokenizerThatFailsCostsItsFiguresOnly() throws IOException {
        Results results = open();
        results.accept(
                new ExchangeBuilder().content(10).done(11).answer("POISON").turn());
        String console = results.finish(SampleRun.facts(lineFile, 1));

        assertThat(console).contains("could not be tokenized").contains("could not be retokenized");
        assertThat(summary().at("/turns/ok").asInt()).isEqualTo(1);
        assertThat(summary().at("/run/total_output_tokens/value").isNull()).isTrue();
    }

    @Test
    void textsThatDoNotFitTheHeapCostTheirCountsOnly() throws IOException {
        Results results = open();
        results.countPromptsBy((conversation, turn, answers) -> new WordTokenizer().count("HUGE"));
        results.accept(new ExchangeBuilder()
                .content(10)
                .done(11)
                .usage(3, 1, 0)
                .answer("HUGE")
                .turn());
        String console = results.finish(SampleRun.facts(lineFile, 1));

        assertThat(console)
                .contains("answers could not be retokenized: the heap (-Xmx) is too small")
                .contains("prompts could not be counted by the client: the heap (-Xmx) is too small");
        assertThat(summary().at("/turns/ok").asInt()).isEqualTo(1);
        assertThat(summary().at("/run/total_output_tokens/value").asInt()).isEqualTo(1);
        assertThat(summary().at("/run/total_output_tokens_retokenized/value").isNull())
                .isTrue();
    }
}
