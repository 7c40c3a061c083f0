package volley.gatling;

import io.gatling.javaapi.core.Assertion;
import io.gatling.javaapi.core.PopulationBuilder;
import io.gatling.javaapi.core.ProtocolBuilder;
import io.gatling.javaapi.core.ScenarioBuilder;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import volley.config.Generated;
import volley.config.PlayedSimulation;
import volley.play.PlayedResults;
import volley.prepare.PlanText;
import volley.prepare.Preparation;
import volley.prepare.SweepPlan;
import volley.report.line.MultiturnLine;
import volley.report.summary.SweepTable;
import volley.results.RunFolder;
import volley.results.SweepReports;
import volley.whatif.VirtualSweep;

/**
 * Synthetic conversations at one rate after the other, in one run: each rate a population of its own, with the server's
 * cache flushed and a rest before it, and with rows of its own in Gatling's report. Volley's results go to a folder for
 * each rate in Gatling's, a line for each rate to the output file, and all rates side by side to {@code sweep.json}. {@code volley.SyntheticMultiturn} shows how a simulation uses it.
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
     */
    public static RateSweep prepare() {
        return RunStart.orExit(() -> {
            PlayedSimulation simulation = RunStart.ofThisClass();
            RunStart.doWhatNeedsNoRun(simulation);
            List<Preparation> phases = SweepPlan.prepare(simulation, System.getProperties());
            for (int i = 0; i < phases.size(); i++) {
                System.out.println(i == 0 ? PlanText.of(phases.get(i)) : PlanText.further(phases.get(i)));
            }
            RunStart.endWithoutLoad(
                    phases.get(0).settings(), () -> VirtualSweep.run(phases, RunFolder.create(simulation.mode())));
            return new RateSweep(
                    RunSequence.of(phases, 1, first -> first.serverSteps().startProfile()),
                    phases.get(0).settings().generated().dialogues(),
                    simulation.mode());
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
                SweepReports.write(new SweepTable(rows), runs.folder(), System.out::println);
            }
            runs.close();
        }
        runs.end();
    }
}
