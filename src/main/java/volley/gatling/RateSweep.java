package volley.gatling;

import io.gatling.javaapi.core.Assertion;
import io.gatling.javaapi.core.PopulationBuilder;
import io.gatling.javaapi.core.ProtocolBuilder;
import io.gatling.javaapi.core.ScenarioBuilder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import volley.config.Generated;
import volley.report.line.MultiturnLine;
import volley.report.summary.SweepTable;

/**
 * Synthetic conversations at one rate after the other, in one run: each rate a population of its own, with the server's
 * cache flushed and a rest before it, and with rows of its own in Gatling's report. Volley's results go to a folder for
 * each rate in Gatling's, a line for each rate to the output file, and all rates side by side to {@code sweep.json}.
 *
 * <pre>{@code
 * private final RateSweep sweep = RateSweep.prepare("syntheticmultiturn");
 *
 * {
 *     setUp(sweep.inject(run -> scenario("conversations" + run.suffix())
 *                     .feed(run.slots())
 *                     .exec(run.awaitArrival())
 *                     .exec(run.playNextTurn())))
 *             .protocols(sweep.protocol())
 *             .assertions(sweep.assertions());
 * }
 * }</pre>
 */
public final class RateSweep {
    private final RunSequence runs;
    private final String mode;

    private RateSweep(RunSequence runs, Generated.Dialogues asked, String mode) {
        this.runs = runs;
        this.mode = mode;
        runs.runs().forEach(run -> run.playing()
                .results()
                .resultLine(new MultiturnLine(
                        asked.tag(),
                        run.hasRounds() ? Optional.of(run.playing().results().rounds()) : Optional.empty())));
    }

    /**
     * As {@link LoadRun#prepare}, for every rate.
     *
     * @param mode name of the simulation class without package, in lower case
     */
    public static RateSweep prepare(String mode) {
        return LoadRun.orExit(() -> {
            LoadRun.doWhatNeedsNoRun(mode);
            List<Preparation> phases = Sweep.prepare(mode, System.getProperties());
            for (int i = 0; i < phases.size(); i++) {
                System.out.println(i == 0 ? PlanText.of(phases.get(i)) : PlanText.further(phases.get(i)));
            }
            if (phases.get(0).settings().output().dryRun()) {
                System.exit(0);
            }
            if (phases.get(0).settings().simulated().virtual()) {
                System.exit(
                        LoadRun.exitCode(phases.get(0).settings(), VirtualSweep.run(phases, RunFolder.create(mode))));
            }
            return new RateSweep(
                    RunSequence.of(phases), phases.get(0).settings().generated().dialogues(), mode);
        });
    }

    /** One population for each rate, the next when the one before has ended. */
    public PopulationBuilder inject(Function<LoadRun, ScenarioBuilder> scenarios) {
        return runs.inject(scenarios);
    }

    public ProtocolBuilder protocol() {
        return runs.protocol();
    }

    /** Assertions: no more failed requests in all than {@code failure-budget} allows, and every run meets every objective. */
    public List<Assertion> assertions() {
        return runs.assertions();
    }

    /** To be called in the simulation's {@code before()}: warms up. */
    public void start() {
        LoadRun.orExit(() -> {
            runs.start(1);
            runs.runs().get(0).playing().serverSteps().startProfile();
            return null;
        });
    }

    /** To be called in the simulation's {@code after()}: writes all results. */
    public void finish() {
        List<SweepTable.Row> rows = new ArrayList<>();
        try {
            runs.runs().get(0).playing().serverSteps().stopProfile();
            runs.finish(run -> {
                String table = run.playing().writeResults();
                PlayedResults played = run.playing().results();
                System.out.println(played.began() ? table : mode + run.suffix() + ": stopped before its first turn");
                rows.add(new SweepTable.Row(run.requestsPerSecond(), run.folder(), played.figures(), played.notes()));
            });
        } finally {
            if (rows.size() > 1) {
                compare(new SweepTable(rows), RunFolder.find(mode), System.out::println);
            }
            runs.close();
        }
    }

    /**
     * Says the rates side by side, and writes them into the folder.
     *
     * @param say receives what is for the console
     */
    static void compare(SweepTable table, Path folder, Consumer<String> say) {
        say.accept(table.consoleText());
        Path file = folder.resolve(SweepTable.FILE_NAME);
        try {
            table.write(file);
        } catch (IOException e) {
            throw new UncheckedIOException("the rates side by side cannot be written to " + file, e);
        }
        say.accept("Rates     " + file.toAbsolutePath());
        say.accept(AfterRun.sweepPage(folder));
    }
}
