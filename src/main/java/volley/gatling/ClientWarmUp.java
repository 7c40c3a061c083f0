package volley.gatling;

import io.gatling.core.structure.ScenarioContext;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;
import volley.monitor.CompilerRest;
import volley.os.DescriptorTable;
import volley.os.FolderTree;
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
                WarmUpRound round = WarmUpRound.of(prepared, gatling, folder);
                if (CompilerRest.await(round::play, () -> System.nanoTime() - endNs < 0 && !stopped.getAsBoolean())) {
                    CompilerRest.lowerCompilers();
                }
            } finally {
                gatling.close();
                FolderTree.delete(folder);
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
}
