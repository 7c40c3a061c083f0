package volley.gatling;

import static io.gatling.javaapi.core.CoreDsl.exec;

import io.gatling.commons.stats.OK$;
import io.gatling.core.action.Action;
import io.gatling.core.session.Block;
import io.gatling.core.session.Session;
import io.gatling.core.structure.ScenarioContext;
import io.gatling.javaapi.core.ActionBuilder;
import io.gatling.javaapi.core.ChainBuilder;
import io.gatling.javaapi.core.PopulationBuilder;
import io.gatling.javaapi.core.ScenarioBuilder;
import io.netty.channel.EventLoop;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.stream.IntStream;
import scala.collection.immutable.Map$;
import scala.jdk.javaapi.CollectionConverters;
import volley.plan.UsersInTurn;
import volley.play.EventLoops;
import volley.play.Playing;
import volley.play.RequestSlot;

/** What goes into the scenario of one run: the slots' feeder, the steps, the injection. */
final class RunSteps {
    private final Playing playing;
    private final boolean last;

    /** @param last whether nothing comes after the run */
    RunSteps(Playing playing, boolean last) {
        this.playing = playing;
        this.last = last;
    }

    /**
     * Feeder of request slots in the order of their arrival times: one for each turn of the plan, or, when all are due
     * at once, one for each that can be under way.
     */
    Iterator<Map<String, Object>> slots() {
        return IntStream.range(0, playing.plan().users())
                .<Map<String, Object>>mapToObj(index -> Map.of(RequestSlot.ATTRIBUTE, new RequestSlot(index)))
                .iterator();
    }

    /** Step: waits until the slot's planned time, to a fraction of a millisecond. */
    ActionBuilder awaitArrival() {
        return SlotAction.step((context, next) -> new AwaitArrival(playing.pacer(), loops(context), context, next));
    }

    /**
     * Step: plays the next turn, see {@link LoadRun#playNextTurn}.
     *
     * @param first what is done before, when Gatling builds the scenario
     */
    ChainBuilder playNextTurn(BiConsumer<ScenarioContext, Action> first) {
        return exec(SlotAction.step((context, next) -> {
                    first.accept(context, next);
                    GatlingStatistics gatling = new GatlingStatistics(
                            context,
                            playing.streamed(),
                            playing.besideOthers(),
                            playing.phase().suffix());
                    return new PlayNextTurn(playing, loops(context), gatling, context, next);
                }))
                .stopLoadGeneratorIf(
                        "every turn was played or skipped",
                        session -> playing.earlyEnd().isStopped()
                                || (last && playing.recorder().slotsAreLeftOver()));
    }

    /** The event loops of its connections. */
    static EventLoops loops(ScenarioContext context) {
        return new EventLoops(
                context.coreComponents().eventLoopGroup(), Runtime.getRuntime().availableProcessors());
    }

    /** Sends one more virtual user on, so that the step behind this one sees that the run is to end. */
    static void proceed(ScenarioContext context, Action next) {
        EventLoop eventLoop = context.coreComponents().eventLoopGroup().next();
        Session messenger = new Session(
                "stop",
                -1,
                Map$.MODULE$.empty(),
                OK$.MODULE$,
                CollectionConverters.asScala(List.<Block>of()).toList(),
                Session.NothingOnExit(),
                eventLoop);
        eventLoop.execute(() -> next.$bang(messenger));
    }

    /** The scenario with one virtual user for each request slot, at its arrival time. */
    PopulationBuilder inject(ScenarioBuilder scenario) {
        return InTurnInjection.inject(
                scenario, new UsersInTurn(List.of(playing.plan().userStartsNs())));
    }
}
