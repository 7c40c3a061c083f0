package volley.report.summary;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;
import javax.xml.stream.XMLOutputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamWriter;
import volley.metrics.Objective;
import volley.metrics.OutcomeCounts;
import volley.metrics.RunFigures;
import volley.metrics.RunMetric;
import volley.report.folder.RunFacts;
import volley.report.json.SafeText;

/**
 * {@code junit.xml}: what CI servers show of a run. Test cases for the count of turns (planned = ok + failed + skipped +
 * cancelled), for {@code failure-budget} and for a run that was not stopped, and one for each objective; what is missed
 * is a failure whose message has the figure.
 */
public final class JUnitXml {
    public static final String FILE_NAME = "junit.xml";

    private JUnitXml() {}

    private record Case(String name, boolean passed, String message) {}

    public static void write(Path folder, RunFacts facts, RunFigures figures, List<Objective.Verdict> verdicts)
            throws IOException {
        try (OutputStream out = Files.newOutputStream(folder.resolve(FILE_NAME))) {
            XMLStreamWriter xml =
                    XMLOutputFactory.newFactory().createXMLStreamWriter(out, StandardCharsets.UTF_8.name());
            write(xml, facts, figures, verdicts);
            xml.close();
        } catch (XMLStreamException e) {
            throw new IOException(e);
        }
    }

    private static void write(XMLStreamWriter xml, RunFacts facts, RunFigures figures, List<Objective.Verdict> verdicts)
            throws XMLStreamException {
        OutcomeCounts counts = figures.totals().outcomes();
        String suite = "volley." + SafeText.oneLine(facts.simulation(), 100);
        List<Case> cases = cases(facts, counts, verdicts);
        xml.writeStartDocument(StandardCharsets.UTF_8.name(), "1.0");
        xml.writeCharacters("\n");
        xml.writeStartElement("testsuite");
        xml.writeAttribute("name", suite);
        xml.writeAttribute("tests", String.valueOf(cases.size()));
        xml.writeAttribute(
                "failures",
                String.valueOf(cases.stream().filter(each -> !each.passed()).count()));
        xml.writeAttribute("errors", "0");
        xml.writeAttribute("skipped", "0");
        xml.writeAttribute("timestamp", facts.startedAt().toString());
        xml.writeAttribute("time", seconds(figures.shown(RunMetric.DURATION)));
        for (Case each : cases) {
            write(xml, suite, each);
        }
        xml.writeCharacters("\n");
        xml.writeEndElement();
        xml.writeCharacters("\n");
        xml.writeEndDocument();
    }

    private static List<Case> cases(RunFacts facts, OutcomeCounts counts, List<Objective.Verdict> verdicts) {
        String turns = counts.planned() + " planned, " + counts.ok() + " ok, " + counts.failed() + " failed, "
                + counts.skipped() + " skipped, " + counts.cancelled() + " cancelled";
        long budget = Long.parseLong(facts.parameters().getOrDefault("failure-budget", "0"));
        List<Case> cases = new ArrayList<>();
        cases.add(new Case("every planned turn is accounted for", counts.complete(), turns));
        cases.add(new Case("at most " + budget + " requests failed", counts.failed() <= budget, turns));
        cases.add(new Case("the run was not stopped", counts.cancelled() == 0, turns));
        verdicts.forEach(verdict -> cases.add(new Case(verdict.objective().text(), verdict.met(), verdict.text())));
        return cases;
    }

    private static void write(XMLStreamWriter xml, String suite, Case test) throws XMLStreamException {
        xml.writeCharacters("\n  ");
        xml.writeStartElement("testcase");
        xml.writeAttribute("classname", suite);
        xml.writeAttribute("name", test.name());
        if (!test.passed()) {
            xml.writeCharacters("\n    ");
            xml.writeEmptyElement("failure");
            xml.writeAttribute("message", test.message());
            xml.writeCharacters("\n  ");
        }
        xml.writeEndElement();
    }

    private static String seconds(OptionalDouble seconds) {
        return String.format(Locale.ROOT, "%.3f", seconds.orElse(0));
    }
}
