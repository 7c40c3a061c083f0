package volley.gatling;

import static io.gatling.javaapi.core.CoreDsl.details;
import static io.gatling.javaapi.core.CoreDsl.global;
import static io.gatling.javaapi.http.HttpDsl.http;

import io.gatling.core.structure.ScenarioContext;
import io.gatling.javaapi.core.ActionBuilder;
import io.gatling.javaapi.core.Assertion;
import io.gatling.javaapi.core.ChainBuilder;
import io.gatling.javaapi.core.PopulationBuilder;
import io.gatling.javaapi.core.ProtocolBuilder;
import io.gatling.javaapi.core.ScenarioBuilder;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Stream;
import volley.config.PlayedSimulation;
import volley.config.SimulationKind;
import volley.dataset.ConversationSource;
import volley.play.EndBeforeGatling;
import volley.play.Playing;
import volley.prepare.PlanText;
import volley.prepare.Preparation;
import volley.whatif.VirtualRun;

/**
 * One load run, as a simulation sees it: what to put into its scenario, and what to do before and after.
 *
 * <pre>{@code
 * private final LoadRun run = LoadRun.prepare();
 *
 * private final ScenarioBuilder conversations = scenario("conversations")
 *         .feed(run.slots())
 *         .exec(run.awaitArrival())
 *         .exec(run.playNextTurn());
 *
 * {
 *     setUp(run.inject(conversations)).protocols(run.protocol()).assertions(run.assertions());
 * }
 * }</pre>
 */
public final class LoadRun {
    private final Preparation prepared;
    private final Playing playing;
    private final RunSteps steps;
    private final Consumer<ScenarioContext> before;

    /** The only run of its simulation. */
    LoadRun(Preparation prepared) {
        this.prepared = prepared;
        this.playing = new Playing(prepared);
        this.steps = new RunSteps(playing, true);
        SimulationBegin begin = new SimulationBegin(List.of(playing), 1);
        this.before = context -> begin.once(context, assertions(), Playing::start);
    }

    /**
     * @param last whether nothing comes after it
     * @param before what is done when Gatling builds its scenario
     */
    LoadRun(Preparation prepared, Playing playing, boolean last, Consumer<ScenarioContext> before) {
        this.prepared = prepared;
        this.playing = playing;
        this.steps = new RunSteps(playing, last);
        this.before = before;
    }

    /**
     * Reads the parameters, connects, reads the dataset and plans. For bad input it prints the one line and ends the
     * process with exit code 64; after {@code help}, {@code download}, {@code dry-run} and a run in virtual time with 0: a
     * simulation's constructor has no other way to end a run before it starts. Repeated runs are made by processes of
     * their own, and this one ends with them. What is played follows from the simulation's class, see
     * {@link SimulationKind}.
     */
    public static LoadRun prepare() {
        return RunStart.orExit(() -> prepare(RunStart.ofThisClass()));
    }

    /**
     * As {@link #prepare()}, for a simulation of your own.
     *
     * @param kind whose defaults it has, and which turns it plays
     */
    public static LoadRun prepareAs(SimulationKind kind) {
        return RunStart.orExit(() -> prepare(RunStart.as(kind)));
    }

    /**
     * As {@link #prepareAs(SimulationKind)}, with conversations of your own in place of a dataset.
     *
     * @param conversations asked once; {@code num-prompts} takes the first ones
     */
    public static LoadRun prepareAs(SimulationKind kind, ConversationSource conversations) {
        return RunStart.orExit(() -> {
            PlayedSimulation simulation = RunStart.as(kind);
            return prepare(simulation, given -> Preparation.of(simulation, given, conversations));
        });
    }

    private static LoadRun prepare(PlayedSimulation simulation) {
        return prepare(simulation, given -> Preparation.of(simulation, given));
    }

    private static LoadRun prepare(PlayedSimulation simulation, Function<Properties, Preparation> preparation) {
        RunStart.doWhatNeedsNoRun(simulation);
        return of(preparation.apply(System.getProperties()));
    }

    /** The only run of its simulation; what is only planned, or computed in virtual time, ends the process. */
    static LoadRun of(Preparation prepared) {
        System.out.println(PlanText.of(prepared));
        RunStart.endWithoutLoad(List.of(prepared), () -> List.of(VirtualRun.run(prepared)));
        return new LoadRun(prepared);
    }

    /** What its scenario's name should end in, so that each rate of a sweep has a name of its own. */
    public String suffix() {
        return playing.phase().suffix();
    }

    Playing playing() {
        return playing;
    }

    /** Whether its turns go round by round, behind a barrier. */
    boolean hasRounds() {
        return prepared.settings().load().roundBarrier();
    }

    /**
     * Feeder of request slots in the order of their arrival times: one for each turn of the plan, or, when all are due
     * at once, one for each that can be under way.
     */
    public Iterator<Map<String, Object>> slots() {
        return steps.slots();
    }

    /** Step: waits until the slot's planned time, to a fraction of a millisecond. */
    public ActionBuilder awaitArrival() {
        return steps.awaitArrival();
    }

    /**
     * Step: takes the turn whose conversation is next in line, waiting for one if need be, sends it with its history,
     * times every token of the answer, and puts the conversation back in line. When turns were skipped after a failure,
     * the last answer ends the run: the slots left over are not waited for.
     */
    public ChainBuilder playNextTurn() {
        return steps.playNextTurn((context, next) -> {
            before.accept(context);
            playing.observers().watch(context.coreComponents().eventLoopGroup());
            RunStart.orExit(() -> {
                playing.show();
                return null;
            });
            playing.earlyEnd().onStop(() -> RunSteps.proceed(context, next));
        });
    }

    /** The scenario with one virtual user for each request slot, at its arrival time. */
    public PopulationBuilder inject(ScenarioBuilder scenario) {
        return steps.inject(scenario);
    }

    public ProtocolBuilder protocol() {
        return http.baseUrl(playing.target().baseUrl().toString());
    }

    /**
     * Assertions: no more failed requests than {@code failure-budget} allows, and every objective met; else Gatling's exit
     * code is 2. In a simulation of your own, requests of its other scenarios are not counted. What you assert beside them
     * is in {@code junit.xml}, too.
     */
    public List<Assertion> assertions() {
        return ObjectiveAssertions.join(withinFailureBudget(), Stream.of(objectives()));
    }

    List<Assertion> objectives() {
        return ObjectiveAssertions.of(prepared.targets().objectives(), suffix());
    }

    Assertion withinFailureBudget() {
        return (playing.besideOthers() ? details(GatlingStatistics.TURNS + suffix()) : global())
                .failedRequests()
                .count()
                .lte(prepared.settings().output().failureBudget());
    }

    /** To be called in the simulation's {@code after()}: writes all results. */
    public void finish() {
        playing.finish();
        EndBeforeGatling.end(List.of(playing));
    }
}
