package volley.gatling;

import io.gatling.commons.stats.OK$;
import io.gatling.core.action.Action;
import io.gatling.core.session.Block;
import io.gatling.core.session.Session;
import io.gatling.core.stats.StatsEngine;
import io.gatling.core.structure.ScenarioContext;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.CompilationMXBean;
import java.lang.management.ManagementFactory;
import java.lang.reflect.Proxy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import scala.Tuple2;
import scala.collection.immutable.Map;
import scala.collection.immutable.Map$;
import scala.jdk.javaapi.CollectionConverters;
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
 * Warms the client before anything is measured. A JVM interprets code it has not run often: its first answers are read
 * hundreds of milliseconds late. So small plans are played over and over through the run's own actions, Gatling's own
 * HTTP engine and the results' code, against a private server on loopback that answers at once, until the time is up.
 * Each round has a new server, so that connecting is practised too.
 *
 * <p>Called when Gatling builds the scenario: its engine exists, its users do not yet.
 */
final class ClientWarmUp {
    private static final int CONVERSATIONS = 64;
    private static final int TURNS = 4;
    private static final int OUTPUT_TOKENS = 16;
    private static final int IN_FLIGHT = 64;
    private static final int PROMPT_CHARS = 256;

    /** A round takes a fraction of a second; one that hangs must not keep the run from starting. */
    private static final Duration ROUND_LIMIT = Duration.ofSeconds(20);

    private static final Duration COMPILER_REST = Duration.ofMillis(100);
    private static final int MAX_COMPILER_RESTS = 20;

    /** Warmth is the process's: a second scenario of it finds it warm. */
    private static final AtomicBoolean WARM = new AtomicBoolean();

    private ClientWarmUp() {}

    /**
     * Plays until {@code client-warmup-seconds} are over, unless this process has done so. What goes wrong here would
     * show in the run: it is ignored.
     */
    static void once(Preparation prepared, ScenarioContext context) {
        Duration limit = prepared.settings().requests().clientWarmup();
        if (limit.isZero() || !WARM.compareAndSet(false, true)) {
            return;
        }
        long endNs = System.nanoTime() + limit.toNanos();
        try {
            Path folder = Files.createTempDirectory("volley-warm-up");
            try {
                do {
                    playRound(prepared, context, folder);
                } while (System.nanoTime() - endNs < 0);
            } finally {
                delete(folder);
            }
            awaitCompiler();
        } catch (IOException e) {
            throw new UncheckedIOException("the client's warm-up has no room for its files", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        // What the warm-up left behind is collected now, not in the first measured second.
        System.gc();
    }

    private static void playRound(Preparation prepared, ScenarioContext context, Path folder)
            throws InterruptedException {
        try (SimulatedServer server = SimulatedServer.with(
                        new FixedRateModel(SimulatedTiming.instant()), new WordTokenizer())
                .backend(prepared.settings().server().backend())
                .start()) {
            Playing playing =
                    new Playing(warmUpRun(prepared, Target.loopback(server, prepared.settings())), () -> folder);
            CountDownLatch left = new CountDownLatch(playing.users());
            Action chain = chain(playing, context, left);
            for (int slot = 0; slot < playing.users(); slot++) {
                Session session = session(slot, context);
                session.eventLoop().execute(() -> chain.$bang(session));
            }
            boolean ended = left.await(ROUND_LIMIT.toNanos(), TimeUnit.NANOSECONDS);
            if (ended) {
                Optional.ofNullable(playing.recorder().close()).ifPresent(Results::close);
            }
        }
    }

    private static Action chain(Playing playing, ScenarioContext context, CountDownLatch left) {
        GatlingRun nobody = new GatlingRun(noStats(), playing.streamed(), "", System.currentTimeMillis());
        Action last = new SlotAction("end of warm-up", context, null) {
            @Override
            void execute(Session session, RequestSlot slot) {
                left.countDown();
            }
        };
        return new AwaitArrival(playing.pacer(), context, new PlayNextTurn(playing, nobody, context, last));
    }

    /** Takes no figure: these requests are no part of the run. A proxy, since Java cannot name all of the trait's types. */
    private static StatsEngine noStats() {
        return (StatsEngine) Proxy.newProxyInstance(
                StatsEngine.class.getClassLoader(), new Class<?>[] {StatsEngine.class}, (proxy, method, args) -> null);
    }

    private static Session session(int slot, ScenarioContext context) {
        Map<String, Object> attributes =
                Map$.MODULE$.<String, Object>empty().$plus(Tuple2.apply(RequestSlot.ATTRIBUTE, new RequestSlot(slot)));
        return new Session(
                "warm-up",
                slot,
                attributes,
                OK$.MODULE$,
                CollectionConverters.asScala(List.<Block>of()).toList(),
                Session.NothingOnExit(),
                context.coreComponents().eventLoopGroup().next());
    }

    private static Preparation warmUpRun(Preparation prepared, Target target) {
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

    /** Hot methods are queued for the compiler: what it has not compiled yet it would compile during the run. */
    private static void awaitCompiler() throws InterruptedException {
        CompilationMXBean compiler = ManagementFactory.getCompilationMXBean();
        if (compiler == null || !compiler.isCompilationTimeMonitoringSupported()) {
            return;
        }
        long beforeMs = -1;
        for (int i = 0; i < MAX_COMPILER_RESTS && compiler.getTotalCompilationTime() != beforeMs; i++) {
            beforeMs = compiler.getTotalCompilationTime();
            Thread.sleep(COMPILER_REST.toMillis());
        }
    }

    private static void delete(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.toList()) {
                Files.delete(file);
            }
        }
        Files.delete(folder);
    }
}
