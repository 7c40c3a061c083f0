package volley.gatling;

import io.gatling.core.action.Action;
import io.gatling.core.session.Session;
import io.gatling.core.stats.StatsEngine;
import io.gatling.core.structure.ScenarioContext;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import scala.Tuple2;
import scala.collection.immutable.Map;
import scala.collection.immutable.Map$;
import volley.config.ArrivalKind;
import volley.config.OrderPolicy;
import volley.config.Pacing;
import volley.config.Settings;
import volley.dataset.Conversation;
import volley.dataset.Turn;
import volley.plan.Plan;
import volley.report.Results;
import volley.simulator.FixedRateModel;
import volley.simulator.SimulatedTiming;
import volley.simulator.WordTokenizer;
import volley.simulator.http.SimulatedServer;

/**
 * A small plan, played through the run's own actions, Gatling's own HTTP engine and the results' code, against a private
 * server on loopback: all at once in one round, token by token in the next, since a run may have either. Each round has
 * a new server, so that connecting is practised too.
 *
 * @param folder of the files written, which nobody reads
 */
record WarmUpRound(Preparation prepared, ScenarioContext context, StatsEngine stats, Path folder) {
    private static final int CONVERSATIONS = 64;
    private static final int TURNS = 16;
    private static final int OUTPUT_TOKENS = 8;
    private static final int IN_FLIGHT = 64;
    private static final int PROMPT_CHARS = 256;
    private static final SimulatedTiming ALL_AT_ONCE = SimulatedTiming.instant();
    private static final SimulatedTiming TOKEN_BY_TOKEN =
            new SimulatedTiming(1, Double.POSITIVE_INFINITY, 1, ALL_AT_ONCE.cacheTokens());

    /** A round takes a fraction of a second; one that hangs must not keep the run from starting. */
    private static final Duration LIMIT = Duration.ofSeconds(20);

    void play(int number) throws InterruptedException {
        SimulatedTiming timing = number % 2 == 0 ? ALL_AT_ONCE : TOKEN_BY_TOKEN;
        try (SimulatedServer server = SimulatedServer.with(new FixedRateModel(timing), new WordTokenizer())
                .backend(prepared.settings().server().backend())
                .start()) {
            Playing playing = new Playing(run(Target.loopback(server, prepared.settings())), () -> folder);
            CountDownLatch left = new CountDownLatch(playing.users());
            Action chain = chain(playing, left);
            for (int slot = 0; slot < playing.users(); slot++) {
                chain.$bang(session(slot));
            }
            boolean ended = left.await(LIMIT.toNanos(), TimeUnit.NANOSECONDS);
            if (ended) {
                Optional.ofNullable(playing.recorder().close()).ifPresent(Results::close);
            }
        }
    }

    private Action chain(Playing playing, CountDownLatch left) {
        GatlingRun nobody = new GatlingRun(stats, playing.streamed(), "", System.currentTimeMillis());
        Action last = new SlotAction("end of warm-up", context, null) {
            @Override
            void execute(Session session, RequestSlot slot) {
                left.countDown();
            }
        };
        EventLoops loops = LoadRun.loops(context);
        return new AwaitArrival(
                playing.pacer(), loops, context, new PlayNextTurn(playing, loops, nobody, context, last));
    }

    private Session session(int slot) {
        Map<String, Object> attributes =
                Map$.MODULE$.<String, Object>empty().$plus(Tuple2.apply(RequestSlot.ATTRIBUTE, new RequestSlot(slot)));
        return SlotAction.user(
                ThrownAwayStats.SCENARIO,
                slot,
                attributes,
                context.coreComponents().eventLoopGroup().next());
    }

    private Preparation run(Target target) {
        String prompt = "warm up ".repeat(PROMPT_CHARS / 8);
        List<Turn> turns = IntStream.range(0, TURNS)
                .mapToObj(turn -> new Turn(prompt, 1, OUTPUT_TOKENS))
                .toList();
        List<Conversation> conversations = IntStream.range(0, CONVERSATIONS)
                .mapToObj(number -> new Conversation("warm-up " + number, turns))
                .toList();
        Settings.Load load = new Settings.Load(
                Double.POSITIVE_INFINITY,
                ArrivalKind.POISSON,
                1,
                Duration.ZERO,
                OrderPolicy.FIFO,
                Pacing.ABSOLUTE,
                OptionalInt.of(IN_FLIGHT),
                false);
        return prepared.on(target, Phase.ONLY).with(Plan.of("warm-up", conversations, load, 1));
    }
}
