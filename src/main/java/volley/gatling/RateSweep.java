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
import volley.play.SweepEnd;
import volley.prepare.PlanText;
import volley.prepare.Preparation;
import volley.prepare.SweepOnServers;
import volley.prepare.SweepPlan;
import volley.report.line.MultiturnLine;
import volley.results.RunFolder;
import volley.whatif.VirtualSweep;

/**
 * Synthetic conversations at one rate after the other, in one run: each rate with the server's cache flushed and a rest before
 * it, and with rows of its own in Gatling's report. Volley's results go to a folder for each rate in Gatling's, a line for
 * each rate to the output file, and all rates side by side to {@code sweep.json}. Where several servers are given, each is
 * asked at each rate. {@code volley.SyntheticMultiturn} shows how a simulation uses it.
 */
public final class RateSweep {
    private final RunSequence runs;
    /** Absent: there is one server. */
    private final Optional<SweepOnServers> servers;

    private RateSweep(RunSequence runs, Optional<SweepOnServers> servers) {
        this.runs = runs;
        this.servers = servers;
        runs.runs().forEach(run -> run.playing()
                .results()
                .resultLine(new MultiturnLine(
                        run.playing()
                                .prepared()
                                .settings()
                                .generated()
                                .dialogues()
                                .tag(),
                        run.hasRounds() ? Optional.of(run.playing().results().rounds()) : Optional.empty())));
    }

    /** As {@link LoadRun#prepare}, for every rate. */
    public static RateSweep prepare() {
        return RunStart.orExit(() -> {
            PlayedSimulation simulation = RunStart.ofThisClass();
            RunStart.doWhatNeedsNoRun(simulation);
            Settings settings = SettingsReader.read(System.getProperties(), simulation.kind());
            return settings.comparison().endpoints().isEmpty()
                    ? ofOneServer(simulation)
                    : of(SweepOnServers.of(simulation, System.getProperties()));
        });
    }

    private static RateSweep ofOneServer(PlayedSimulation simulation) {
        List<Preparation> phases = SweepPlan.prepare(simulation, System.getProperties());
        System.out.println(PlanText.ofAll(phases));
        RunStart.endWithoutLoad(phases, () -> VirtualSweep.run(phases, RunFolder.create(simulation.mode())));
        return new RateSweep(
                RunSequence.of(phases, 1, first -> first.serverSteps().startProfile()), Optional.empty());
    }

    private static RateSweep of(SweepOnServers sweep) {
        System.out.println(sweep.describe());
        RunStart.endWithoutLoad(sweep.rates(), List::of);
        int servers = sweep.servers().size();
        return new RateSweep(RunSequence.of(sweep.connected(), servers, first -> {}), Optional.of(sweep));
    }

    /** The rates, each when the one before has ended. */
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
        SweepEnd end = new SweepEnd(servers, System.out::println);
        try {
            if (servers.isEmpty()) {
                runs.runs().get(0).playing().serverSteps().stopProfile();
            }
            runs.finish(end::accept);
        } finally {
            end.write(runs.folder(), runs.cancelled());
            runs.close();
        }
        runs.end();
    }
}
