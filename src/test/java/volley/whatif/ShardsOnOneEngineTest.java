package volley.whatif;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
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
import volley.metrics.PercentileRule;
import volley.metrics.RunAccumulator;
import volley.metrics.RunFigures;
import volley.metrics.RunMetric;
import volley.metrics.TokenTotals;
import volley.metrics.TurnRecord;
import volley.plan.Plan;
import volley.plan.RandomStream;
import volley.plan.ShardSplit;
import volley.plan.ThinkTimes;
import volley.prepare.Preparation;
import volley.report.compare.Evidence;
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
    /** Plans that are played, each with a seed of its own. */
    private static final int PLANS = 7;

    /** Differences that are real, with their reason: a shard's streams wait for each other only, so some wait longer. */
    private static final List<String> WAITING_OF_BUSY_CHATS =
            List.of("client_queue p95", "client_queue p99", "ttft_scheduled p95", "ttft_scheduled p99");

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
    @CsvSource({"SINGLE_TURN, inf, 32, 800", "SINGLE_TURN, 40, 1000, 400", "MULTITURN, 20, 1000, 120"})
    void eightShardsAreOneGeneratorInAllFigures(SimulationKind kind, String rate, int streams, int conversations)
            throws Exception {
        assertThat(outside(kind, rate, streams, conversations)).isEmpty();
    }

    /** No shard's chats wait for those of another, so that some wait longer for a stream than others. All else is the same. */
    @Test
    void ofBusyChatsOnlyTheLongestWaitsAreOthers() throws Exception {
        assertThat(outside(SimulationKind.MULTITURN, "inf", 32, 120)).isSubsetOf(WAITING_OF_BUSY_CHATS);
    }

    private List<String> outside(SimulationKind kind, String rate, int streams, int conversations) throws Exception {
        Differences differences = new Differences();
        for (int seed = 1; seed <= PLANS; seed++) {
            Preparation prepared = prepare(kind, rate, streams, conversations, seed);
            Played whole = play(prepared, List.of(prepared.plan()));
            Played shards = play(prepared, shards(prepared.plan()));

            assertThat(shards.turns()).hasSize(prepared.plan().turns());
            assertThat(shards.names()).containsExactlyInAnyOrderElementsOf(whole.names());
            differences.add(whole, shards);
        }
        return differences.outside();
    }

    /** Shards with all of the streams each are another load, and that shows. */
    @Test
    void eightTimesTheStreamsAreAnotherLoad() throws Exception {
        Differences differences = new Differences();
        for (int seed = 1; seed <= PLANS; seed++) {
            Preparation prepared = prepare(SimulationKind.SINGLE_TURN, "inf", 32, 800, seed);
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
            differences.add(play(prepared, List.of(prepared.plan())), play(prepared, unsplit));
        }
        assertThat(differences.outside())
                .contains("e2e_latency median", "itl mean", "concurrency", "client_queue mean", "ttft p90");
    }

    /** So does a shard that sends nothing: an eighth less of the load. */
    @Test
    void aShardThatSendsNothingIsAnotherLoad() throws Exception {
        Differences differences = new Differences();
        for (int seed = 1; seed <= PLANS; seed++) {
            Preparation prepared = prepare(SimulationKind.SINGLE_TURN, "40", 1000, 400, seed);
            List<Plan> seven = shards(prepared.plan()).subList(0, SHARDS - 1);
            differences.add(play(prepared, List.of(prepared.plan())), play(prepared, seven));
        }
        assertThat(differences.outside()).contains("request_throughput", "output_throughput", "e2e_latency mean");
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

    /**
     * By figure, how much the shards of each plan differ from the plan by itself. The plan is the unit: requests of one run share
     * batches and waiting lines, so that they are no independent draws, and an interval over them is too narrow.
     */
    private static final class Differences {
        private final Map<String, List<Double>> byFigure = new LinkedHashMap<>();

        /** Of the time in which both were busy. */
        void add(Played whole, Played shards) {
            long untilNs = Math.min(whole.busyNs(), shards.busyNs());
            Map<String, Double> one = figures(whole.figures(untilNs));
            Map<String, Double> eight = figures(shards.figures(untilNs));
            assertThat(eight).containsOnlyKeys(one.keySet());
            one.forEach((name, value) ->
                    byFigure.computeIfAbsent(name, any -> new ArrayList<>()).add(eight.get(name) - value));
        }

        /** Those whose interval, so wide that those of all figures hold at once with 95 %, leaves out that they are the same. */
        List<String> outside() {
            List<String> outside = new ArrayList<>();
            byFigure.forEach((name, its) -> {
                Evidence difference = Evidence.paired(
                        its.stream().mapToDouble(Double::doubleValue).toArray(), byFigure.size());
                assertThat(its).as(name).hasSize(PLANS);
                if (difference.low() > 0 || difference.high() < 0) {
                    outside.add(name);
                }
            });
            return outside;
        }
    }

    private static Map<String, Double> figures(RunFigures run) {
        Map<String, Double> figures = new LinkedHashMap<>();
        run.distributions().forEach((metric, its) -> {
            figures.put(metric.id() + " mean", its.mean());
            figures.put(metric.id() + " median", its.median());
            figures.put(metric.id() + " p90", its.p90());
            figures.put(metric.id() + " p95", its.p95());
            figures.put(metric.id() + " p99", its.p99());
        });
        for (RunMetric metric : RunMetric.values()) {
            run.shown(metric).ifPresent(value -> figures.put(metric.id(), value));
        }
        return figures;
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
        int turns = plans.stream().mapToInt(Plan::turns).sum();
        while (ended.size() < turns) {
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

    private Preparation prepare(SimulationKind kind, String rate, int streams, int conversations, int seed)
            throws Exception {
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
        properties.setProperty("volley.seed", String.valueOf(seed));
        properties.setProperty("volley.max-concurrency", String.valueOf(streams));
        return Preparation.of(PlayedSimulation.of(kind), properties);
    }
}
