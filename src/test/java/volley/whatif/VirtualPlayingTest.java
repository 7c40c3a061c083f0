package volley.whatif;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import volley.client.Outcome;
import volley.client.Usage;
import volley.config.BadInputException;
import volley.config.PlayedSimulation;
import volley.config.SimulatedEngine;
import volley.config.SimulationKind;
import volley.metrics.RequestFigures;
import volley.metrics.RequestMetric;
import volley.metrics.TurnRecord;
import volley.prepare.Preparation;
import volley.simulator.Engines;

class VirtualPlayingTest {
    @Test
    void everySlotSendsAtItsPlannedTimeIfATurnIsReady() {
        long frontEndNs =
                Engines.config(prepare().settings().simulated().engine()).time().frontEndNs();
        List<TurnRecord> turns = play("request-rate", "20", "order", "fifo");
        assertThat(turns).hasSize(72).allMatch(turn -> turn.outcome() == Outcome.OK);
        for (TurnRecord turn : turns) {
            assertThat(turn.exchange().sentNs())
                    .as("planned arrival or the answer before, whichever is later")
                    .isEqualTo(Math.max(
                            turn.exchange().scheduledNs(), turn.exchange().readyNs()));
            assertThat(turn.exchange().usage().promptTokens()).isEqualTo(turn.promptTokensByClient());
            RequestFigures figures = RequestFigures.of(turn, null);
            assertThat(List.of(figures.get(RequestMetric.CONNECT), figures.get(RequestMetric.REQUEST_WRITE)))
                    .as("nothing is connected or written")
                    .containsOnly(RequestFigures.ABSENT);
            assertThat(figures.get(RequestMetric.TTFT_QUEUE)).isNotNegative();
            assertThat(figures.get(RequestMetric.TTFT_PREFILL)).isPositive();
            assertThat(figures.get(RequestMetric.TTFT_UNEXPLAINED))
                    .as("what the front end takes of every request")
                    .isEqualTo(frontEndNs);
        }
        assertThat(turns.stream().map(turn -> turn.exchange().scheduledNs()).distinct())
                .as("each slot once")
                .hasSize(72);
    }

    @Test
    void aSeedGivesTheSameRun() {
        assertThat(describe(play("request-rate", "20", "order", "random")))
                .isEqualTo(describe(play("request-rate", "20", "order", "random")))
                .isNotEqualTo(describe(play("request-rate", "20", "order", "random", "seed", "2")));
    }

    /** The device has room for one prompt in ten, the host for two. */
    @Test
    void hitsAreToldByTheTiersThatThereAre() {
        String[] small = {
            "request-rate",
            "20",
            "order",
            "strict",
            "simulated.max-total-tokens",
            "1200",
            "simulated.hicache-ratio",
            "1",
            "simulated.enable-hierarchical-cache",
            "true",
            "simulated.prefetch-threshold",
            "16",
            "simulated.hicache-storage-prefetch-policy",
            "wait_complete"
        };
        List<String> withStorage = new ArrayList<>(List.of(small));
        withStorage.addAll(List.of("simulated.hicache-storage-backend", "mooncake"));
        long fromStorage = 0;
        for (TurnRecord turn : play(withStorage.toArray(String[]::new))) {
            Usage usage = turn.exchange().usage();
            assertThat(usage.cachedDeviceTokens() + usage.cachedHostTokens() + usage.cachedStorageTokens())
                    .isEqualTo(usage.cachedTokens());
            fromStorage += usage.cachedStorageTokens();
        }
        assertThat(fromStorage).isPositive();
        assertThat(play(small))
                .extracting(turn -> turn.exchange().usage().cachedHostTokens())
                .allMatch(n -> n >= 0);
        assertThat(play(small))
                .extracting(turn -> turn.exchange().usage().cachedStorageTokens())
                .containsOnly(Usage.ABSENT);
        assertThat(play("request-rate", "20"))
                .extracting(turn -> turn.exchange().usage().cachedDeviceTokens())
                .as("a cache of one tier has none to tell of")
                .containsOnly(Usage.ABSENT);
    }

