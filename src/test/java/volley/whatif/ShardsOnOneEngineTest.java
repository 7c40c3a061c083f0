package volley.whatif;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Properties;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import volley.config.PlayedSimulation;
import volley.config.Shard;
import volley.config.SimulatedEngine;
import volley.config.SimulationKind;
import volley.plan.Plan;
import volley.plan.RandomStream;
import volley.plan.ShardSplit;
import volley.plan.ThinkTimes;
import volley.prepare.Preparation;
import volley.simulator.Engines;
import volley.simulator.engine.EngineDriver;
import volley.simulator.engine.EngineRequest;
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

    /** What a request saw, ns. */
    private record Seen(int conversation, int turn, long sentNs, long ttftNs, long e2eNs, int cachedTokens) {}

    /** A generator: the run's own queue, fed by its own arrivals. */
    private final class Generator {
        private final Plan plan;
        private final TurnQueue queue;
        private int arrived;
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
                arrived++;
                queue.take(new Slot() {
                    @Override
                    public void send(TurnTicket ticket) {
                        Generator.this.send(ticket);
                    }

                    @Override
                    public void end() {}
                });
            } else {
                queue.wake();
            }
            handOver();
        }

        /** The next turn may be given out once all that happens at this moment is done. */
        void handOver() {
            while (handOver) {
                handOver = false;
                queue.handedOver();
            }
        }

        private void send(TurnTicket ticket) {
            handOver = true;
            Draft draft = answers.of(ticket.conversation(), ticket.turn()).orElseThrow();
            long sentNs = nowNs;
            long[] firstNs = {0};
            int[] ids = Arrays.copyOf(draft.answerIds(), draft.outputTokens());
            driver.submit(new EngineRequest(requests++, draft.promptIds(), ids), sentNs, (event, atNs) -> {
                firstNs[0] = event.outputIndex() == 0 ? atNs : firstNs[0];
                if (event.last()) {
                    seen.add(new Seen(
                            ticket.conversation(),
                            ticket.turn(),
                            sentNs,
                            firstNs[0] - sentNs,
                            atNs - sentNs,
                            event.cachedDeviceTokens()));
                    queue.answered(ticket);
                    handOverLater.add(this);
                }
            });
        }
    }

    private final List<Generator> handOverLater = new ArrayList<>();
    private List<Seen> seen = new ArrayList<>();
    private VirtualAnswers answers;
    private EngineDriver driver;
    private long requests;
    private long nowNs;

    /** Streams that are always busy, of which each shard has an eighth, and arrivals at a rate. */
    @ParameterizedTest
    @CsvSource({"SINGLE_TURN, inf, 32", "SINGLE_TURN, 40, 1000", "MULTITURN, inf, 16", "MULTITURN, 20, 1000"})
    void eightShardsAreOneGeneratorInAllFigures(SimulationKind kind, String rate, int streams) {
        Preparation prepared = prepare(kind, rate, streams);
        List<Seen> whole = play(prepared, List.of(prepared.plan()));
        List<Seen> shards = play(
                prepared,
                IntStream.range(0, SHARDS)
                        .mapToObj(index -> ShardSplit.of(prepared.plan(), new Shard(index, SHARDS)))
                        .toList());

        assertThat(shards).hasSameSizeAs(whole).hasSize(prepared.plan().turns());
        assertThat(shards.stream().map(each -> each.conversation() + "/" + each.turn()))
                .containsExactlyInAnyOrderElementsOf(whole.stream()
                        .map(each -> each.conversation() + "/" + each.turn())
                        .toList());
        for (double q : new double[] {0.5, 0.9}) {
            assertWithin(
                    q, whole.stream().mapToLong(Seen::ttftNs), shards.stream().mapToLong(Seen::ttftNs));
            assertWithin(
                    q, whole.stream().mapToLong(Seen::e2eNs), shards.stream().mapToLong(Seen::e2eNs));
        }
        // throughput, while all have something to send: the last of a part may wait where the whole has others
        assertThat(doneNs(shards) / (double) doneNs(whole)).isBetween(0.95, 1.05);
        assertThat(cached(shards) / (double) cached(whole)).isBetween(0.98, 1.02);
    }

    /** The value of the shards lies between the bounds of the whole's percentile, by order statistics at 95 %. */
    private static void assertWithin(double q, LongStream whole, LongStream shards) {
        long[] one = whole.sorted().toArray();
        long[] eight = shards.sorted().toArray();
        double half = 1.96 * Math.sqrt(one.length * q * (1 - q));
        int low = (int) Math.floor(q * one.length - half);
        int high = Math.min(one.length - 1, (int) Math.ceil(q * one.length + half));
        assertThat(eight[(int) (q * eight.length)]).as("q %s", q).isBetween(one[low], one[high]);
    }

    /** When three quarters of them had ended. */
    private static long doneNs(List<Seen> requests) {
        return requests.stream()
                .mapToLong(each -> each.sentNs() + each.e2eNs())
                .sorted()
                .skip(requests.size() * 3L / 4)
                .findFirst()
                .orElseThrow();
    }

    private static long cached(List<Seen> requests) {
        return requests.stream().mapToLong(Seen::cachedTokens).sum();
    }

    private List<Seen> play(Preparation prepared, List<Plan> plans) {
        SimulatedEngine asked = prepared.settings().simulated().engine();
        answers = VirtualRun.answers(prepared, asked);
        driver = new EngineDriver(Engines.config(asked), 1, () -> 0);
        seen = new ArrayList<>();
        nowNs = 0;
        requests = 0;
        List<Generator> generators = plans.stream().map(Generator::new).toList();
        while (seen.size() < prepared.plan().turns()) {
            long engineNs = driver.nextNs();
            nowNs = engineNs;
            for (Generator generator : generators) {
                nowNs = Math.min(nowNs, generator.nextNs());
            }
            if (engineNs == nowNs) {
                driver.advance(engineNs);
                handOverLater.forEach(Generator::handOver);
                handOverLater.clear();
            } else {
                for (Generator generator : generators) {
                    if (generator.nextNs() == nowNs) {
                        generator.go();
                        break;
                    }
                }
            }
        }
        return seen;
    }

    private static Preparation prepare(SimulationKind kind, String rate, int streams) {
        Properties properties = new Properties();
        properties.setProperty("volley.simulate", "true");
        properties.setProperty("volley.simulated.engine", "roofline");
        if (kind == SimulationKind.SINGLE_TURN) {
            properties.setProperty("volley.dataset-name", "random");
            properties.setProperty("volley.random-input-len", "256");
            properties.setProperty("volley.random-output-len", "64");
            properties.setProperty("volley.num-prompts", "400");
        }
        properties.setProperty("volley.request-rate", rate);
        properties.setProperty("volley.max-concurrency", String.valueOf(streams));
        return Preparation.of(PlayedSimulation.of(kind), properties);
    }
}
