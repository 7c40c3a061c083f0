package volley.gatling;

import static io.gatling.javaapi.core.CoreDsl.atOnceUsers;
import static io.gatling.javaapi.core.CoreDsl.exec;
import static io.gatling.javaapi.core.CoreDsl.scenario;

import io.gatling.javaapi.core.Assertion;
import io.gatling.javaapi.core.PopulationBuilder;
import io.gatling.javaapi.core.ProtocolBuilder;
import io.gatling.javaapi.core.ScenarioBuilder;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;
import volley.play.Playing;
import volley.play.UnsentRun;
import volley.prepare.Preparation;

/**
 * Runs that one simulation makes one after the other: each a population of its own, with its server's cache flushed and a
 * rest before it, rows of its own in Gatling's report and a folder of its own in Gatling's.
 */
final class RunSequence {
    private final List<LoadRun> runs;
    private final SimulationBegin begin;
    private final Consumer<Playing> afterWarmUp;

    private RunSequence(List<LoadRun> runs, SimulationBegin begin, Consumer<Playing> afterWarmUp) {
        this.runs = runs;
        this.begin = begin;
        this.afterWarmUp = afterWarmUp;
    }

    /**
     * @param phases in the order of their runs, at least one
     * @param servers of how many of them, the first ones, each has a server of its own
     * @param afterWarmUp done with the first run before it begins
     */
    static RunSequence of(List<Preparation> phases, int servers, Consumer<Playing> afterWarmUp) {
        List<Playing> playings = phases.stream().map(Playing::new).toList();
        SimulationBegin begin = new SimulationBegin(playings, servers);
        List<LoadRun> runs = new ArrayList<>();
        for (Playing playing : playings) {
            boolean last = runs.size() == phases.size() - 1;
            runs.add(new LoadRun(
                    playing.prepared(), playing, last, context -> begin.once(context, assertions(runs), afterWarmUp)));
        }
        return new RunSequence(List.copyOf(runs), begin, afterWarmUp);
    }

    List<LoadRun> runs() {
        return runs;
    }

    private List<Playing> playings() {
        return runs.stream().map(LoadRun::playing).toList();
    }

    /** One population for each run, the next when the one before has ended. */
    PopulationBuilder inject(Function<LoadRun, ScenarioBuilder> scenarios) {
        PopulationBuilder all = null;
        for (int i = runs.size() - 1; i >= 0; i--) {
            LoadRun run = runs.get(i);
            PopulationBuilder population = run.inject(scenarios.apply(run));
            if (all != null) {
                population = population.andThen(all);
            }
            all = flush(run).andThen(population);
        }
        return all;
    }

    /** One user who sends nothing of the load. */
    private PopulationBuilder flush(LoadRun run) {
        return scenario("flush before the run" + run.suffix())
                .exec(exec(FlushAndRest.step(
                        run.playing(), context -> begin.once(context, assertions(runs), afterWarmUp))))
                .injectOpen(atOnceUsers(1));
    }

    ProtocolBuilder protocol() {
        return runs.get(0).protocol();
    }

    /** Assertions: no more failed requests in all than {@code failure-budget} allows, and every run meets every objective. */
    List<Assertion> assertions() {
        return assertions(runs);
    }

    private static List<Assertion> assertions(List<LoadRun> runs) {
        return ObjectiveAssertions.join(
                runs.get(0).withinFailureBudget(), runs.stream().map(LoadRun::objectives));
    }

    /** Gatling's folder of all of them. */
    Path folder() {
        return begin.folder();
    }

    /** Whether a signal ended the runs before their plans did. */
    boolean cancelled() {
        return runs.get(0).playing().cancelled();
    }

    /**
     * Writes the results of every run, also when those of another cannot be written.
     *
     * @param write writes one run's
     * @throws volley.report.ReportException the first failure
     */
    void finish(Consumer<LoadRun> write) {
        RuntimeException first = null;
        for (LoadRun run : runs) {
            try {
                write.accept(run);
            } catch (RuntimeException e) {
                if (first == null) {
                    first = e;
                } else {
                    first.addSuppressed(e);
                }
            }
        }
        if (first != null) {
            throw first;
        }
    }

    /** To be called last, when everything is written. */
    void end() {
        UnsentRun.end(playings());
    }

    /** Lets go of the servers and the tokenizer. */
    void close() {
        playings().forEach(Playing::close);
    }
}