    @Test
    void storageWithoutAHostTierIsRefused() {
        assertThatThrownBy(() -> prepare("simulated.hicache-storage-backend", "file"))
                .isInstanceOf(BadInputException.class)
                .hasMessageContaining("hicache-storage-backend")
                .hasMessageContaining("simulated.enable-hierarchical-cache=true");
        assertThatThrownBy(() -> prepare(
                        "simulated.hicache-storage-backend", "tape", "simulated.enable-hierarchical-cache", "true"))
                .isInstanceOf(BadInputException.class)
                .hasMessageContaining("is not one of file, mooncake");
    }

    @Test
    void strictOrderIsRoundRobin() {
        List<TurnRecord> turns = new ArrayList<>(play("request-rate", "inf", "order", "strict"));
        turns.sort((a, b) -> Integer.compare(a.order(), b.order()));
        assertThat(turns.stream().limit(24).map(TurnRecord::conversation))
                .containsExactlyElementsOf(
                        java.util.stream.IntStream.range(0, 24).boxed().toList());
        assertThat(turns).extracting(TurnRecord::turn).isSorted();
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 5})
    void neverMoreInFlightThanAllowed(int most) {
        List<TurnRecord> turns = play("request-rate", "inf", "max-concurrency", String.valueOf(most));
        int highest = 0;
        for (TurnRecord at : turns) {
            long sentNs = at.exchange().sentNs();
            highest = Math.max(highest, (int) turns.stream()
                    .filter(turn -> turn.exchange().sentNs() <= sentNs
                            && sentNs < turn.exchange().endNs())
                    .count());
        }
        assertThat(highest).isEqualTo(most);
    }

    /** As a client does that has read a burst of answers before it has sent the second request after it. */
    @Test
    void theTurnsAfterABurstOfAnswersAreDrawnFromAllOfThem() {
        List<TurnRecord> turns =
                play("request-rate", "inf", "order", "random", "max-concurrency", "20", "fixed-output-len", "16");
        int ahead = 0;
        for (TurnRecord answered : turns) {
            long atNs = answered.exchange().endNs();
            // records come in the order of the answers
            List<Integer> answers = turns.stream()
                    .filter(turn -> turn.exchange().endNs() == atNs)
                    .map(TurnRecord::conversation)
                    .toList();
            List<Integer> sent = turns.stream()
                    .filter(turn -> turn.exchange().sentNs() == atNs)
                    .sorted(Comparator.comparingInt(TurnRecord::order))
                    .map(TurnRecord::conversation)
                    .toList();
            int place = sent.indexOf(answered.conversation());
            // while turns are ready, each answer lets one be sent
            if (sent.size() == answers.size() && place >= 0 && place < answers.indexOf(answered.conversation())) {
                ahead++;
            }
        }
        assertThat(ahead).isPositive();
    }

    @ParameterizedTest
    @CsvSource({"inf, fifo, false", "20, random, false", "inf, fifo, true"})
    void aTurnIsReadyTheThinkTimeAfterTheAnswerBeforeIt(String rate, String order, String barrier) {
        long thinkNs = 1_500_000_000;
        List<TurnRecord> turns = play(
                "request-rate", rate, "order", order, "enable-round-barrier", barrier, "think-time-seconds", "1.5");
        assertThat(turns).hasSize(72).allMatch(turn -> turn.outcome() == Outcome.OK);
        Map<Integer, Integer> lastTurns = new HashMap<>();
        turns.forEach(turn -> lastTurns.merge(turn.conversation(), turn.turn(), Math::max));
        for (TurnRecord turn : turns) {
            Predicate<TurnRecord> awaited =
                    before -> Boolean.parseBoolean(barrier) || before.conversation() == turn.conversation();
            long readyNs = turns.stream()
                    .filter(before -> before.turn() + 1 == turn.turn())
                    .filter(awaited)
                    // who has no further turn does not think
                    .mapToLong(before -> before.exchange().endNs()
                            + (before.turn() < lastTurns.get(before.conversation()) ? thinkNs : 0))
                    .max()
                    .orElse(0);
            assertThat(turn.exchange().readyNs()).isEqualTo(readyNs);
            assertThat(turn.exchange().sentNs())
                    .isEqualTo(Math.max(turn.exchange().scheduledNs(), readyNs));
        }
    }

    @Test
    void whoThinksLeavesItsPlaceToOthers() {
        List<TurnRecord> turns = play("request-rate", "inf", "max-concurrency", "1", "think-time-seconds", "3600");
        long thoughtNs = turns.stream()
                        .filter(turn -> turn.turn() == 0)
                        .mapToLong(turn -> turn.exchange().endNs())
                        .max()
                        .orElseThrow()
                - turns.get(0).exchange().endNs();
        assertThat(thoughtNs)
                .as("all first turns are played while the first conversation thinks")
                .isLessThan(Duration.ofHours(1).toNanos());
        assertThat(turns.stream().limit(24)).allMatch(turn -> turn.turn() == 0);
    }

    @Test
    void upstreamPacingSleepsItsGapAfterEachSend() {
        List<TurnRecord> turns = new ArrayList<>(
                play("request-rate", "20", "pacing", "upstream", "arrivals", "constant", "max-concurrency", "1"));
        turns.sort((a, b) -> Integer.compare(a.order(), b.order()));
        for (int k = 1; k < turns.size(); k++) {
            assertThat(turns.get(k).exchange().scheduledNs())
                    .isEqualTo(turns.get(k - 1).exchange().sentNs() + 50_000_000);
        }
    }

    @Test
    void aPromptTooLongFailsAndEndsItsConversation() {
        List<TurnRecord> turns = play("request-rate", "inf", "simulated.context-length", "200");
        assertThat(turns).hasSize(72);
        Set<Integer> failed = new HashSet<>();
        for (TurnRecord turn : turns) {
            if (turn.outcome() == Outcome.HTTP_4XX) {
                failed.add(turn.conversation());
            } else if (turn.outcome() == Outcome.SKIPPED_AFTER_FAILURE) {
                assertThat(failed).contains(turn.conversation());
            } else {
                assertThat(turn.exchange().usage().promptTokens()).isLessThan(200);
            }
        }
        assertThat(failed).isNotEmpty();
    }

    @Test
    void anAnswerMayEndByItselfWhereTheServerMayLetIt() {
        assertThat(play("request-rate", "20"))
                .allMatch(turn -> turn.exchange().usage().completionTokens() == turn.requestedOutputTokens());
        List<TurnRecord> turns = play("request-rate", "20", "disable-ignore-eos", "true");
        assertThat(turns)
                .allMatch(turn -> turn.exchange().usage().completionTokens() <= turn.requestedOutputTokens())
                .anyMatch(turn -> turn.exchange().usage().completionTokens() < turn.requestedOutputTokens()
                        && turn.exchange().finishReason().equals("stop"));
    }

    @Test
    void aServerAndVirtualTimeContradictEachOther() {
        assertThatThrownBy(() -> prepare("base-url", "http://127.0.0.1:1"))
                .isInstanceOf(BadInputException.class)
                .hasMessageContaining("volley.simulate=true");
        assertThatThrownBy(() -> prepare("simulated.engine", "fixed-rate"))
                .isInstanceOf(BadInputException.class)
                .hasMessageContaining("simulated.engine");
    }

    private static List<String> describe(List<TurnRecord> turns) {
        return turns.stream()
                .map(turn -> turn.conversation() + "/" + turn.turn() + " "
                        + turn.exchange().sentNs() + " " + turn.exchange().endNs() + " "
                        + turn.exchange().usage())
                .toList();
    }

    private static List<TurnRecord> play(String... namesAndValues) {
        Preparation prepared = prepare(namesAndValues);
        SimulatedEngine engine = prepared.settings().simulated().engine();
        List<TurnRecord> turns = new ArrayList<>();
        new VirtualPlaying(prepared, VirtualRun.answers(prepared, engine), Engines.config(engine), turns::add).play();
        return turns;
    }

    private static Preparation prepare(String... namesAndValues) {
        Properties properties = new Properties();
        properties.setProperty("volley.simulate", "true");
        properties.setProperty("volley.disable-tqdm", "true");
        for (int k = 0; k < namesAndValues.length; k += 2) {
            properties.setProperty("volley." + namesAndValues[k], namesAndValues[k + 1]);
        }
        return Preparation.of(PlayedSimulation.of(SimulationKind.MULTITURN), properties);
    }
}
