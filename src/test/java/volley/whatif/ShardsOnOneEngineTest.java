package volley.whatif;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Properties;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import volley.client.EventKind;
import volley.client.EventLog;
import volley.client.Exchange;
import volley.client.Outcome;
import volley.client.ServerTimes;
import volley.client.Usage;
import volley.config.LoadSettings;
import volley.config.PlayedSimulation;
import volley.config.Shard;
import volley.config.SimulatedEngine;
import volley.config.SimulationKind;
import volley.dataset.GeneratedShareGpt;
import volley.metrics.Goodput;
import volley.metrics.Metric;
import volley.metrics.PercentileBounds;
import volley.metrics.PercentileRule;
import volley.metrics.RequestMetric;
import volley.metrics.RunAccumulator;
import volley.metrics.RunFigures;
import volley.metrics.RunMetric;
import volley.metrics.Stats;
import volley.metrics.TokenTotals;
import volley.metrics.TurnRecord;
import volley.plan.Plan;
import volley.plan.RandomStream;
import volley.plan.ShardSplit;
import volley.plan.ThinkTimes;
import volley.prepare.Preparation;
import volley.simulator.Engines;
import volley.simulator.engine.EngineDriver;
import volley.simulator.engine.EngineRequest;
import volley.simulator.engine.TokenEvent;
import volley.simulator.http.AnswerDrafts.Draft;
import volley.turns.Slot;
import volley.turns.TurnQueue;
import volley.turns.TurnTicket;

/**
 * The shards of a plan beside each other on one engine, in virtual time, against the whole plan by itself: so many generators
 * with so many streams each are one with all of them.
 */
class ShardsOnOneEngineTest {
    private static final int SHARDS = 8;
    private static final long NEVER = Long.MAX_VALUE;
    /**
     * Figures that differ by no more than this part of themselves are the same, whatever their intervals: requests that share
     * batches are no independent draws.
     */
    private static final double NEAR = 0.03;

    /**
     * The same of a run's figures: sums over some hundred requests of different sizes, which have no interval. Less than an
     * eighth, by which they would differ if a shard did nothing.
     */
    private static final double RUN_NEAR = 0.08;

    /** The same of percentiles of gaps: all streams of a batch have the same gap, so there are few different ones. */
    private static final double GAPS_NEAR = 0.1;

    /** A generator: the run's own queue, fed by its own arrivals. */
    private final class Generator {
        private final Plan plan;
        private final TurnQueue queue;
        private int arrived;
        private int inFlight;
        private boolean handOver;

        Generator(Plan plan) {
            this.plan = plan;
            this.queue = new TurnQueue(
                    plan.conversations().stream()
                            .mapToInt(conversation -> conversation.turns().size())
                            .toArray(),
                    plan.load().order(),
                    RandomStream.ORDER.open(plan.part().shard().seed(plan.seed())),
                    plan.load().maxConcurrency().orElse(Integer.MAX_VALUE),
                    false,
                    ThinkTimes.of(plan)::afterNs,
                    plan.precedence(),
                    () -> nowNs);
            queue.open(0);
        }

        long nextNs() {
            return Math.min(arrived < plan.turns() ? plan.arrivalsNs()[arrived] : NEVER, queue.nextThoughtNs());
        }

        void go() {
            if (arrived < plan.turns() && plan.arrivalsNs()[arrived] == nowNs) {
                long scheduledNs = nowNs;
                arrived++;
                queue.take(new Slot() {
                    @Override
                    public void send(TurnTicket ticket) {
                        Generator.this.send(scheduledNs, ticket);
                    }

                    @Override
                    public void end() {}
                });
            } else {
                queue.wake();
            }
            handOver();
        }

        /** Whether it has a place for a turn and will have no turn for it any more. */
        boolean isRunningDry() {
            return arrived == plan.turns()
                    && inFlight < plan.load().maxConcurrency().orElse(Integer.MAX_VALUE);
        }

        /** The next turn may be given out once all that happens at this moment is done. */
        void handOver() {
            while (handOver) {
                handOver = false;
                queue.handedOver();
            }
        }

        private void send(long scheduledNs, TurnTicket ticket) {
            handOver = true;
            inFlight++;
            Draft draft = answers.of(ticket.conversation(), ticket.turn()).orElseThrow();
            long sentNs = nowNs;
            EventLog events = new EventLog(draft.outputTokens());
            int[] ids = Arrays.copyOf(draft.answerIds(), draft.outputTokens());
            driver.submit(new EngineRequest(requests++, draft.promptIds(), ids), sentNs, (event, atNs) -> {
                events.add(atNs, EventKind.CONTENT, event.outputIndex() + 1, event.outputIndex() + 1);
                if (event.last()) {
                    Exchange exchange = Exchange.builder()
                            .scheduledNs(scheduledNs)
                            .readyNs(ticket.readyNs())
                            .sentNs(sentNs)
                            .endNs(atNs)
                            .httpStatus(200)
                            .events(events)
                            .usage(usage(draft, event))
                            .serverTimes(new ServerTimes(driver.queueNs(event, sentNs, atNs), driver.prefillNs(event)))
                            .finishReason(draft.finishReason())
                            .answer(draft.answerText())
                            .outcome(Outcome.OK)
                            .build();
                    ended.add(TurnRecord.builder()
                            .order(ticket.order())
                            .conversation(ticket.conversation())
                            .conversationId("c" + ticket.conversation())
                            .turn(ticket.turn())
                            .requestedOutputTokens(draft.outputTokens())
                            .promptTokensByClient(draft.promptIds().length)
                            .exchange(exchange)
                            .build());
                    inFlight--;
                    queue.answered(ticket);
                    handOverLater.add(this);
                }
            });
        }
    }

