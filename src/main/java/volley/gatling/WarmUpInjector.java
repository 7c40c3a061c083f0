package volley.gatling;

import io.gatling.commons.stats.assertion.Assertion;
import io.gatling.core.CoreComponents;
import io.gatling.core.action.Exit;
import io.gatling.core.actor.ActorRef;
import io.gatling.core.controller.Controller;
import io.gatling.core.controller.inject.Injector;
import io.gatling.core.controller.inject.PopulationFlows;
import io.gatling.core.pause.Constant$;
import io.gatling.core.protocol.ProtocolComponentsRegistries;
import io.gatling.core.scenario.Population;
import io.gatling.core.stats.DataWritersStatsEngine;
import io.gatling.core.stats.StatsEngine;
import io.gatling.core.stats.writer.DataWriterMessage;
import io.gatling.core.stats.writer.LogFileDataWriter;
import io.gatling.core.stats.writer.RunMessage;
import io.gatling.core.stats.writer.ShortScenarioDescription;
import io.gatling.javaapi.core.PopulationBuilder;
import java.nio.file.Path;
import java.time.ZoneId;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import scala.Option;
import scala.collection.immutable.Map$;
import scala.concurrent.Promise;
import scala.concurrent.Promise$;
import scala.concurrent.duration.FiniteDuration;
import scala.jdk.javaapi.CollectionConverters;
import scala.jdk.javaapi.FutureConverters;
import scala.runtime.BoxedUnit;

/**
 * A second Gatling beside the run's: it injects users by Gatling's own injector, on the run's threads, and its log
 * nobody reads. All the code of a run is warm when its own users begin.
 */
final class WarmUpInjector {
    static final String SCENARIO = "warm-up";

    private static final long CLOSE_SECONDS = 5;

    private final CoreComponents gatling;
    private final ActorRef<DataWriterMessage> writer;
    private final StatsEngine stats;
    private ProtocolComponentsRegistries protocols;

    /** @param folder of the log */
    WarmUpInjector(CoreComponents gatling, Path folder) {
        this.gatling = gatling;
        RunMessage run =
                new RunMessage(SCENARIO, SCENARIO, gatling.clock().nowMillis(), "", "", ZoneId.systemDefault());
        LogFileDataWriter log = LogFileDataWriter.apply(
                run,
                CollectionConverters.asScala(List.of(new ShortScenarioDescription(SCENARIO, Option.empty())))
                        .toSeq(),
                CollectionConverters.asScala(List.<Assertion>of()).toSeq(),
                folder);
        writer = gatling.actorSystem().actorOf(log);
        stats = new DataWritersStatsEngine(
                CollectionConverters.asScala(List.of(writer)).toSeq(), gatling.actorSystem(), gatling.clock());
        stats.start();
    }

    /**
     * Injects users into their scenario, which must be called {@link #SCENARIO}.
     *
     * @return complete when the last has left
     */
    Future<Void> run(PopulationBuilder users) {
        ActorRef<Injector.Command> injector =
                gatling.actorSystem().actorOf(Injector.actor(gatling.eventLoopGroup(), stats, gatling.clock()));
        LastWord controller = new LastWord();
        CoreComponents own = new CoreComponents(
                gatling.actorSystem(),
                gatling.eventLoopGroup(),
                controller,
                Option.empty(),
                stats,
                gatling.clock(),
                new Exit(injector),
                gatling.configuration());
        if (protocols == null) {
            protocols = new ProtocolComponentsRegistries(own, Map$.MODULE$.empty());
        }
        var population = users.asScala().build(own, protocols, Constant$.MODULE$, false);
        var populations = CollectionConverters.asScala(List.of(population)).toList();
        injector.$bang(start(controller, PopulationFlows.fromTopDownNodes(populations)));
        return controller.over;
    }

    /** Closes the log. */
    void close() throws InterruptedException {
        Promise<BoxedUnit> stopped = Promise$.MODULE$.apply();
        writer.$bang(new DataWriterMessage.Stop(stopped));
        try {
            FutureConverters.asJava(stopped.future()).toCompletableFuture().get(CLOSE_SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException | TimeoutException ignored) {
            // Then it stays open until the process ends, in a folder that is deleted.
        }
    }

    /** By reflection, since Java cannot write the name of a class inside of a Scala object inside of another. */
    private static Injector.Command start(
            ActorRef<Controller.Command> controller, PopulationFlows<String, Population> populations) {
        try {
            return Class.forName(Injector.class.getName() + "$Command$Start")
                    .asSubclass(Injector.Command.class)
                    .getConstructor(ActorRef.class, PopulationFlows.class)
                    .newInstance(controller, populations);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("this Gatling injects users in another way", e);
        }
    }

    /** Who is told that there are no users any more. */
    private static final class LastWord implements ActorRef<Controller.Command> {
        private final CompletableFuture<Void> over = new CompletableFuture<>();

        @Override
        public void $bang(Controller.Command command) {
            over.complete(null);
        }

        @Override
        public String name() {
            return SCENARIO;
        }

        @Override
        public <R> Promise<R> replyPromise(FiniteDuration timeout) {
            throw new UnsupportedOperationException("no one asks the warm-up");
        }
    }
}
