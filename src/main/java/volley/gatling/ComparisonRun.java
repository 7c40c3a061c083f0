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
import java.util.function.Function;
import volley.report.compare.Comparison;
import volley.report.compare.ComparisonFiles;
import volley.report.line.ResultLineForm;

/**
 * One plan against several servers, run after run, there and back (A B B A), in one simulation: each run a population of
 * its own, with its server's cache flushed before it, rows of its own in Gatling's report and a folder of its own in
 * Gatling's.
 *
 * <pre>{@code
 * private final ComparisonRun comparison = ComparisonRun.prepare("compareservers");
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
     *
     * @param mode name of the simulation class without package, in lower case
     */
    public static ComparisonRun prepare(String mode) {
        return LoadRun.orExit(() -> {
            LoadRun.doWhatNeedsNoRun(mode);
            ComparisonPlan plan = ComparisonPlan.of(mode, System.getProperties());
            System.out.println(plan.describe());
            if (plan.base().settings().output().dryRun()) {
                System.exit(0);
            }
            if (plan.base().settings().simulated().virtual()) {
                System.exit(LoadRun.exitCode(plan.base().settings(), compareInVirtualTime(plan)));
            }
            return new ComparisonRun(plan, RunSequence.of(plan.legs()));
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

    /** To be called in the simulation's {@code before()}: warms up each server. */
    public void start() {
        LoadRun.orExit(() -> {
            // the first runs are of every server once
            runs.start(plan.servers());
            return null;
        });
    }

    /** To be called in the simulation's {@code after()}: writes all results and the comparison. */
    public void finish() {
        try {
            runs.finish(run -> run.playing().writeResults());
            if (runs.cancelled()) {
                System.out.println("Comparison  none: the runs were stopped by a signal");
            } else {
                compare(plan, RunFolder.find(plan.base().plan().mode()), List.of());
            }
        } finally {
            runs.close();
        }
    }

    private static List<WhatIf.Computed> compareInVirtualTime(ComparisonPlan plan) {
        Path folder = RunFolder.create(plan.base().plan().mode());
        VirtualAnswers answers = plan.virtualAnswers();
        List<WhatIf.Computed> runs = plan.legs().parallelStream()
                .map(leg -> WhatIf.compute(
                        leg,
                        answers,
                        folder.resolve(leg.phase().folder()),
                        ResultLineForm.BENCH_SERVING,
                        (turn, figures) -> {}))
                .toList();
        runs.forEach(run -> run.publish(text -> {}));
        compare(plan, folder, List.of(WhatIf.NOTE));
        return runs;
    }

    private static void compare(ComparisonPlan plan, Path folder, List<String> moreNotes) {
        List<String> notes = new ArrayList<>(moreNotes);
        notes.addAll(plan.notes());
        try {
            Comparison comparison = Comparison.of(plan.folders(folder), notes).with(plan.curves());
            ComparisonFiles.write(folder, comparison);
            System.out.println(comparison.consoleText());
            System.out.println("Comparison  " + folder.toAbsolutePath().resolve(ComparisonFiles.PAGE_NAME));
        } catch (IOException e) {
            throw new UncheckedIOException("the comparison cannot be written to " + folder, e);
        }
    }
}