    private static Usage usage(Draft draft, TokenEvent last) {
        return new Usage(
                draft.promptIds().length,
                draft.outputTokens(),
                last.cachedTokens(),
                last.cachedDeviceTokens(),
                Usage.ABSENT,
                Usage.ABSENT);
    }

    @TempDir
    private Path folder;

    private final List<Generator> handOverLater = new ArrayList<>();
    private List<TurnRecord> ended = new ArrayList<>();
    private VirtualAnswers answers;
    private EngineDriver driver;
    private long requests;
    private long nowNs;
    /** When the first generator had fewer turns to send than places. */
    private long dryNs;

    /** Streams that are always busy, of which each shard has an eighth, and arrivals at a rate. */
    @ParameterizedTest
    @CsvSource({
        "SINGLE_TURN, inf, 32, 1500",
        "SINGLE_TURN, 40, 1000, 400",
        "MULTITURN, inf, 32, 120",
        "MULTITURN, 20, 1000, 400"
    })
    void eightShardsAreOneGeneratorInAllFigures(SimulationKind kind, String rate, int streams, int conversations)
            throws Exception {
        Preparation prepared = prepare(kind, rate, streams, conversations);
        Played whole = play(prepared, List.of(prepared.plan()));
        Played shards = play(prepared, shards(prepared.plan()));

        assertThat(shards.turns()).hasSize(prepared.plan().turns());
        assertThat(shards.names()).containsExactlyInAnyOrderElementsOf(whole.names());
        assertThat(outside(whole, shards)).isEmpty();
    }

    /** Shards with all of the streams each are another load, and that shows. */
    @Test
    void eightTimesTheStreamsAreAnotherLoad() throws Exception {
        Preparation prepared = prepare(SimulationKind.SINGLE_TURN, "inf", 32, 1500);
        LoadSettings all = prepared.plan().load();
        List<Plan> unsplit = shards(prepared.plan()).stream()
                .map(part -> new Plan(
                        part.mode(),
                        part.conversations(),
                        all,
                        part.seed(),
                        part.arrivalsNs(),
                        part.precedence(),
                        part.hash(),
                        part.part()))
                .toList();
        assertThat(outside(play(prepared, List.of(prepared.plan())), play(prepared, unsplit)))
                .anyMatch(line -> line.contains("name=e2e_latency median,"))
                .anyMatch(line -> line.contains("name=itl mean,"))
                .anyMatch(line -> line.contains("name=concurrency,"));
    }

    private static List<Plan> shards(Plan whole) {
        return IntStream.range(0, SHARDS)
                .mapToObj(index -> ShardSplit.of(whole, new Shard(index, SHARDS)))
                .toList();
    }

    /**
     * A run.
     *
     * @param busyNs until when every stream had a turn to send, where there are always as many turns as streams: the last turns
     *     of a part may wait for a stream where the whole has another
     */
    private record Played(List<TurnRecord> turns, long busyNs) {
        List<String> names() {
            return turns.stream()
                    .map(each -> each.conversation() + "/" + each.turn())
                    .toList();
        }

        RunFigures figures(long untilNs) {
            RunAccumulator figures = new RunAccumulator(0, Duration.ZERO, Goodput.NOT_ASKED, null);
            List<TurnRecord> counted = turns.stream()
                    .filter(each -> each.exchange().endNs() <= untilNs)
                    .toList();
            counted.forEach(figures::accept);
            return figures.figures(counted.size(), TokenTotals.Retokenized.NONE, PercentileRule.LINEAR);
        }
    }

    /** Every figure that either has in which they differ, of the time in which both were busy. */
    private static List<String> outside(Played whole, Played shards) {
        long untilNs = Math.min(whole.busyNs(), shards.busyNs());
        RunFigures one = whole.figures(untilNs);
        RunFigures eight = shards.figures(untilNs);
        List<String> outside = new ArrayList<>();
        assertThat(eight.distributions()).containsOnlyKeys(one.distributions().keySet());
        one.distributions().forEach((metric, its) -> {
            List<Figure> ofWhole = figures(metric, its);
            List<Figure> ofShards = figures(metric, eight.distributions().get(metric));
            for (int i = 0; i < Math.min(ofWhole.size(), ofShards.size()); i++) {
                compare(ofWhole.get(i), ofShards.get(i), outside);
            }
        });
        for (RunMetric metric : RunMetric.values()) {
            OptionalDouble its = one.shown(metric);
            assertThat(eight.shown(metric).isPresent()).as(metric.id()).isEqualTo(its.isPresent());
            if (its.isPresent()) {
                compare(
                        Figure.alone(metric.id(), its.getAsDouble(), RUN_NEAR),
                        Figure.alone(metric.id(), eight.shown(metric).getAsDouble(), RUN_NEAR),
                        outside);
            }
        }
        return outside;
    }

