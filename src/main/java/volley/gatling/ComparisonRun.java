package volley.gatling;

import io.gatling.javaapi.core.Assertion;
import io.gatling.javaapi.core.PopulationBuilder;
import io.gatling.javaapi.core.ProtocolBuilder;
import io.gatling.javaapi.core.ScenarioBuilder;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Function;
import volley.config.PlayedSimulation;
import volley.prepare.ComparisonPlan;
import volley.report.compare.Comparison;
import volley.results.ComparisonReports;
import volley.results.RunFolder;
import volley.whatif.VirtualComparison;

/**
 * One plan against several servers, run after run, there and back (A B B A), in one simulation: each run a population of
 * its own, with its server's cache flushed before it, rows of its own in Gatling's report and a folder of its own in
 * Gatling's.
 *
 * <pre>{@code
 * private final ComparisonRun comparison = ComparisonRun.prepare();
 *
 * {
 *     setUp(comparison.inject(run -> scenario("conversations" + run.suffix())
 *                     .feed(run.slots())
 *                     .exec(run.awaitArrival())
 *                     .exec(run.playNextTurn())))
 *             .protocols(comparison.protocol())
 *             .assertions(comparison.assertions());
 * }
 * }</pre>
 */
public final class ComparisonRun {
    private final ComparisonPlan plan;
    private final RunSequence runs;

    private ComparisonRun(ComparisonPlan plan, RunSequence runs) {
        this.plan = plan;
        this.runs = runs;
    }

    /**
     * As {@link LoadRun#prepare}, for every run. In virtual time it compares and ends the process.
     */
    public static ComparisonRun prepare() {
        return RunStart.orExit(() -> {
            PlayedSimulation simulation = RunStart.ofThisClass();
            RunStart.doWhatNeedsNoRun(simulation);
            ComparisonPlan plan = ComparisonPlan.of(simulation, System.getProperties());
            System.out.println(plan.describe());
            if (plan.base().settings().output().dryRun()) {
                System.exit(0);
            }
            if (plan.base().settings().simulated().virtual()) {
                System.exit(RunStart.exitCode(
                        plan.base().settings(), VirtualComparison.run(plan, RunFolder.create(simulation.mode()))));
            }
            return new ComparisonRun(plan, RunSequence.of(plan.legs(), plan.servers(), first -> {}));
        });
    }

    /** One population for each run, the next when the one before has ended. */
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

    /** To be called in the simulation's {@code after()}: writes all results and the comparison. */
    public void finish() {
        try {
            runs.finish(run -> run.playing().writeResults());
            Path folder = runs.folder();
            List<Comparison.RunFolder> folders = plan.folders(folder);
            if (runs.cancelled()) {
                ComparisonReports.writeOfStopped(folder, folders, plan.notes(), System.out::println);
            } else {
                ComparisonReports.write(
                        folder, folders, VirtualComparison.curves(plan), plan.notes(), System.out::println);
            }
        } finally {
            runs.close();
        }
    }
}
