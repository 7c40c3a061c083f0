package volley.report;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;
import javax.xml.stream.XMLOutputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamWriter;
import volley.metrics.Objective;
import volley.metrics.OutcomeCounts;
import volley.metrics.RunFigures;
import volley.metrics.RunMetrics;

/**
 * {@code junit.xml}: what CI servers show of a run. One test case for the count of turns (planned = ok + failed +
 * skipped + cancelled) and one for each objective; a missed one is a failure whose message has the figure.
 */
final class JUnitXml {
    static final String FILE_NAME = "junit.xml";

    private JUnitXml() {}

    static void write(Path folder, RunFacts facts, RunFigures figures, List<Objective.Verdict> verdicts)
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
        long missed = verdicts.stream().filter(verdict -> !verdict.met()).count() + (counts.complete() ? 0 : 1);
        xml.writeStartDocument(StandardCharsets.UTF_8.name(), "1.0");
        xml.writeCharacters("\n");
        xml.writeStartElement("testsuite");
        xml.writeAttribute("name", suite);
        xml.writeAttribute("tests", String.valueOf(verdicts.size() + 1));
        xml.writeAttribute("failures", String.valueOf(missed));
        xml.writeAttribute("errors", "0");
        xml.writeAttribute("skipped", "0");
        xml.writeAttribute("timestamp", facts.startedAt().toString());
        xml.writeAttribute("time", seconds(figures.shown(RunMetrics.DURATION)));
        testCase(
                xml,
                suite,
                "every planned turn is accounted for",
                counts.complete(),
                counts.planned() + " planned, " + counts.ok() + " ok, " + counts.failed() + " failed, "
                        + counts.skipped() + " skipped, " + counts.cancelled() + " cancelled");
        for (Objective.Verdict verdict : verdicts) {
            testCase(xml, suite, verdict.objective().text(), verdict.met(), verdict.text());
        }
        xml.writeCharacters("\n");
        xml.writeEndElement();
        xml.writeCharacters("\n");
        xml.writeEndDocument();
    }

    private static void testCase(XMLStreamWriter xml, String suite, String name, boolean passed, String message)
            throws XMLStreamException {
        xml.writeCharacters("\n  ");
        xml.writeStartElement("testcase");
        xml.writeAttribute("classname", suite);
        xml.writeAttribute("name", name);
        if (!passed) {
            xml.writeCharacters("\n    ");
            xml.writeEmptyElement("failure");
            xml.writeAttribute("message", message);
            xml.writeCharacters("\n  ");
        }
        xml.writeEndElement();
    }

    private static String seconds(OptionalDouble seconds) {
        return String.format(Locale.ROOT, "%.3f", seconds.orElse(0));
    }
}
