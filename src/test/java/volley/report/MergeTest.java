package volley.report;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import volley.client.EventKind;
import volley.client.Outcome;
import volley.client.Usage;
import volley.config.BadInputException;
import volley.metrics.ExchangeBuilder;
import volley.metrics.TurnRecord;
import volley.report.folder.AnswerFile;
import volley.report.folder.ClaimedFolder;
import volley.report.folder.RecordedGaps;
import volley.report.folder.RunFacts;
import volley.report.folder.UpstreamParameters;
import volley.report.line.ResultLineForm;

class MergeTest {
    private static final JsonMapper JSON = new JsonMapper();
    static final int CONVERSATIONS = 30;
    static final OffsetDateTime START = OffsetDateTime.parse("2026-03-07T12:00:00.000001+01:00");
    static final Map<String, String> PARAMETERS = Map.of(
            "backend",
            "sglang",
            "model",
            "m",
            "goodput",
            "ttft:60,tpot:20",
            "slo.ttft.p99",
            "80",
            "ramp-up-seconds",
            "1");

    @TempDir
    Path folder;

    /** The conversations of a run dealt out to generators that start at different times: together they are the run. */
    @ParameterizedTest
    @ValueSource(ints = {2, 3, 5})
    void theMergedPartsOfARunAreTheRun(int parts) throws IOException {
        for (int seed = 0; seed < 20; seed++) {
            Path here = folder.resolve("seed-" + seed);
            Random random = new Random(seed);
            List<TurnRecord> turns = turns(random, 0);
            Path whole = write(here.resolve("whole"), turns, START, "aa");
            List<Path> folders = new ArrayList<>();
            for (int part = 0; part < parts; part++) {
                int mine = part;
                // the first generator starts the clock; the same moments are earlier on the clocks of the others
                long laterMs = part == 0 ? 0 : random.nextInt(500);
                List<TurnRecord> some = turns(new Random(seed), -laterMs).stream()
                        .filter(turn -> turn.conversation() % parts == mine)
                        .map(turn -> turn.exchange() == null ? turn : withOrder(turn, turn.order() / parts))
                        .toList();
                folders.add(
                        write(here.resolve("part-" + part), some, START.plusNanos(laterMs * 1_000_000), "plan" + part));
            }
            Path merged = here.resolve("merged");

            String console = Merge.merge(folders, merged);

            assertThat(console).contains("merged from " + parts + " runs");
            ObjectNode expected = summary(whole);
            ObjectNode found = summary(merged);
            closeGaps(expected, found);
            for (ObjectNode each : List.of(expected, found)) {
                each.remove(List.of("warnings", "plan_sha256", "parameters"));
                ((ObjectNode) each.path("turns")).remove("first_errors");
            }
            assertThat(found).as("seed %d", seed).isEqualTo(expected);
            sameGaps(whole, merged);
            theLinesAreThoseOfTheParts(folders, merged);
        }
    }

    /** Gaps are added in another order, so their last digits may differ; their histograms may not. */
    static void closeGaps(ObjectNode expected, ObjectNode found) {
        for (String gaps : List.of("itl", "itl_burst", "icl")) {
            for (String statistic : List.of("mean", "std", "min", "max", "median", "p90", "p95", "p99")) {
                double value = expected.at("/metrics/" + gaps + "/" + statistic).asDouble();
                assertThat(found.at("/metrics/" + gaps + "/" + statistic).asDouble())
                        .as("%s %s", statistic, gaps)
                        .isCloseTo(value, within(1e-12 * Math.max(1, value)));
                ((ObjectNode) expected.at("/metrics/" + gaps)).remove(statistic);
                ((ObjectNode) found.at("/metrics/" + gaps)).remove(statistic);
            }
        }
    }

    static void sameGaps(Path whole, Path merged) throws IOException {
        Map<String, RecordedGaps.Gaps> expected = RecordedGaps.read(whole).byMetric();
        Map<String, RecordedGaps.Gaps> found = RecordedGaps.read(merged).byMetric();
        assertThat(found.keySet()).isEqualTo(expected.keySet());
        expected.forEach((name, gaps) ->
                assertThat(found.get(name).histogramNs()).as(name).isEqualTo(gaps.histogramNs()));
    }

