package volley.gatling;

import io.gatling.commons.stats.assertion.Assertion;
import io.gatling.core.CoreComponents;
import io.gatling.core.actor.ActorRef;
import io.gatling.core.stats.DataWritersStatsEngine;
import io.gatling.core.stats.StatsEngine;
import io.gatling.core.stats.writer.DataWriterMessage;
import io.gatling.core.stats.writer.LogFileDataWriter;
import io.gatling.core.stats.writer.RunMessage;
import io.gatling.core.stats.writer.ShortScenarioDescription;
import java.nio.file.Path;
import java.time.ZoneId;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import scala.Option;
import scala.concurrent.Promise;
import scala.concurrent.Promise$;
import scala.jdk.javaapi.CollectionConverters;
import scala.jdk.javaapi.FutureConverters;
import scala.runtime.BoxedUnit;

/** Gatling's own way to take figures, into a log that nobody reads: it is to be warm when the run's log begins. */
final class ThrownAwayStats {
    static final String SCENARIO = "warm-up";

    private static final long CLOSE_SECONDS = 5;

    private final ActorRef<DataWriterMessage> writer;
    private final StatsEngine engine;

    ThrownAwayStats(CoreComponents gatling, Path folder) {
        RunMessage run =
                new RunMessage(SCENARIO, SCENARIO, gatling.clock().nowMillis(), "", "", ZoneId.systemDefault());
        LogFileDataWriter log = LogFileDataWriter.apply(
                run,
                CollectionConverters.asScala(List.of(new ShortScenarioDescription(SCENARIO, Option.empty())))
                        .toSeq(),
                CollectionConverters.asScala(List.<Assertion>of()).toSeq(),
                folder);
        writer = gatling.actorSystem().actorOf(log);
        engine = new DataWritersStatsEngine(
                CollectionConverters.asScala(List.of(writer)).toSeq(), gatling.actorSystem(), gatling.clock());
        engine.start();
    }

    StatsEngine engine() {
        return engine;
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
}
