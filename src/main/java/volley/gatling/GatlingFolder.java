package volley.gatling;

import io.gatling.commons.stats.assertion.Assertion;
import io.gatling.core.CoreComponents;
import io.gatling.core.stats.writer.LogFileDataWriter;
import io.gatling.core.stats.writer.RunMessage;
import java.lang.reflect.Field;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.security.CodeSource;
import java.util.List;
import java.util.Optional;
import scala.collection.immutable.Seq;
import scala.jdk.javaapi.CollectionConverters;
import volley.config.BadInputException;
import volley.results.RunFolder;

/**
 * The folder that Gatling has made for this run. Gatling tells its name nobody; but whoever writes its log knows it, and
 * that one belongs to this run's own parts.
 */
final class GatlingFolder {
    private GatlingFolder() {}

    /** @throws BadInputException if this Gatling keeps it in another way than the one this was written for */
    static Path of(CoreComponents gatling) {
        return ofLog(gatling, log -> {
            RunMessage run = (RunMessage) field(log, "runMessage");
            return RunFolder.ofGatling(run.runId(), classes(run.simulationClassName()));
        });
    }

    /**
     * The assertions that Gatling will judge, in their order.
     *
     * @throws BadInputException as {@link #of}
     */
    @SuppressWarnings("unchecked")
    static List<Assertion> assertions(CoreComponents gatling) {
        return ofLog(
                gatling, log -> List.copyOf(CollectionConverters.asJava((Seq<Assertion>) field(log, "assertions"))));
    }

    private interface Reading<T> {
        T of(LogFileDataWriter log) throws ReflectiveOperationException;
    }

    private static <T> T ofLog(CoreComponents gatling, Reading<T> reading) {
        try {
            Object writers = field(gatling.statsEngine(), "dataWriters");
            for (Object reference : CollectionConverters.asJava((Seq<?>) writers)) {
                if (field(reference, "actor") instanceof LogFileDataWriter log) {
                    return reading.of(log);
                }
            }
            throw new BadInputException("Gatling writes no log, so that its run has no folder; add file to"
                    + " gatling.data.writers in gatling.conf");
        } catch (ReflectiveOperationException | ClassCastException e) {
            throw new BadInputException("this version of Gatling does not tell its run's folder as 3.16 does (" + e
                    + "); use the version that Volley names");
        }
    }

    private static Optional<Path> classes(String simulation) throws ReflectiveOperationException {
        CodeSource source = Class.forName(
                        simulation, false, Thread.currentThread().getContextClassLoader())
                .getProtectionDomain()
                .getCodeSource();
        try {
            return source == null
                    ? Optional.empty()
                    : Optional.of(Path.of(source.getLocation().toURI()));
        } catch (URISyntaxException e) {
            return Optional.empty();
        }
    }

    private static Object field(Object owner, String name) throws ReflectiveOperationException {
        Field field = owner.getClass().getDeclaredField(name);
        field.setAccessible(true);
        return field.get(owner);
    }
}
