package volley.gatling;

import static io.gatling.javaapi.core.CoreDsl.atOnceUsers;
import static io.gatling.javaapi.core.CoreDsl.exec;
import static io.gatling.javaapi.core.CoreDsl.scenario;

import io.gatling.javaapi.core.Assertion;
import io.gatling.javaapi.core.PopulationBuilder;
import io.gatling.javaapi.core.ProtocolBuilder;
import io.gatling.javaapi.core.ScenarioBuilder;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import volley.config.Generated;
import volley.report.MultiturnLine;

/**
 * Synthetic conversations at one rate after the other, in one run: each rate a population of its own, with the server's
 * cache flushed and a rest before it, and with rows of its own in Gatling's report. Volley's results go to a folder for
 * each rate in Gatling's, and a line for each rate to the output file.
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
 *             .assertions(sweep.withinFailureBudget());
 * }
 * }</pre>
 */
public final class RateSweep {
    private final String mode;
    private final List<LoadRun> runs;
    private final Generated.Dialogues asked;

    private RateSweep(String mode, List<LoadRun> runs, Generated.Dialogues asked) {
        this.mode = mode;
        this.runs = runs;
        this.asked = asked;
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
            List<LoadRun> runs = new ArrayList<>();
            for (int i = 0; i < phases.size(); i++) {
                System.out.println(i == 0 ? PlanText.of(phases.get(i)) : PlanText.further(phases.get(i)));
                if (!phases.get(i).settings().output().dryRun()) {
                    runs.add(new LoadRun(phases.get(i), i == phases.size() - 1));
                }
            }
            if (runs.isEmpty()) {
                System.exit(0);
            }
            return new RateSweep(
                    mode, runs, phases.get(0).settings().generated().dialogues());
        });
    }

    /** One population for each rate, the next when the one before has ended. */
    public PopulationBuilder inject(Function<LoadRun, ScenarioBuilder> scenarios) {
        PopulationBuilder all = null;
        for (int i = runs.size() - 1; i >= 0; i--) {
            LoadRun run = runs.get(i);
            PopulationBuilder population = run.inject(scenarios.apply(run));
            if (all != null) {
                population = population.andThen(all);
            }
            all = i == 0 ? population : rest(run).andThen(population);
        }
        return all;
    }

    /** One user who sends nothing of the load. */
    private static PopulationBuilder rest(LoadRun run) {
        return scenario("rest before the rate" + run.suffix())
                .exec(exec(FlushAndRest.step(run.playing())))
                .injectOpen(atOnceUsers(1));
    }

    public ProtocolBuilder protocol() {
        return runs.get(0).protocol();
    }

    /** Assertion: no more failed requests in all than {@code failure-budget} allows. */
    public Assertion withinFailureBudget() {
        return runs.get(0).withinFailureBudget();
    }

    /** To be called in the simulation's {@code before()}: warms up, flushes and rests. */
    public void start() {
        LoadRun.orExit(() -> {
            Playing first = runs.get(0).playing();
            first.start();
            FlushAndRest.rest();
            return null;
        });
    }

    /** To be called in the simulation's {@code after()}: writes all results. */
    public void finish() {
        Playing last = runs.get(runs.size() - 1).playing();
        try {
            last.stopProfile();
            for (LoadRun run : runs) {
                Playing played = run.playing();
                System.out.println(played.results(new MultiturnLine(
                        asked.tag(), run.hasRounds() ? Optional.of(played.rounds()) : Optional.empty())));
            }
            if (runs.size() > 1) {
                System.out.println(AfterRun.sweepPage(RunFolder.find(mode)));
            }
        } finally {
            last.close();
        }
    }
}
