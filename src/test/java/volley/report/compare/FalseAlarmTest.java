package volley.report.compare;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import volley.client.Outcome;
import volley.config.PlayedSimulation;
import volley.config.SimulatedEngine;
import volley.config.SimulationKind;
import volley.metrics.OutcomeCounts;
import volley.metrics.RequestFigures;
import volley.metrics.RequestMetric;
import volley.metrics.TurnRecord;
import volley.prepare.Preparation;
import volley.simulator.Engines;
import volley.simulator.engine.EngineConfig;
import volley.simulator.engine.ScaledTime;
import volley.whatif.VirtualAnswers;
import volley.whatif.VirtualPlaying;
import volley.whatif.VirtualRun;

/** How often equal servers are told apart, and unequal ones are not: many comparisons of short runs in virtual time. */
class FalseAlarmTest {
    private static final int COMPARISONS = 200;

    private final Preparation prepared = prepare();
    private final SimulatedEngine asked = prepared.settings().simulated().engine();
    private final EngineConfig engine = Engines.config(asked);
    private final VirtualAnswers answers = VirtualRun.answers(prepared, asked);
    private final Map<Long, ComparedRun> equal = new ConcurrentHashMap<>();
    private final Map<Long, ComparedRun> slower = new ConcurrentHashMap<>();

    /** Each comparison has six runs with seeds of their own, three of either server. */
    @Test
    void equalServersAreToldApartOnceIn20TimesAtMost() {
        assertThat(alarms(3)).as("of %d comparisons", COMPARISONS).isLessThanOrEqualTo(COMPARISONS / 20);
        assertThat(alarms(5)).as("of %d comparisons", COMPARISONS).isLessThanOrEqualTo(COMPARISONS / 20);
    }

    /** Any figure of the page that is called real is an alarm. */
    private long alarms(int runs) {
        return IntStream.range(0, COMPARISONS)
                .parallel()
                .filter(comparison -> {
                    long seed = 1 + 2L * runs * comparison;
                    List<ComparedRun> one = runs(equal, engine, seed, runs);
                    List<ComparedRun> other = runs(equal, engine, seed + runs, runs);
                    return Arrays.stream(ComparedFigure.values())
                            .map(figure -> Difference.of(figure, one, other, RunUnit.SEED, SmallestEffect.DEFAULT))
                            .flatMap(Optional::stream)
                            .anyMatch(Difference::real);
                })
                .count();
    }

    /** All its times are 5 % longer. Both servers have the same seeds, as in a comparison in virtual time. */
    @Test
    void aServerThatIs5PerCentSlowerIsFoundWithTheRunsThatThePageAsksFor() {
        EngineConfig slow = new EngineConfig(
                engine.scheduler(), engine.cache(), engine.contextTokens(), new ScaledTime(engine.time(), () -> 1.05));
        List<Integer> runs = new ArrayList<>();
        long found = IntStream.range(0, 20)
                .filter(comparison -> {
                    long seed = 100_000 + 1000L * comparison;
                    Difference difference = ttft(slow, seed, Evidence.FEWEST_RUNS);
                    for (int asked = 0; asked < 3 && difference.furtherRuns().isPresent(); asked++) {
                        long further = difference.furtherRuns().getAsLong();
                        difference = ttft(
                                slow, seed, Math.toIntExact(difference.between().runs() + further));
                    }
                    runs.add(difference.between().runs());
                    return difference.real();
                })
                .count();
        assertThat(found).as("with %s runs", runs).isGreaterThanOrEqualTo(19);
    }

    private Difference ttft(EngineConfig slow, long seed, int runs) {
        return Difference.of(
                        ComparedFigure.TTFT_MEAN,
                        runs(equal, engine, seed, runs),
                        runs(slower, slow, seed, runs),
                        RunUnit.SEED,
                        SmallestEffect.DEFAULT)
                .orElseThrow();
    }

    private List<ComparedRun> runs(Map<Long, ComparedRun> known, EngineConfig config, long firstSeed, int number) {
        return LongStream.range(firstSeed, firstSeed + number)
                .mapToObj(seed -> known.computeIfAbsent(seed, each -> run(config, each)))
                .toList();
    }

    private ComparedRun run(EngineConfig config, long seed) {
        List<MeasuredTurn> turns = new ArrayList<>();
        Preparation drawn = prepared.drawnFrom(seed);
        new VirtualPlaying(drawn, answers, config, turn -> turns.add(measured(turn))).play();
        return new ComparedRun(
                "seed " + seed,
                0,
                drawn.plan().hash(),
                seed,
                turns,
                new OutcomeCounts(turns.size(), Map.of(Outcome.OK, (long) turns.size())),
                Optional.empty(),
                Map.of(),
                Double.NaN,
                Double.NaN,
                Double.NaN,
                Map.of());
    }

    private static MeasuredTurn measured(TurnRecord turn) {
        RequestFigures figures = RequestFigures.of(turn, null);
        return new MeasuredTurn(
                turn.conversation(),
                turn.turn(),
                turn.order(),
                figures.get(RequestMetric.TTFT) / 1e6,
                figures.get(RequestMetric.TPOT) / 1e6,
                figures.get(RequestMetric.E2E) / 1e6,
                turn.exchange().usage().promptTokens(),
                turn.exchange().usage().cachedTokens());
    }

    /** Conversations of the sample, six of them at once, in a cache that is too small for all. */
    private static Preparation prepare() {
        Properties given = new Properties();
        Map.of(
                        "simulate", "true",
                        "disable-tqdm", "true",
                        "fixed-output-len", "4",
                        "num-prompts", "14",
                        "request-rate", "30",
                        "order", "random",
                        "max-concurrency", "6",
                        "simulated.schedule-policy", "lpm",
                        "simulated.max-total-tokens", "1200")
                .forEach((name, value) -> given.setProperty("volley." + name, value));
        return Preparation.of(PlayedSimulation.of(SimulationKind.MULTITURN), given);
    }
}
