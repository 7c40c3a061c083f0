package volley.gatling;

import io.gatling.javaapi.core.Assertion;
import io.gatling.javaapi.core.PopulationBuilder;
import io.gatling.javaapi.core.ProtocolBuilder;
import io.gatling.javaapi.core.ScenarioBuilder;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import volley.config.PlayedSimulation;
import volley.config.Settings;
import volley.config.SettingsReader;
import volley.prepare.ComparisonPlan;
import volley.prepare.Preparation;
import volley.results.RunFolder;
import volley.whatif.VirtualComparison;

/**
 * One plan, played on the server, or, where several are given, on each of them: run after run, there and back (A B B A), each
 * run with its server's cache flushed before it, rows of its own in Gatling's report and a folder of
 * its own in Gatling's. {@code volley.Multiturn} shows how a simulation uses it.
 */
public final class PlanRuns {
    private final LoadRun first;
    /** Absent: there is one server. */
    private final Optional<ComparisonPlan> plan;

    private final RunSequence runs;

    private PlanRuns(LoadRun first, Optional<ComparisonPlan> plan, RunSequence runs) {
        this.first = first;
        this.plan = plan;
        this.runs = runs;
    }

    /** As {@link LoadRun#prepare}, for every run. In virtual time it computes, and compares, and ends the process. */
    public static PlanRuns prepare() {
        return RunStart.orExit(() -> {
            PlayedSimulation simulation = RunStart.ofThisClass();
            RunStart.doWhatNeedsNoRun(simulation);
            Settings settings = SettingsReader.read(System.getProperties(), simulation.kind());
            if (!settings.comparesServers(simulation.kind())) {
                return new PlanRuns(
                        LoadRun.of(Preparation.of(simulation, System.getProperties())), Optional.empty(), null);
            }
            ComparisonPlan plan = ComparisonPlan.of(simulation, System.getProperties());
            System.out.println(plan.describe());
            RunStart.endWithoutLoad(
                    List.of(plan.base()), () -> VirtualComparison.run(plan, RunFolder.create(simulation.mode())));
            RunSequence runs = RunSequence.of(plan.legs(), plan.servers(), each -> {});
            return new PlanRuns(runs.runs().get(0), Optional.of(plan), runs);
        });
    }

    /** The runs, each when the one before has ended. */
    public PopulationBuilder inject(Function<LoadRun, ScenarioBuilder> scenarios) {
        return plan.isPresent() ? runs.inject(scenarios) : first.inject(scenarios.apply(first));
    }

    public ProtocolBuilder protocol() {
        return first.protocol();
    }

    /** Assertions: no more failed requests in all than {@code failure-budget} allows, and every run meets every objective. */
    public List<Assertion> assertions() {
        return plan.isPresent() ? runs.assertions() : first.assertions();
    }

    /** To be called in the simulation's {@code after()}: writes all results and the comparison. */
    public void finish() {
        if (plan.isEmpty()) {
            first.finish();
            return;
        }
        try {
            runs.finish(run -> run.writeResults(table -> {}));
            VirtualComparison.report(plan.get(), runs.folder(), runs.cancelled(), System.out::println);
        } finally {
            runs.close();
        }
        runs.end();
    }
}