    private static void theLinesAreThoseOfTheParts(List<Path> folders, Path merged) throws IOException {
        long lines = 0;
        for (Path part : folders) {
            lines += Files.readAllLines(part.resolve("requests.jsonl")).size();
        }
        Set<Long> orders = new HashSet<>();
        Map<Integer, Integer> sourceOf = new HashMap<>();
        long lastEndNs = Long.MIN_VALUE;
        Map<Long, String> answers = new HashMap<>();
        AnswerFile.forEach(
                merged.resolve("answers.jsonl"),
                answer -> answers.put((long) answer.order(), new String(answer.escaped(), UTF_8)));
        for (String text : Files.readAllLines(merged.resolve("requests.jsonl"))) {
            JsonNode line = JSON.readTree(text);
            lines--;
            int source = line.path("source").asInt(-1);
            assertThat(sourceOf.computeIfAbsent(line.path("conversation").asInt(), key -> source))
                    .isEqualTo(source);
            if (line.path("order").isNumber()) {
                assertThat(orders.add(line.path("order").asLong())).isTrue();
                assertThat(line.path("end_ns").asLong()).isGreaterThanOrEqualTo(lastEndNs);
                lastEndNs = line.path("end_ns").asLong();
                assertThat(answers.remove(line.path("order").asLong()))
                        .isEqualTo(
                                line.path("outcome").asText().equals("ok")
                                        ? line.path("conversation_id").asText()
                                        : null);
            }
        }
        assertThat(lines).isZero();
        assertThat(answers).isEmpty();
    }

    @Test
    void whatMakesNoWholeIsRefusedInOneLine() throws IOException {
        List<TurnRecord> turns = turns(new Random(1), 0);
        Path one = write(folder.resolve("one"), turns, START, "aa");
        Path two = write(folder.resolve("two"), turns, START.plusSeconds(1), "bb");
        assertRefused("given twice", one, folder.resolve("one/../one"));
        assertRefused("is nothing to merge", one);
        assertRefused("are the same run", one, write(folder.resolve("copy"), turns, START, "aa"));
        for (String file : List.of("run.json", "summary.json", "requests.jsonl", "answers.jsonl", "gaps.hlog")) {
            Path lacking = write(folder.resolve("no-" + file), turns, START.plusSeconds(2), "cc");
            Files.delete(lacking.resolve(file));
            assertRefused(file + " is missing", one, lacking);
        }
        assertRefused("different simulations (multiturn, other)", one, changed(two, "run.json", "multiturn", "other"));
        assertRefused("different values of model (m, n)", one, changed(two, "run.json", ": \"m\"", ": \"n\""));
        assertRefused("different metric definitions", one, changed(two, "summary.json", "tokens/s", "tokens/h"));
        assertRefused("different metric definitions", one, changed(two, "summary.json", "tpot", "tpod"));
        assertRefused("other gaps of itl", one, changed(two, "summary.json", "\"count\" : ", "\"count\" : 1"));
        assertThatThrownBy(() -> Merge.merge(List.of(one, two), one))
                .isInstanceOf(BadInputException.class)
                .hasMessageContaining("is not empty");
    }

    @Test
    void runsOfOnePlanAreMergedWithAWarning() throws IOException {
        List<TurnRecord> turns = turns(new Random(1), 0);
        Path merged = folder.resolve("merged");
        Merge.merge(
                List.of(
                        write(folder.resolve("one"), turns, START, "aa"),
                        write(folder.resolve("two"), turns, START.plusSeconds(1), "aa")),
                merged);
        assertThat(summary(merged).path("warnings").toString()).contains("had the same plan");
        assertThat(summary(merged).path("turns").path("planned").asInt()).isEqualTo(2 * turns.size());
    }

    /** Of what was planned when they began, some was not sent: it is no turn of theirs. */
    @Test
    void turnsForWhichRunsHadNoTimeAreNotPlannedOnes() throws IOException {
        List<Path> folders = new ArrayList<>();
        for (String name : List.of("one", "two")) {
            Path run = write(folder.resolve(name), turns(new Random(1), 0), START.plusSeconds(folders.size()), name);
            Path begun = run.resolve("run.json");
            ObjectNode facts = (ObjectNode) JSON.readTree(Files.readString(begun));
            facts.put("planned_turns", facts.path("planned_turns").asInt() + 7);
            Files.writeString(begun, facts.toString());
            folders.add(run);
        }
        Merge.merge(folders, folder.resolve("merged"));
        assertThat(summary(folder.resolve("merged")).at("/turns/complete").asBoolean())
                .isTrue();
    }

