package volley.gatling;

import io.gatling.charts.stats.LogFileData;
import io.gatling.charts.stats.LogFileReader;
import io.gatling.commons.stats.assertion.Assertion;
import io.gatling.core.CoreComponents;
import io.gatling.shared.model.assertion.AssertionMessage;
import io.gatling.shared.model.assertion.AssertionResult;
import io.gatling.shared.model.assertion.AssertionValidator;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import scala.jdk.javaapi.CollectionConverters;
import volley.play.ProcessEnd;
import volley.report.summary.JUnitXml;

/**
 * The assertions that a user's simulation has beside Volley's. Gatling judges them after the run from its log, fails the
 * build by them and tells nobody; so they are judged once more, by the same part of Gatling, and added to {@code junit.xml}.
 */
final class OwnAssertions {
    private OwnAssertions() {}

    /**
     * Has them added at the end of the process, if there are any.
     *
     * @param volleys the assertions that Volley has handed out
     * @param folder Gatling's of this simulation's run
     * @param junit folder whose {@code junit.xml} they go to
     */
    static void watch(
            CoreComponents gatling, List<io.gatling.javaapi.core.Assertion> volleys, Path folder, Path junit) {
        List<Assertion> own = new ArrayList<>(GatlingFolder.assertions(gatling));
        volleys.forEach(assertion -> own.remove(assertion.asScala()));
        if (!own.isEmpty()) {
            ProcessEnd.after(Thread.currentThread(), () -> add(gatling, own, folder, junit));
        }
    }

    private static void add(CoreComponents gatling, List<Assertion> own, Path folder, Path junit) {
        LogFileData log = LogFileReader.apply(
                        folder.getFileName().toString(), folder.toAbsolutePath().getParent(), gatling.configuration())
                .read();
        List<JUnitXml.Case> cases = new ArrayList<>();
        for (AssertionResult result : CollectionConverters.asJava(new AssertionValidator(log)
                .validateAssertions(CollectionConverters.asScala(own).toList()))) {
            String name = AssertionMessage.message(result.assertion());
            cases.add(new JUnitXml.Case(name, result.success(), name + " : " + actual(result)));
        }
        try {
            JUnitXml.add(junit, cases);
        } catch (IOException e) {
            throw new UncheckedIOException("the assertions of the simulation are not in junit.xml", e);
        }
    }

    private static String actual(AssertionResult result) {
        return result instanceof AssertionResult.Resolved resolved
                ? "actual " + resolved.actualValue()
                : ((AssertionResult.ResolutionError) result).error();
    }
}