    /** A figure, its 95 % interval, and the part of itself by which another may differ whatever the intervals. */
    private record Figure(String name, double value, double low, double high, double near) {
        static Figure alone(String name, double value, double near) {
            return new Figure(name, value, value, value, near);
        }
    }

    /** Mean and percentiles, of which the last has the fewest values on its far side. */
    private static List<Figure> figures(Metric metric, Stats stats) {
        if (!(metric instanceof RequestMetric)) {
            return List.of(
                    Figure.alone(metric.id() + " mean", stats.mean(), NEAR),
                    Figure.alone(metric.id() + " median", stats.median(), GAPS_NEAR),
                    Figure.alone(metric.id() + " p90", stats.p90(), GAPS_NEAR),
                    Figure.alone(metric.id() + " p95", stats.p95(), GAPS_NEAR),
                    Figure.alone(metric.id() + " p99", stats.p99(), GAPS_NEAR));
        }
        double half = 1.96 * stats.std() / Math.sqrt((double) stats.count());
        List<Figure> figures = new ArrayList<>();
        figures.add(new Figure(metric.id() + " mean", stats.mean(), stats.mean() - half, stats.mean() + half, NEAR));
        PercentileBounds bounds = stats.bounds();
        figures.addAll(percentile(metric.id() + " median", stats.median(), bounds.median()));
        figures.addAll(percentile(metric.id() + " p90", stats.p90(), bounds.p90()));
        figures.addAll(percentile(metric.id() + " p95", stats.p95(), bounds.p95()));
        figures.addAll(percentile(metric.id() + " p99", stats.p99(), bounds.p99()));
        return figures;
    }

    /** None where there are too few values for an interval. */
    private static List<Figure> percentile(String name, double value, Optional<PercentileBounds.Between> bounds) {
        return bounds.stream()
                .map(between -> new Figure(name, value, between.low(), between.high(), NEAR))
                .toList();
    }

    /** Two samples of one population: their intervals overlap, or the figures are as good as the same. */
    private static void compare(Figure one, Figure eight, List<String> outside) {
        boolean overlap = one.low() <= eight.high() && eight.low() <= one.high();
        boolean near = Math.abs(eight.value() - one.value()) <= one.near() * Math.abs(one.value());
        if (!overlap && !near) {
            outside.add(one + " " + eight);
        }
    }

    private Played play(Preparation prepared, List<Plan> plans) {
        SimulatedEngine asked = prepared.settings().simulated().engine();
        answers = VirtualRun.answers(prepared, asked);
        driver = new EngineDriver(Engines.config(asked), 1, () -> 0);
        ended = new ArrayList<>();
        nowNs = 0;
        dryNs = NEVER;
        requests = 0;
        List<Generator> generators = plans.stream().map(Generator::new).toList();
        while (ended.size() < prepared.plan().turns()) {
            long engineNs = driver.nextNs();
            nowNs = engineNs;
            for (Generator generator : generators) {
                nowNs = Math.min(nowNs, generator.nextNs());
            }
            if (engineNs == nowNs) {
                driver.advance(engineNs);
                handOverLater.forEach(Generator::handOver);
                handOverLater.clear();
                if (dryNs == NEVER && generators.stream().anyMatch(Generator::isRunningDry)) {
                    dryNs = nowNs;
                }
            } else {
                for (Generator generator : generators) {
                    if (generator.nextNs() == nowNs) {
                        generator.go();
                        break;
                    }
                }
            }
        }
        return new Played(ended, prepared.plan().arrivalsNs()[prepared.plan().turns() - 1] == 0 ? dryNs : NEVER);
    }

    private Preparation prepare(SimulationKind kind, String rate, int streams, int conversations) throws Exception {
        Properties properties = new Properties();
        properties.setProperty("volley.simulate", "true");
        properties.setProperty("volley.simulated.engine", "roofline");
        if (kind == SimulationKind.SINGLE_TURN) {
            properties.setProperty("volley.dataset-name", "random");
            properties.setProperty("volley.random-input-len", "256");
            properties.setProperty("volley.random-output-len", "64");
        } else {
            Path file = folder.resolve("chats.json");
            GeneratedShareGpt.write(file, 3_000L * 600);
            properties.setProperty("volley.dataset-path", file.toString());
        }
        properties.setProperty("volley.num-prompts", String.valueOf(conversations));
        properties.setProperty("volley.request-rate", rate);
        properties.setProperty("volley.max-concurrency", String.valueOf(streams));
        return Preparation.of(PlayedSimulation.of(kind), properties);
    }
}
