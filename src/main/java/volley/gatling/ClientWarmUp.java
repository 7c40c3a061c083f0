package volley.gatling;

import io.gatling.core.structure.ScenarioContext;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import volley.monitor.JitCompilers;
import volley.os.DescriptorTable;
import volley.os.LinuxScheduler;
import volley.prepare.Preparation;

/**
 * Warms the client before anything is measured. A JVM interprets code it has not run often: its first answers are read
 * hundreds of milliseconds late, and for seconds after that its compilers take the processor from it. So
 * {@link WarmUpRound rounds} are played until the compilers have nothing left to do.
 *
 * <p>Called when Gatling builds the scenario: its engine exists, its users do not yet.
 */
final class ClientWarmUp {
    private static final Duration COMPILER_REST = Duration.ofMillis(10);

    /** What a round may cost the compilers when all that is hot is compiled: a stray method, summed over threads. */
    private static final long CALM_MS = 40;

    /** One round may be calm by chance: a method is compiled when it was called some thousand times. */
    private static final int CALM_ROUNDS = 4;

    /** Warmth is the process's: a second scenario of it finds it warm. */
    private static final AtomicBoolean WARM = new AtomicBoolean();

    private ClientWarmUp() {}

    /**
     * Plays until all is compiled, or {@code client-warmup-seconds} are over; not at all if this process has done so.
     * What goes wrong here would show in the run: it is ignored.
     *
     * @param stopped whether the run will not be played any more
     */
    static void once(Preparation prepared, ScenarioContext context, BooleanSupplier stopped) {
        Duration limit = prepared.settings().requests().clientWarmup();
        if (limit.isZero() || !WARM.compareAndSet(false, true)) {
            return;
        }
        long endNs = System.nanoTime() + limit.toNanos();
        try {
            Path folder = Files.createTempDirectory("volley-warm-up");
            DescriptorTable.makeRoom(prepared.plan().maxTurnsInFlight(), Files.createTempFile(folder, "any", ""));
            WarmUpInjector gatling = new WarmUpInjector(context.coreComponents(), folder);
            try {
                if (untilCompiled(WarmUpRound.of(prepared, gatling, folder), endNs, stopped)) {
                    lowerCompilers();
                }
            } finally {
                gatling.close();
                delete(folder);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("the client's warm-up could not be made ready", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        context.coreComponents().eventLoopGroup().forEach(loop -> loop.execute(LinuxScheduler::wakeSoon));
        // What the warm-up left behind is collected now, not in the first measured second.
        System.gc();
    }

    /**
     * After each round the compilers get the processor to themselves: on a machine with few of them they would else be
     * done long after the run has begun.
     *
     * @return whether all is compiled
     */
    private static boolean untilCompiled(WarmUpRound round, long endNs, BooleanSupplier stopped)
            throws InterruptedException {
        JitCompilers compilers = new JitCompilers();
        int calmRounds = 0;
        BooleanSupplier goesOn = () -> System.nanoTime() - endNs < 0 && !stopped.getAsBoolean();
        for (int number = 0; calmRounds < CALM_ROUNDS && goesOn.getAsBoolean(); number++) {
            long beforeMs = compilers.totalMs();
            round.play(number);
            while (!compilers.idle() && goesOn.getAsBoolean()) {
                Thread.sleep(COMPILER_REST.toMillis());
            }
            calmRounds = compilers.totalMs() - beforeMs <= CALM_MS ? calmRounds + 1 : 0;
        }
        return calmRounds == CALM_ROUNDS;
    }

    /**
     * What is hot is compiled, so the compilers can wait from now on. They take a few percent of a processor for whatever gets
     * warm in the run, in pieces of up to 4 ms in which an event loop would read nothing.
     */
    private static void lowerCompilers() {
        for (String compilers : JitCompilers.THREADS) {
            LinuxScheduler.lowerThreads(compilers, LinuxScheduler.BEHIND_ALL);
        }
    }

    private static void delete(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
