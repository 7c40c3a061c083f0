package volley.gatling;

import io.gatling.core.structure.ScenarioContext;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import volley.os.DescriptorTable;
import volley.os.FolderTree;
import volley.os.LinuxScheduler;
import volley.plan.Demand;
import volley.play.Playing;
import volley.play.WarmUpExtent;
import volley.prepare.Preparation;
import volley.report.folder.WarmUpDone;

/**
 * Warms the client before anything is measured. A JVM interprets code it has not run often: its first answers are read
 * hundreds of milliseconds late, and for seconds after that its compilers take the processor from it. So
 * {@link WarmUpRound rounds} are played before, as many as {@link WarmUpExtent} says.
 *
 * <p>Called when Gatling builds the scenario: its engine exists, its users do not yet.
 */
final class ClientWarmUp {
    /** Warmth is the process's: a second scenario of it finds it warm. */
    private static final AtomicBoolean WARM = new AtomicBoolean();

    private ClientWarmUp() {}

    /**
     * As far as the runs need it, or {@code client-warmup-seconds} says; not at all if this process has done so. What goes
     * wrong here would show in the run: it is ignored.
     *
     * @param runs that the process plays, the first one first
     */
    static void once(List<Playing> runs, ScenarioContext context) {
        Playing first = runs.get(0);
        Preparation prepared = first.prepared();
        WarmUpExtent extent = WarmUpExtent.of(
                prepared.settings().requests().clientWarmup(),
                Demand.of(runs.stream().map(Playing::plan).toList()));
        if (extent.isNone()) {
            runs.forEach(run -> run.results().warmedUp(extent.done(0, Duration.ZERO)));
        }
        if (extent.isNone() || !WARM.compareAndSet(false, true)) {
            return;
        }
        try {
            Path folder = Files.createTempDirectory("volley-warm-up");
            DescriptorTable.makeRoom(prepared.plan().maxTurnsInFlight(), Files.createTempFile(folder, "any", ""));
            WarmUpInjector gatling = new WarmUpInjector(context.coreComponents(), folder);
            try {
                WarmUpRound round = WarmUpRound.of(prepared, extent.round(), gatling, folder);
                WarmUpDone done = extent.play(round::play, first::cancelled);
                runs.forEach(run -> run.results().warmedUp(done));
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
        if (!extent.isShort()) {
            // What the warm-up left behind is collected now, not in the first measured second.
            System.gc();
        }
    }
}