    static UpstreamParameters upstream() {
        return UpstreamParameters.builder()
                .backend("sglang")
                .datasetName("loogle")
                .numPrompts(CONVERSATIONS)
                .requestRate(10)
                .build();
    }

    static TurnRecord withOrder(TurnRecord turn, int order) {
        return TurnRecord.builder()
                .order(order)
                .conversation(turn.conversation())
                .conversationId(turn.conversationId())
                .turn(turn.turn())
                .requestedOutputTokens(turn.requestedOutputTokens())
                .promptTokensByClient(turn.promptTokensByClient())
                .exchange(turn.exchange())
                .retries(turn.retries())
                .build();
    }

    static ObjectNode summary(Path run) throws IOException {
        return (ObjectNode) JSON.readTree(Files.readString(run.resolve("summary.json")));
    }

    private void assertRefused(String why, Path... folders) {
        Path target = folder.resolve("refused");
        assertThatThrownBy(() -> Merge.merge(List.of(folders), target))
                .isInstanceOf(BadInputException.class)
                .hasMessageContaining(why)
                .hasMessageNotContaining("\n");
        assertThat(target).doesNotExist();
    }

    private Path changed(Path run, String file, String from, String to) throws IOException {
        Path copy = Files.createTempDirectory(folder, "changed");
        for (String each : List.of("run.json", "summary.json", "requests.jsonl", "answers.jsonl", "gaps.hlog")) {
            Files.copy(run.resolve(each), copy.resolve(each));
        }
        String text = Files.readString(copy.resolve(file));
        assertThat(text).contains(from);
        Files.writeString(copy.resolve(file), text.replace(from, to));
        return copy;
    }

    static Path write(Path run, List<TurnRecord> turns, OffsetDateTime start, String plan) {
        RunFacts sample = SampleRun.facts(run.resolveSibling(run.getFileName() + ".jsonl"), turns.size());
        RunFacts facts = sample.toBuilder()
                .startedAt(start)
                .planSha256(plan)
                .plannedTurns(turns.size())
                .parameters(PARAMETERS)
                .warnings(List.of())
                .upstream(upstream())
                .build();
        try (Results results = Results.open(
                ClaimedFolder.of(run),
                ExchangeBuilder.RUN_START_NS,
                new WordTokenizer(),
                facts.rampUp(),
                facts.targets())) {
            results.begin(facts, ResultLineForm.BENCH_SERVING);
            turns.forEach(results::accept);
            results.finish(facts);
        }
        return run;
    }

    /** A round robin in the order in which their turns end, with streams of every kind. */
    static List<TurnRecord> turns(Random random, long shiftMs) {
        List<TurnRecord> turns = new ArrayList<>();
        int requests = CONVERSATIONS * (1 + random.nextInt(3));
        for (int order = 0; order < requests; order++) {
            double sentMs = shiftMs + 500 + order * 20.0 + random.nextDouble();
            ExchangeBuilder story = new ExchangeBuilder()
                    .scheduled(sentMs - random.nextInt(5))
                    .ready(sentMs - 5)
                    .sent(sentMs);
            double atMs = sentMs + 20 + random.nextInt(60);
            int tokens = 0;
            boolean counted = random.nextBoolean();
            for (int chunk = 0; chunk < 2 + random.nextInt(6); chunk++) {
                tokens += 1 + (counted ? random.nextInt(3) : 0);
                if (counted) {
                    story.event(atMs, EventKind.CONTENT, tokens);
                } else {
                    story.content(atMs);
                }
                atMs += 5 + random.nextInt(20) + random.nextDouble();
            }
            int conversation = order % CONVERSATIONS;
            story.answer("conversation-" + conversation);
            switch (random.nextInt(6)) {
                case 0 -> story.failed(atMs, Outcome.TRUNCATED, 200, "reset");
                case 1 -> story.done(atMs);
                default -> story.done(atMs)
                        .usage(
                                100 + random.nextInt(50),
                                tokens,
                                random.nextBoolean() ? random.nextInt(90) : Usage.ABSENT);
            }
            turns.add(story.turn(order, conversation, order / CONVERSATIONS, 100));
        }
        turns.sort(Comparator.comparingLong(turn -> turn.exchange().endNs()));
        for (int conversation = 0; conversation < CONVERSATIONS; conversation++) {
            turns.add(TurnRecord.unsent(
                    conversation, "conversation-" + conversation, 90, 4, Outcome.SKIPPED_AFTER_FAILURE));
        }
        return turns;
    }
}
