package volley.gatling;

import static io.gatling.javaapi.core.CoreDsl.exec;
import static io.gatling.javaapi.core.CoreDsl.global;
import static io.gatling.javaapi.http.HttpDsl.http;

import io.gatling.javaapi.core.ActionBuilder;
import io.gatling.javaapi.core.Assertion;
import io.gatling.javaapi.core.ChainBuilder;
import io.gatling.javaapi.core.PopulationBuilder;
import io.gatling.javaapi.core.ProtocolBuilder;
import io.gatling.javaapi.core.ScenarioBuilder;
import java.util.Iterator;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import volley.config.BadInputException;
import volley.config.ParameterHelp;
import volley.config.Settings;
import volley.dataset.TurnSelection;
import volley.metrics.OutcomeCounts;

/**
 * One load run, as a simulation sees it: what to put into its scenario, and what to do before and after.
 *
 * <pre>{@code
 * private final LoadRun run = LoadRun.prepare("multiturn", TurnSelection.MULTI_TURN);
 *
 * private final ScenarioBuilder conversations = scenario("conversations")
 *         .feed(run.slots())
 *         .exec(run.awaitArrival())
 *         .exec(run.playNextTurn());
 *
 * {
 *     setUp(run.inject(conversations)).protocols(run.protocol()).assertions(run.withinFailureBudget());
 * }
 * }</pre>
 */
public final class LoadRun {
    private static final int EXIT_BAD_INPUT = 2;
    /** Gatling's, when an assertion failed. */
    private static final int EXIT_FAILED = 2;

    private final Preparation prepared;
    private final Playing playing;
    private final boolean last;

    /** @param last whether nothing comes after it */
    LoadRun(Preparation prepared, boolean last) {
        this.prepared = prepared;
        this.playing = new Playing(prepared);
        this.last = last;
    }

    /**
     * Reads the parameters, connects, reads the dataset and plans. For bad input it prints the one line and ends the
     * process with exit code 2; after {@code help}, {@code dry-run} and a run in virtual time with
     * 0: a simulation's constructor has no other
     * way to end a run before it starts.
     *
     * @param mode name of the simulation class without package, in lower case
     * @param turns which turns of the dataset's conversations to play
     */
    public static LoadRun prepare(String mode, TurnSelection turns) {
        return orExit(() -> {
            helpIfWanted();
            Preparation prepared = Preparation.of(mode, turns, System.getProperties());
            System.out.println(PlanText.of(prepared));
            if (prepared.settings().output().dryRun()) {
                System.exit(0);
            }
            if (prepared.settings().simulated().virtual()) {
                OutcomeCounts outcomes = WhatIf.run(prepared);
                System.exit(outcomes.failed() > prepared.settings().output().failureBudget() ? EXIT_FAILED : 0);
            }
            return new LoadRun(prepared, true);
        });
    }

    static void helpIfWanted() {
        if (Settings.helpWanted(System.getProperties())) {
            System.out.println(ParameterHelp.text());
            System.exit(0);
        }
    }

    static <T> T orExit(Supplier<T> step) {
        try {
            return step.get();
        } catch (BadInputException e) {
            System.err.println("volley: " + e.getMessage());
            System.exit(EXIT_BAD_INPUT);
            throw e;
        }
    }

    /** What its scenario's name should end in, so that each of several runs has a name of its own. */
    public String suffix() {
        return playing.phase().suffix();
    }

    Playing playing() {
        return playing;
    }

    /** Feeder of request slots: as many as the plan has turns, in the order of their arrival times. */
    public Iterator<Map<String, Object>> slots() {
        return IntStream.range(0, prepared.plan().turns())
                .<Map<String, Object>>mapToObj(index -> Map.of(RequestSlot.ATTRIBUTE, new RequestSlot(index)))
                .iterator();
    }

    /** Step: waits until the slot's planned time, to a fraction of a millisecond. */
    public ActionBuilder awaitArrival() {
        return SlotAction.step((context, next) -> new AwaitArrival(playing.pacer(), context, next));
    }

    /**
     * Step: takes the turn whose conversation is next in line, waiting for one if need be, sends it with its history,
     * times every token of the answer, and puts the conversation back in line. When turns were skipped after a failure,
     * the last answer ends the run: the slots left over are not waited for.
     */
    public ChainBuilder playNextTurn() {
        return exec(SlotAction.step((context, next) -> new PlayNextTurn(playing, context, next)))
                .stopLoadGeneratorIf(
                        "every turn was played or skipped",
                        session -> last && playing.recorder().slotsAreLeftOver());
    }

    /** The scenario with one virtual user for each of the plan's arrival times. */
    public PopulationBuilder inject(ScenarioBuilder scenario) {
        return ArrivalInjection.inject(scenario, prepared.plan().arrivalsNs());
    }

    public ProtocolBuilder protocol() {
        return http.baseUrl(playing.target().baseUrl().toString());
    }

    /** Assertion: no more failed requests than {@code failure-budget} allows; else Gatling's exit code is 2. */
    public Assertion withinFailureBudget() {
        return global().failedRequests()
                .count()
                .lte(prepared.settings().output().failureBudget());
    }

    /** To be called in the simulation's {@code before()}: warms up client and server, and flushes the cache. */
    public void start() {
        orExit(() -> {
            playing.start();
            return null;
        });
    }

    /** To be called in the simulation's {@code after()}: writes all results. */
    public void finish() {
        playing.finish();
    }
}
