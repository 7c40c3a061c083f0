package volley.gatling;

import static io.gatling.javaapi.core.CoreDsl.doSwitch;
import static io.gatling.javaapi.core.CoreDsl.exec;
import static io.gatling.javaapi.core.CoreDsl.onCase;
import static io.gatling.javaapi.core.CoreDsl.scenario;

import io.gatling.javaapi.core.ActionBuilder;
import io.gatling.javaapi.core.Assertion;
import io.gatling.javaapi.core.ChainBuilder;
import io.gatling.javaapi.core.Choice;
import io.gatling.javaapi.core.PopulationBuilder;
import io.gatling.javaapi.core.ProtocolBuilder;
import io.gatling.javaapi.core.ScenarioBuilder;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;
import volley.plan.UsersInTurn;
import volley.play.EndBeforeGatling;
import volley.play.Playing;
import volley.play.PlayingsInTurn;
import volley.prepare.Preparation;

/**
 * Runs that one simulation makes one after the other, all in one population: each with its server's cache flushed and a
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
     * @param afterWarmUp done with the first run before it begins, if there are more: one alone is played as any other run
     */
    static RunSequence of(List<Preparation> phases, int servers, Consumer<Playing> afterWarmUp) {
        List<Playing> playings = PlayingsInTurn.of(phases);
        SimulationBegin begin = new SimulationBegin(playings, servers);
        Consumer<Playing> start = phases.size() == 1 ? Playing::start : afterWarmUp;
        List<LoadRun> runs = new ArrayList<>();
        for (Playing playing : playings) {
            boolean last = runs.size() == phases.size() - 1;
            runs.add(new LoadRun(
                    playing.prepared(), playing, last, context -> begin.once(context, assertions(runs), start)));
        }
        return new RunSequence(List.copyOf(runs), begin, afterWarmUp);
    }

    List<LoadRun> runs() {
        return runs;
    }

    /**
     * One population for all runs: of each a user who flushes, and, when he is done, those who play. Gatling draws a line for
     * each scenario, and its legend would hide its charts with two of them for each run.
     */
    PopulationBuilder inject(Function<LoadRun, ScenarioBuilder> scenarios) {
        if (runs.size() == 1) {
            return runs.get(0).inject(scenarios.apply(runs.get(0)));
        }
        List<Choice.WithKey> stages = new ArrayList<>();
        List<long[]> startsNs = new ArrayList<>();
        List<ScenarioBuilder> scenariosOfRuns = runs.stream().map(scenarios).toList();
        for (int i = 0; i < runs.size(); i++) {
            LoadRun run = runs.get(i);
            ScenarioBuilder played = scenariosOfRuns.get(i);
            stages.add(onCase(stages.size()).then(exec(flush(run))));
            startsNs.add(new long[1]);
            stages.add(onCase(stages.size()).then(ChainBuilder.EMPTY.make(empty -> played.wrapped.toChainBuilder())));
            startsNs.add(run.playing().plan().userStartsNs());
        }
        UsersInTurn users = new UsersInTurn(startsNs);
        String name = scenariosOfRuns.get(0).wrapped.name().replace(runs.get(0).suffix(), "");
        return InTurnInjection.inject(
                scenario(name).exec(doSwitch(session -> users.stage()).on(stages)), users);
    }

    /** Of one user who sends nothing of the load. */
    private ActionBuilder flush(LoadRun run) {
        return FlushAndRest.step(run.playing(), context -> begin.once(context, assertions(runs), afterWarmUp));
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
     * Writes the results of every run; see {@link PlayingsInTurn#each}.
     *
     * @param write writes one run's
     */
    void finish(Consumer<Playing> write) {
        PlayingsInTurn.each(playings(), write);
    }

    /** To be called last, when everything is written. */
    void end() {
        EndBeforeGatling.end(playings());
    }

    /** Lets go of the servers and the tokenizer. */
    void close() {
        playings().forEach(Playing::close);
    }

    private List<Playing> playings() {
        return runs.stream().map(LoadRun::playing).toList();
    }
}
